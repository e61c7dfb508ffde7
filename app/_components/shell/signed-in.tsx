'use client'
import type { Messages } from '#app/_messages/index.ts'
import type { Language } from '../i18n/languages.ts'
import { I18nProvider } from '../i18n/provider.tsx'
import { ThemeKeeper } from '../theme/theme-keeper.tsx'
import { Overlays } from '../ui/overlays.tsx'
import { App } from './app.tsx'
import { PaneBoundary } from './pane-boundary.tsx'

/** What the server says with the document: who is signed in, and its guess at their language with the texts. */
export interface SignedInProps {
  userId: string
  sessionId: string
  language: Language
  messages: Messages
}

/** Everything inside the document of the signed-in app, on whatever path. */
export function SignedIn({ userId, sessionId, language, messages }: SignedInProps) {
  return (
    <I18nProvider language={language} messages={messages}>
      <PaneBoundary>
        <App userId={userId} sessionId={sessionId} />
      </PaneBoundary>
      <Overlays />
      <ThemeKeeper />
    </I18nProvider>
  )
}
