/**
 * Texts of screens that are fetched when they are opened: they come beside the code of those screens, and no first
 * page carries them. Held together as the others are (index.ts).
 */
import type { Language } from '#app/_components/i18n/languages.ts'

export type LateMessages = typeof import('./en/late.ts').default

const load: Record<Language, () => Promise<{ default: LateMessages }>> = {
  en: () => import('./en/late.ts'),
  'zh-CN': () => import('./zh-CN/late.ts'),
}

export async function loadLateMessages(language: Language): Promise<LateMessages> {
  return (await load[language]()).default
}
