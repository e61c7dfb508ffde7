import { type ReactNode, useEffect, useState } from 'react'
import type { Engine } from '../types.ts'
import { EngineContext } from './hooks.ts'

/**
 * Runs one engine (`create` must keep its identity) while it is mounted. Children are drawn when the local store was read: from then on every screen
 * has what the device knows, with or without a network.
 */
export function EngineProvider(props: {
  create: () => Promise<Engine>
  fallback: ReactNode
  children: ReactNode
}) {
  const { create, fallback, children } = props
  const [engine, setEngine] = useState<Engine | null>(null)
  useEffect(() => {
    let gone = false
    let made: Engine | null = null
    void create().then(ready => {
      if (gone) return void ready.stop()
      made = ready
      ready.start()
      setEngine(ready)
    })
    return () => {
      gone = true
      setEngine(null)
      void made?.stop()
    }
  }, [create])
  if (!engine) return fallback
  return <EngineContext value={engine}>{children}</EngineContext>
}
