import type { MetadataRoute } from 'next'
import { headers } from 'next/headers'
import { loadMessages } from '#app/_messages/index.ts'
import { guessLanguage } from './_components/i18n/languages.ts'
import { themeColors } from './_components/theme/theme-key.ts'

/** What an installed Kith is called and where its shortcuts lead, in the browser's language. */
export default async function manifest(): Promise<MetadataRoute.Manifest> {
  const language = guessLanguage((await headers()).get('accept-language'))
  const { common } = await loadMessages(language)
  return {
    id: '/',
    start_url: '/',
    scope: '/',
    name: common.appName,
    short_name: common.appName,
    description: common.tagline,
    lang: language,
    dir: 'auto',
    display: 'standalone',
    background_color: themeColors.light,
    theme_color: themeColors.light,
    categories: ['social', 'communication'],
    icons: [
      { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
      { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
    shortcuts: [
      { name: common.nav.messages, url: '/conversations' },
      { name: common.nav.contacts, url: '/friends' },
      { name: common.nav.settings, url: '/settings' },
    ],
  }
}
