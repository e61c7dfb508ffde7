'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useConnection, useEngine } from '#client/react/hooks.ts'
import type { LogEntry } from '#protocol/entities/group.ts'
import { useRefusalText } from '../../ui/use-refusal-text.ts'

const pageLength = 50

export interface Log {
  /** Newest first; undefined until it was asked for once. */
  entries: LogEntry[] | undefined
  /** There are older ones. */
  more: boolean
  busy: boolean
  failed: string | null
  loadOlder: () => void
  reload: () => void
}

/** The book of a group, page by page. It is not on the device: whoever is offline cannot read it. */
export function useLog(conversationId: string): Log {
  const engine = useEngine()
  const refusalText = useRefusalText()
  const live = useConnection().state === 'live'
  const [{ entries, next }, setPages] = useState<{ entries?: LogEntry[]; next?: string | undefined }>({})
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<string | null>(null)
  const turn = useRef(0)

  const load = useCallback(
    async (before: string | undefined) => {
      const mine = ++turn.current
      setBusy(true)
      const input = { conversationId, limit: pageLength, ...(before !== undefined && { before }) }
      const answer = await engine.run('group:log', input)
      if (mine !== turn.current) return
      setBusy(false)
      setFailed(answer.ok ? null : refusalText(answer.error))
      if (!answer.ok) return
      const page = answer.data
      setPages(known => ({
        entries: before === undefined ? page.entries : [...(known.entries ?? []), ...page.entries],
        next: page.next,
      }))
    },
    [engine, conversationId, refusalText],
  )

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new connection is a reason to ask
  useEffect(() => void load(undefined), [load, live])

  return {
    entries,
    more: next !== undefined,
    busy,
    failed,
    loadOlder: () => void load(next),
    reload: () => void load(undefined),
  }
}
