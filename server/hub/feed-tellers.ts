/**
 * How a change of a conversation's feed looks to each member: the row where they may see it, the bare number where
 * they may not. One encoding for all who see the same, however many sockets.
 */
import type { Message } from '#protocol/entities/message.ts'
import { isManager } from '#protocol/group-policy.ts'
import type { Update } from '#protocol/updates.ts'
import type { Audience } from '#server/domain/audience.ts'
import type { Change } from '#server/domain/changes.ts'
import { sees } from '#server/domain/visible.ts'
import type { Announced } from './announced.ts'

type Of<K extends Change['kind']> = Extract<Change, { kind: K }>
/** A change of a conversation's feed. */
export type FeedChange = Of<'message' | 'group' | 'member'>

/** To the sockets of these people on this node. */
export type EmitTo = (
  userIds: string[],
  exceptSocket: string | undefined,
  name: string,
  payload: object,
) => void

/** Tells a change to the members it was decided for. */
export function createFeedTeller(
  emitTo: EmitTo,
  announced: Announced,
): (change: FeedChange, audience: Audience | null) => void {
  function tellMessage(
    { conversationId, rev, message, exceptSocket }: Of<'message'>,
    audience: Audience | null,
  ): void {
    const seeing: string[] = []
    const others: string[] = []
    for (const member of audience?.members ?? [])
      (sees(member, message.seq) ? seeing : others).push(member.userId)
    const row: Update<'message'> = { conversationId, rev, message }
    const bare: Update<'rev'> = { conversationId, rev }
    emitTo(seeing, exceptSocket, 'message', row)
    emitTo(others, exceptSocket, 'rev', bare)
  }

  /** Where the list is not shown to all, each gets the rows they may know. */
  function tellMembers(change: Of<'member'>, audience: Audience | null): void {
    const { members, openTo } = change
    if (!openTo) {
      tellRows(change, idsOf(audience), members)
      return
    }
    const ordinary = (audience?.members ?? []).filter(one => !isManager(one.role)).map(one => one.userId)
    const about = new Set(members.map(row => row.userId))
    const known = new Set(ordinary)
    tellRows(
      change,
      idsOf(audience).filter(userId => !known.has(userId)),
      members,
    )
    tellRows(
      change,
      ordinary.filter(userId => !about.has(userId)),
      members.filter(row => openTo.has(row.userId)),
    )
    for (const userId of ordinary.filter(one => about.has(one)))
      tellRows(
        change,
        [userId],
        members.filter(row => openTo.has(row.userId) || row.userId === userId),
      )
  }

  function tellRows(
    { conversationId, rev }: Of<'member'>,
    userIds: string[],
    members: Of<'member'>['members'],
  ): void {
    const update: Update<'member'> = { conversationId, rev, members }
    const bare: Update<'rev'> = { conversationId, rev }
    if (members.length > 0) emitTo(userIds, undefined, 'member', update)
    else emitTo(userIds, undefined, 'rev', bare)
  }

  return (change, audience) => {
    const { conversationId, rev } = change
    if (change.kind === 'message') tellMessage(change, audience)
    else if (change.kind === 'member') tellMembers(change, audience)
    else {
      const update: Update<'group'> = { conversationId, rev, group: change.group }
      emitTo(idsOf(audience), undefined, 'group', update)
    }
    announced.note(conversationId, rev)
  }
}

/** A line as it was written, not one that changed since. */
export function isNew(message: Message): boolean {
  return message.editedAt === undefined && message.recalledAt === undefined
}

const idsOf = (audience: Audience | null) => (audience?.members ?? []).map(member => member.userId)
