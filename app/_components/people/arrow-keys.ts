import type { KeyboardEvent } from 'react'

/**
 * Up, down, Home and End move the focus through the rows of a list (elements with `data-row`); for `onKeyDown` of
 * what holds them. From a search field only the arrow down leads in.
 */
export function moveThroughRows(event: KeyboardEvent<HTMLElement>): void {
  if (event.nativeEvent.isComposing || event.altKey || event.ctrlKey || event.metaKey) return
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')]
  const at = rows.indexOf(document.activeElement as HTMLElement)
  const typing = document.activeElement instanceof HTMLInputElement
  if (at === -1 && !(typing && event.key === 'ArrowDown')) return
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key]
  if (to === undefined) return
  event.preventDefault()
  if (to < 0) event.currentTarget.querySelector<HTMLElement>('input[type=search]')?.focus()
  else rows[Math.min(to, rows.length - 1)]?.focus()
}
