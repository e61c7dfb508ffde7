'use client'
import { useEffect, useReducer } from 'react'
import { useEngine } from '#client/react/hooks.ts'

const everyMs = 10_000

/** The server's clock, looked at again every few seconds while something on screen ends by itself. */
export function useNow(running: boolean): number {
  const engine = useEngine()
  const [, look] = useReducer((count: number) => count + 1, 0)
  useEffect(() => {
    if (!running) return
    const timer = setInterval(look, everyMs)
    return () => clearInterval(timer)
  }, [running])
  return engine.serverNow()
}
