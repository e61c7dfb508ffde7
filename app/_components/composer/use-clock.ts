'use client'
import { useEffect, useReducer } from 'react'

const SECOND = 1000
const HOUR = 3_600_000
/** The longest a timer may wait. */
const MOST = 2 ** 31 - 1

/**
 * How long it still is (ms) until then, drawn anew every second of the last hour, every minute before, and once when
 * it is over; 0 from then on. Null has no end and is always 0.
 * @param now the clock that `until` is measured by
 */
export function useClock(until: number | null, now: () => number): number {
  const left = until === null ? 0 : Math.max(0, until - now())
  useWake(left <= 0 ? null : Math.min(left, left > HOUR ? 60 * SECOND : SECOND))
  return left
}

/** Whether that moment is still to come; drawn anew when it has come. */
export function useIsAhead(until: number | null, now: () => number): boolean {
  const left = until === null ? 0 : until - now()
  useWake(left <= 0 ? null : Math.min(left + 1, MOST))
  return left > 0
}

function useWake(afterMs: number | null) {
  const [, tick] = useReducer((count: number) => count + 1, 0)
  // After every drawing: each one is measured anew.
  useEffect(() => {
    if (afterMs === null) return
    const timer = setTimeout(tick, afterMs)
    return () => clearTimeout(timer)
  })
}
