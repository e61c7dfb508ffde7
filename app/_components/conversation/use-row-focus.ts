'use client'
import { type FocusEvent, type KeyboardEvent, type PointerEvent, type RefObject, useState } from 'react'
import type { TimelineItem } from './timeline-items.ts'

interface Options {
  items: readonly TimelineItem[]
  feed: RefObject<HTMLElement | null>
  scrollTo: (index: number) => void
}

/**
 * One tab stop for all messages: arrows, Home and End move between them, Enter goes to the links and buttons
 * inside, Escape back. Also knows the row that shows its buttons: under the mouse, or under the keyboard.
 */
export function useRowFocus({ items, feed, scrollTo }: Options) {
  const [focused, setFocused] = useState<string | null>(null)
  const [active, setActive] = useState<string | null>(null)
  const reachable =
    focused !== null && items.some(item => item.key === focused) ? focused : (items.at(-1)?.key ?? null)

  function focusSoon(key: string, tries = 5) {
    const row = feed.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)
    if (row) row.focus({ preventScroll: true })
    // A row out of sight exists only after the scroll.
    else if (tries > 0) requestAnimationFrame(() => focusSoon(key, tries - 1))
  }

  function move(from: number, step: number) {
    for (let at = from + step; at >= 0 && at < items.length; at += step) {
      const item = items[at]
      if (item?.kind !== 'row') continue
      scrollTo(at)
      setFocused(item.key)
      focusSoon(item.key)
      return
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLElement)) return
    const row = event.target.closest<HTMLElement>('[data-key]')
    if (!row) return
    const inside = event.target !== row
    const at = Number(row.dataset.index)
    const controls = [...row.querySelectorAll<HTMLElement>('a, button')]
    const steps: Record<string, () => void> = inside
      ? {
          Escape: () => row.focus(),
          ArrowRight: () => step(1),
          ArrowDown: () => step(1),
          ArrowLeft: () => step(-1),
          ArrowUp: () => step(-1),
        }
      : {
          ArrowUp: () => move(at, -1),
          ArrowDown: () => move(at, 1),
          Home: () => move(-1, 1),
          End: () => move(items.length, -1),
          Enter: () => controls[0]?.focus(),
        }
    const act = steps[event.key]
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()

    function step(by: number) {
      const now = controls.indexOf(event.target as HTMLElement)
      controls[(now + by + controls.length) % controls.length]?.focus()
    }
  }

  const keyOf = (target: EventTarget | null) =>
    target instanceof Element ? (target.closest<HTMLElement>('[data-key]')?.dataset.key ?? null) : null

  const handlers = {
    onKeyDown,
    onFocus: (event: FocusEvent) => {
      const key = keyOf(event.target)
      if (key === null) return
      setFocused(key)
      if (event.target.matches(':focus-visible')) setActive(key)
    },
    onBlur: () => setActive(null),
    onPointerOver: (event: PointerEvent) => {
      if (event.pointerType === 'mouse') setActive(keyOf(event.target))
    },
    onPointerLeave: () => setActive(null),
  }
  return { reachable, active, handlers }
}
