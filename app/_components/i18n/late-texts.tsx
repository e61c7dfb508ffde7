'use client'
import { type ReactNode, use, useMemo } from 'react'
import { IntlProvider, useMessages } from 'use-intl/react'
import { type LateMessages, loadLateMessages } from '#app/_messages/late.ts'
import type { Language } from './languages.ts'
import { useLanguage } from './provider.tsx'

const loaded = new Map<Language, Promise<LateMessages>>()

function lateMessages(language: Language): Promise<LateMessages> {
  const known = loaded.get(language)
  if (known !== undefined) return known
  const texts = loadLateMessages(language)
  loaded.set(language, texts)
  // What could not be fetched is asked for again by whoever presses "Try again".
  texts.catch(() => loaded.delete(language))
  return texts
}

/** Gives what is below the texts of `_messages/late.ts` as well; until they are here, the nearest Suspense waits. */
export function LateTexts({ children }: { children: ReactNode }) {
  const { language } = useLanguage()
  const early = useMessages()
  const late = use(lateMessages(language))
  const messages = useMemo(() => ({ ...early, ...late }), [early, late])
  return (
    <IntlProvider locale={language} messages={messages} timeZone="UTC">
      {children}
    </IntlProvider>
  )
}
