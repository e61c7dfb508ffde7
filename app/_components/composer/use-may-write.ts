'use client'
import { useEngine, usePerson } from '#client/react/hooks.ts'
import type { ConversationView } from '#client/types.ts'
import type { Reason } from '#protocol/errors.ts'
import { refuseGroupWrite } from '#protocol/group-policy.ts'
import { refuseDirectWrite } from '#protocol/policy.ts'
import { peerOf } from '../conversation/use-names.ts'
import { useIsAhead } from './use-clock.ts'

export interface WritingRefused {
  reason: Reason
  /** When one who is muted may write again; null: as long as all are muted. */
  until?: number | null
}

/**
 * Why nothing can be written here, as far as this device may know; null where the server should be asked. The
 * other's own list and block are their secret, so only the answer to a message tells of them.
 */
export function useMayWrite(conversation: ConversationView): WritingRefused | null {
  const engine = useEngine()
  const { user, friend } = usePerson(peerOf(conversation))
  const { scene, to, group, member, left, dissolved } = conversation
  const mutedUntil = member?.mutedUntil ?? null
  useIsAhead(mutedUntil, engine.serverNow)
  if (scene === 'group') {
    const refusal = refuseGroupWrite(
      {
        left,
        dissolved,
        // Not known yet is no refusal.
        role: member?.role ?? 'owner',
        mutedUntil,
        muteAll: group?.muteAll ?? false,
        // Slow mode keeps nobody from writing, only from sending at once.
        slowModeSeconds: 0,
        lastSentAt: null,
      },
      engine.serverNow(),
    )
    return refusal?.reason === 'slow_mode' ? null : refusal
  }
  const reason = refuseDirectWrite({
    self: to === engine.userId,
    // Not known yet is no refusal.
    iList: friend?.listed ?? true,
    listsMe: true,
    iBlock: friend?.blocked ?? false,
    blocksMe: false,
    otherGone: user?.deleted ?? false,
  })
  return reason === null ? null : { reason }
}
