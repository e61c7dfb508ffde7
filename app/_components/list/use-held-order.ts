'use client'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { holdOrder } from './hold-order.ts'

/** A mouse that has not moved for this long is forgotten, not about to press. */
const FORGOTTEN_MS = 4000

/**
 * Keeps the order on screen while the pointer moves over the list or the keyboard is in it. Spread the handlers on
 * the list.
 */
export function useHeldOrder(ids: string[], holdable: boolean) {
  const [held, setHeld] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const before = useRef<string[]>([])
  const order = useMemo(
    () => (held && holdable ? holdOrder(before.current, ids) : ids),
    [held, holdable, ids],
  )
  useLayoutEffect(() => {
    before.current = order
  }, [order])
  useEffect(() => () => clearTimeout(timer.current), [])

  const letGo = () => {
    clearTimeout(timer.current)
    setHeld(false)
  }
  const handlers = {
    onPointerMove: (event: React.PointerEvent) => {
      if (event.pointerType !== 'mouse') return
      setHeld(true)
      clearTimeout(timer.current)
      timer.current = setTimeout(letGo, FORGOTTEN_MS)
    },
    onPointerLeave: letGo,
    onFocus: (event: React.FocusEvent) => {
      if (!event.target.matches(':focus-visible')) return
      clearTimeout(timer.current)
      setHeld(true)
    },
    onBlur: letGo,
  }
  return { order, handlers }
}
