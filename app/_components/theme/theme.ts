'use client'
/**
 * The theme: `system` leaves the choice to CSS (`color-scheme: light dark`), the others set `data-theme` on the
 * page. The prelude has set it before the first paint; this keeps it level with the choice, in every tab.
 */
import { useSyncExternalStore } from 'react'
import { recall, remember } from './remembered.ts'
import { THEME_KEY, themeColors } from './theme-key.ts'

export type Theme = 'system' | 'light' | 'dark'

const listeners = new Set<() => void>()
let current: Theme | undefined

const read = (): Theme => {
  const stored = recall(THEME_KEY)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

export const getTheme = (): Theme => {
  current ??= read()
  return current
}

export function setTheme(theme: Theme): void {
  remember(THEME_KEY, theme === 'system' ? null : theme)
  show(theme)
}

function show(theme: Theme) {
  current = theme
  const page = document.documentElement
  if (theme === 'system') delete page.dataset.theme
  else page.dataset.theme = theme
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const own = meta.media.includes('dark') ? 'dark' : 'light'
    meta.content = themeColors[theme === 'system' ? own : theme]
  }
  for (const listener of listeners) listener()
}

function onStorage(event: StorageEvent) {
  if (event.key === THEME_KEY || event.key === null) show(read())
}

function subscribe(listener: () => void) {
  if (listeners.size === 0) addEventListener('storage', onStorage)
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) removeEventListener('storage', onStorage)
  }
}

/** The chosen theme and the way to change it. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  return [useSyncExternalStore(subscribe, getTheme, () => 'system' as const), setTheme]
}
