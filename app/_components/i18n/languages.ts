/** The languages the app speaks, each under its own name. */
export const languages = { en: 'English', 'zh-CN': '简体中文' } as const

export type Language = keyof typeof languages

export const isLanguage = (value: unknown): value is Language =>
  typeof value === 'string' && Object.hasOwn(languages, value)

/** Where this browser remembers the choice; the only other thing kept there is the theme. */
export const LANGUAGE_KEY = 'kith.language'

/** First guess for someone who has not chosen: the first of Accept-Language that we speak. */
export function guessLanguage(acceptLanguage: string | null | undefined): Language {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part, order) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const quality = parameters.map(p => /^\s*q=([\d.]+)/.exec(p)?.[1]).find(Boolean)
      return { tag, quality: quality === undefined ? 1 : Number(quality), order }
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality || a.order - b.order)
  for (const { tag } of wanted) {
    // Traditional readers follow simplified text more easily than English.
    if (tag === 'zh' || tag.startsWith('zh-')) return 'zh-CN'
    if (tag === 'en' || tag.startsWith('en-')) return 'en'
  }
  return 'en'
}
