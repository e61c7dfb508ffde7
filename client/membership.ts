import type { WireError } from '#protocol/errors.ts'
import { mayListMembers } from '#protocol/group-policy.ts'
import type { WriteTx } from './store/kv.ts'
import type { OutboxItem, StoredConversation } from './store/schema.ts'
import { isOpen } from './visible.ts'

/** I was in this group and am not any more: what I could see stays, and nothing moves. */
export function hasLeft({ row }: Pick<StoredConversation, 'row'>): boolean {
  return row.scene === 'group' && !isOpen(row.visible)
}

/** Why nothing can be written there any more, in the words the server refuses with; null where it can. */
export function closedBy(state: StoredConversation): WireError | null {
  if (state.group && state.group.dissolvedAt !== null)
    return { code: 'GONE', message: 'The group was dissolved.', details: { reason: 'group_dissolved' } }
  if (hasLeft(state))
    return {
      code: 'FORBIDDEN',
      message: 'You are not in this group.',
      details: { reason: 'not_a_member' },
    }
  return null
}

/**
 * What waits to be sent there fails at once. A message whose outcome is not known goes on: it may have been written
 * before, and the server still answers it with what it wrote.
 */
export async function failWaiting(tx: WriteTx, conversationId: string, error: WireError): Promise<void> {
  for (const item of await tx.getAll('outbox'))
    if (item.conversationId === conversationId && isUnwritten(item))
      tx.put('outbox', item.idClient, { ...item, status: 'fail', error, retryAt: undefined })
}

/** The server has no such message for sure: it never got it, or said so in its last answer. */
export function isUnwritten({ status, attempts, error }: OutboxItem): boolean {
  return status === 'queued' && (attempts === 0 || error !== null)
}

/** Whether I may see the whole list of members; undefined where the group is not known here yet. */
export function listsAll({
  group,
  member,
}: Pick<StoredConversation, 'group' | 'member'>): boolean | undefined {
  return group && member ? mayListMembers(member.role, group) : undefined
}

/** Under what rules a list would be loaded now: one that was loaded across a change of them may be a part only. */
export function rosterTerms({ group, member, rosterBreaks }: StoredConversation): string {
  return `${rosterBreaks} ${group?.rev} ${member?.rev}`
}
