'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import type { WireError } from '#protocol/errors.ts'
import type { Input, OperationName, Output } from '#protocol/operations/index.ts'
import { useRefusalText } from './use-refusal-text.ts'

export interface Action {
  /** What is being done now, by the key it was started with. */
  busy: string | null
  /** Why the last thing was refused, and which it was. */
  refused: { key: string; text: string; error: WireError } | null
  /** Runs an operation; null where it was refused. One at a time: a second press does nothing. */
  run<N extends OperationName>(key: string, name: N, input: Input<N>): Promise<Output<N> | null>
  forget(): void
}

/** Buttons that ask the server: which of them is at work, and what to say beside the one that was refused. */
export function useAction(): Action {
  const engine = useEngine()
  const refusalText = useRefusalText()
  const [busy, setBusy] = useState<string | null>(null)
  const [refused, setRefused] = useState<Action['refused']>(null)
  const working = useRef(false)
  const mounted = useRef(true)
  useEffect(() => {
    mounted.current = true
    return () => {
      mounted.current = false
    }
  }, [])

  const run = useCallback(
    async <N extends OperationName>(key: string, name: N, input: Input<N>): Promise<Output<N> | null> => {
      if (working.current) return null
      working.current = true
      setBusy(key)
      setRefused(null)
      const answer = await engine.run(name, input)
      working.current = false
      if (mounted.current) setBusy(null)
      if (answer.ok) return answer.data
      const { error } = answer
      if (mounted.current) setRefused({ key, text: refusalText(error), error })
      return null
    },
    [engine, refusalText],
  )
  const forget = useCallback(() => setRefused(null), [])
  return { busy, refused, run, forget }
}
