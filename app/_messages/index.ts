/**
 * Every text of the screens, one file per area and language. English defines which keys exist; the other
 * languages are held to it by the compiler here and, with their arguments, by messages.test.ts.
 */
import type { Language } from '#app/_components/i18n/languages.ts'

export type Messages = typeof import('./en/index.ts').default

const load: Record<Language, () => Promise<{ default: Messages }>> = {
  en: () => import('./en/index.ts'),
  'zh-CN': () => import('./zh-CN/index.ts'),
}

/** The texts of one language. In the browser the other language is fetched only when somebody switches to it. */
export async function loadMessages(language: Language): Promise<Messages> {
  return (await load[language]()).default
}
