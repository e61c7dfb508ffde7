import './globals.css'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { loadMessages } from '#app/_messages/index.ts'
import { guessLanguage } from './_components/i18n/languages.ts'
import { I18nProvider } from './_components/i18n/provider.tsx'
import { Prelude } from './_components/theme/prelude.tsx'
import { ThemeKeeper } from './_components/theme/theme-keeper.tsx'
import { themeColors } from './_components/theme/theme-key.ts'
import { Overlays } from './_components/ui/overlays.tsx'

export const metadata: Metadata = {
  title: { default: 'Kith', template: '%s · Kith' },
  applicationName: 'Kith',
  referrer: 'strict-origin-when-cross-origin',
  robots: { index: false, follow: false },
  formatDetection: { telephone: false, address: false, email: false, date: false },
  icons: { icon: { url: '/icon.svg', type: 'image/svg+xml' }, apple: '/icons/apple-180.png' },
  appleWebApp: { capable: true, title: 'Kith', statusBarStyle: 'default' },
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  interactiveWidget: 'resizes-content',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: themeColors.light },
    { media: '(prefers-color-scheme: dark)', color: themeColors.dark },
  ],
}

/** Asking for the headers also makes every page dynamic, which a nonce needs. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const request = await headers()
  const language = guessLanguage(request.get('accept-language'))
  const messages = await loadMessages(language)
  return (
    // The prelude sets attributes here before React looks.
    <html lang={language} suppressHydrationWarning>
      <head>
        <Prelude nonce={request.get('x-nonce') ?? undefined} />
      </head>
      <body>
        <I18nProvider language={language} messages={messages}>
          {children}
          <Overlays />
          <ThemeKeeper />
        </I18nProvider>
      </body>
    </html>
  )
}
