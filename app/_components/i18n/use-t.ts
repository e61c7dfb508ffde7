'use client'
import type {} from 'use-intl'
import type { Messages } from '#app/_messages/index.ts'
import type { LateMessages } from '#app/_messages/late.ts'
import type { Language } from './languages.ts'

declare module 'use-intl' {
  interface AppConfig {
    Locale: Language
    /** The late ones only below `LateTexts`. */
    Messages: Messages & LateMessages
  }
}

/**
 * Texts of one area: `const t = useT('chat')`, then `t('send')`, `t('memberCount', { count })`, and
 * `t.rich('…', { b: chunks => <b>{chunks}</b> })`. Keys are checked by the compiler.
 */
export { useTranslations as useT } from 'use-intl/react'
