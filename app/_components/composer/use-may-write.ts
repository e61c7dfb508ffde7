'use client'
import { useEngine, usePerson } from '#client/react/hooks.ts'
import type { Conversation } from '#protocol/entities/conversation.ts'
import type { Reason } from '#protocol/errors.ts'
import { refuseDirectWrite } from '#protocol/policy.ts'

/**
 * Why nothing can be written here, as far as this device may know; null where the server should be asked. The
 * other's own list and block are their secret, so only the answer to a message tells of them.
 */
export function useMayWrite({ to }: Pick<Conversation, 'to'>): Reason | null {
  const engine = useEngine()
  const { user, friend } = usePerson(to)
  return refuseDirectWrite({
    self: to === engine.userId,
    // Not known yet is no refusal.
    iList: friend?.listed ?? true,
    listsMe: true,
    iBlock: friend?.blocked ?? false,
    blocksMe: false,
    otherGone: user?.deleted ?? false,
  })
}
