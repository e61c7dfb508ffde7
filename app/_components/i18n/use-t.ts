'use client'
import type {} from 'use-intl'
import type { Messages } from '#app/_messages/index.ts'
import type { Language } from './languages.ts'

declare module 'use-intl' {
  interface AppConfig {
    Locale: Language
    Messages: Messages
  }
}

/**
 * Texts of one area: `const t = useT('chat')`, then `t('send')`, `t('memberCount', { count })`, and
 * `t.rich('…', { b: chunks => <b>{chunks}</b> })`. Keys are checked by the compiler.
 */
export { useTranslations as useT } from 'use-intl/react'
