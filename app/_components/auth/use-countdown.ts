'use client'
import { useCallback, useEffect, useState } from 'react'

/** Whole seconds until a moment that is set by `start(ms)`; 0 before and after. */
export function useCountdown(): { seconds: number; start: (ms: number) => void } {
  const [end, setEnd] = useState(0)
  const [now, setNow] = useState(0)
  const start = useCallback((ms: number) => {
    const present = Date.now()
    setNow(present)
    setEnd(present + ms)
  }, [])
  useEffect(() => {
    if (end <= now) return
    // To the full second, so that no number is skipped when timers are late.
    const timer = setTimeout(() => setNow(Date.now()), (end - now) % 1000 || 1000)
    return () => clearTimeout(timer)
  }, [end, now])
  return { seconds: Math.max(0, Math.ceil((end - now) / 1000)), start }
}
