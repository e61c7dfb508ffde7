'use client'
import { type MouseEvent, type PointerEvent, useEffect, useRef } from 'react'

const HOLD_MS = 350
const SLIP_PX = 10

/** Hears a finger held still on something. Spread the handlers on what holds it; the click that follows is none. */
export function useLongPress(onHold: (target: EventTarget) => void) {
  const down = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null)
  const held = useRef(false)
  useEffect(() => () => clearTimeout(down.current?.timer), [])

  function drop() {
    clearTimeout(down.current?.timer)
    down.current = null
  }

  const handlers = {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      drop()
      held.current = false
      if (event.pointerType !== 'touch' || !event.isPrimary) return
      const { clientX: x, clientY: y, target } = event
      const timer = setTimeout(() => {
        down.current = null
        held.current = true
        navigator.vibrate?.(10)
        onHold(target)
      }, HOLD_MS)
      down.current = { timer, x, y }
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const start = down.current
      if (start && Math.hypot(event.clientX - start.x, event.clientY - start.y) > SLIP_PX) drop()
    },
    onPointerUp: drop,
    onPointerCancel: drop,
    onClickCapture(event: MouseEvent<HTMLElement>) {
      if (!held.current) return
      held.current = false
      event.preventDefault()
      event.stopPropagation()
    },
  }
  return { handlers, held: () => held.current }
}
