'use client'
import type { KeyboardEvent } from 'react'
import type { Selection } from './use-selection.ts'

/** Whose row something is in. */
export const memberOf = (target: EventTarget | null): string | null =>
  target instanceof Element ? (target.closest<HTMLElement>('[data-member]')?.dataset.member ?? null) : null

interface Grid {
  ids: readonly string[]
  selection: Selection
  may: (userId: string) => boolean
  rowsPerPage: () => number
  onMove: (index: number, id: string) => void
  onPerson: (userId: string) => void
}

/** What the keys do in the grid of members; for `onKeyDown` of what holds its rows. */
export function useGridKeys({ ids, selection, may, rowsPerPage, onMove, onPerson }: Grid) {
  function move(from: string, at: number, key: string, extend: boolean): boolean {
    const last = ids.length - 1
    const to = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: Math.min(last, at + rowsPerPage()),
      PageUp: Math.max(0, at - rowsPerPage()),
      Home: 0,
      End: last,
    }[key]
    if (to === undefined) return false
    const id = ids[to]
    if (id === undefined) return true
    // The first step of a stretch begins where one stands.
    if (extend && !selection.ids.has(from)) selection.toggle(from)
    if (extend) selection.extendTo(id)
    onMove(to, id)
    return true
  }

  function act(id: string, event: KeyboardEvent<HTMLElement>): boolean {
    const { key, shiftKey, target } = event
    const mod = event.ctrlKey || event.metaKey
    if (!mod && !event.altKey && move(id, ids.indexOf(id), key, shiftKey)) return true
    if (key === ' ' && !(target instanceof HTMLButtonElement)) {
      if (shiftKey) selection.extendTo(id)
      else selection.toggle(id)
      return true
    }
    if (key === 'a' && mod && ids.some(may)) {
      selection.setAll(ids)
      return true
    }
    if (key === 'Escape' && selection.ids.size > 0) {
      event.stopPropagation()
      selection.clear()
      return true
    }
    // On a button inside, Enter is the button's.
    if (key === 'Enter' && target instanceof HTMLElement && target.dataset.member) {
      onPerson(id)
      return true
    }
    return false
  }

  return (event: KeyboardEvent<HTMLElement>): void => {
    const id = memberOf(event.target)
    if (id && !event.nativeEvent.isComposing && act(id, event)) event.preventDefault()
  }
}
