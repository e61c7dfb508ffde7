/** Where this browser remembers the theme. Apart from theme.ts, because the server renders the prelude. */
export const THEME_KEY = 'kith.theme'
/** The browser's own frame around the page; the same values as `--color-bg`. */
export const themeColors = { light: '#f4f5f4', dark: '#0f1211' } as const
