'use client'
import { type MouseEvent, type PointerEvent, useRef } from 'react'
import { type MenuItem, openMenu } from './menu.ts'

const HOLD_MS = 350
const SLIP_PX = 10
/** Windows sends the event when the button goes up again. */
const SLOWEST_PRESS_MS = 2000

interface Options {
  label: string
  items: () => MenuItem[] | Promise<MenuItem[]>
}

/**
 * A menu for right click, long press, Shift+F10 and the menu key. Spread the handlers on the element; they make
 * nothing until it opens. The element should also carry the class `pressable`, which keeps a long press from
 * selecting its text.
 */
export function useContextMenu({ label, items }: Options) {
  const held = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null)
  const opened = useRef(false)
  const pressedAt = useRef(Number.NEGATIVE_INFINITY)

  function drop() {
    if (held.current) clearTimeout(held.current.timer)
    held.current = null
  }

  return {
    onContextMenu(event: MouseEvent<HTMLElement>) {
      event.preventDefault()
      drop()
      // Android sends this as well at the end of the long press that has just opened the menu.
      if (opened.current) return
      // Browsers do not agree on how the keyboard's event looks, but no pointer went down before it.
      const byKey = event.timeStamp - pressedAt.current > SLOWEST_PRESS_MS
      const target = event.target instanceof HTMLElement ? event.target : event.currentTarget
      openMenu({ label, items: items(), at: byKey ? target : { x: event.clientX, y: event.clientY }, byKey })
    },
    onPointerDown(event: PointerEvent<HTMLElement>) {
      drop()
      opened.current = false
      pressedAt.current = event.timeStamp
      if (event.pointerType !== 'touch' || !event.isPrimary) return
      const { clientX: x, clientY: y } = event
      const timer = setTimeout(() => {
        held.current = null
        opened.current = true
        ignoreLift()
        navigator.vibrate?.(10)
        openMenu({ label, items: items(), at: { x, y } })
      }, HOLD_MS)
      held.current = { timer, x, y }
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const start = held.current
      if (start && Math.hypot(event.clientX - start.x, event.clientY - start.y) > SLIP_PX) drop()
    },
    onPointerUp: drop,
    onPointerCancel: drop,
    onClickCapture(event: MouseEvent<HTMLElement>) {
      // The finger that held is lifted: that is no tap on the row.
      if (!opened.current) return
      opened.current = false
      event.preventDefault()
      event.stopPropagation()
    },
  }
}

/** The finger that opened the menu is still down: its lifting must not count as a press outside the menu. */
function ignoreLift() {
  const lifted = new AbortController()
  const swallow = (event: Event) => {
    event.stopImmediatePropagation()
    if (event.type !== 'touchend') return
    // No click follows either.
    event.preventDefault()
    lifted.abort()
  }
  for (const type of ['pointerup', 'touchend']) {
    addEventListener(type, swallow, { capture: true, passive: false, signal: lifted.signal })
  }
  addEventListener('touchcancel', () => lifted.abort(), { signal: lifted.signal })
}
