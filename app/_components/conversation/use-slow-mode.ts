'use client'
import { useMemo } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import type { ConversationView, TimelineRow } from '#client/types.ts'
import { isManager } from '#protocol/group-policy.ts'

/** When slow mode lets my next message through (server clock); null where it holds nothing back. */
export function useSlowMode(
  { group, member }: ConversationView,
  rows: readonly TimelineRow[],
): number | null {
  const engine = useEngine()
  const seconds = !group || !member || isManager(member.role) ? 0 : group.slowModeSeconds
  return useMemo(() => {
    if (seconds === 0) return null
    const last = rows.findLast(
      row => row.kind === 'message' && row.flow === 'out' && row.message.type !== 'notification',
    )
    const until = last?.kind === 'message' ? last.message.time + seconds * 1000 : 0
    return until > engine.serverNow() ? until : null
  }, [rows, seconds, engine])
}
