'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useConnection, useEngine } from '#client/react/hooks.ts'
import type { GroupPreview } from '#protocol/entities/group.ts'
import type { WireError } from '#protocol/errors.ts'

/** The way in that a link names. */
export type Way = { code: string } | { conversationId: string }

export interface Preview {
  group: GroupPreview | null
  /** Why it could not be had. */
  error: WireError | null
  reload: () => void
}

/** What may be known of a group before one is in it, asked anew with every connection. */
export function usePreview(way: Way): Preview {
  const engine = useEngine()
  const live = useConnection().state === 'live'
  const [group, setGroup] = useState<GroupPreview | null>(null)
  const [error, setError] = useState<WireError | null>(null)
  const turn = useRef(0)
  const [kind, value] = 'code' in way ? (['code', way.code] as const) : (['id', way.conversationId] as const)

  const reload = useCallback(async () => {
    const mine = ++turn.current
    const input = kind === 'code' ? { code: value } : { conversationId: value }
    const answer = await engine.run('group:preview', input)
    if (mine !== turn.current) return
    if (answer.ok) setGroup(answer.data.group)
    setError(answer.ok ? null : answer.error)
  }, [engine, kind, value])

  useEffect(() => {
    if (live) void reload()
  }, [live, reload])

  return { group, error, reload: () => void reload() }
}
