/**
 * The writes every change of a group is made of: rows of members under one `rev`, the group's own row, a line that
 * tells of it, an entry in the log. All under the conversation's lock; rows come before the line that tells of them.
 */
import { and, eq, inArray } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Transaction } from '#db/client.ts'
import { groupLog, groups, members } from '#db/schema/index.ts'
import type { Group } from '#protocol/entities/group.ts'
import { isManager } from '#protocol/group-policy.ts'
import { nextRev } from './counters.ts'
import { type GroupRow, presentGroup, presentMember } from './group-rows.ts'
import type { MemberRow } from './present.ts'
import type { Tell } from './transaction.ts'

/** A transaction that changes a group. */
export interface Changing {
  tx: Transaction
  tell: Tell
  now: number
  /** As it stood under the lock; `changeGroup` moves it on. */
  group: GroupRow
}

/** Changes rows of these people in the group and tells the members. */
export async function changeMembers(
  { tx, tell, now, group }: Changing,
  userIds: readonly string[],
  values: Partial<MemberRow>,
): Promise<MemberRow[]> {
  const { rev, membersRev } = await nextRev(tx, group.id, now, 'members')
  const rows = await tx
    .update(members)
    .set({ ...values, rev })
    .where(and(eq(members.conversationId, group.id), inArray(members.userId, [...userIds])))
    .returning()
  tellMembers(tell, group, { rev, membersRev }, rows)
  return rows
}

/** Tells the members of rows that have this `rev`. */
export function tellMembers(
  tell: Tell,
  group: Pick<GroupRow, 'id' | 'membersVisible'>,
  at: { rev: number; membersRev: number },
  rows: readonly MemberRow[],
): void {
  tell({
    kind: 'member',
    conversationId: group.id,
    ...at,
    members: rows.map(presentMember),
    openTo: group.membersVisible ? undefined : openRows(rows),
  })
}

/** Rows that everybody in the group may know, also where the list is not shown. */
export function openRows(rows: readonly MemberRow[]): Set<string> {
  return new Set(rows.filter(row => row.managed || isManager(row.role)).map(row => row.userId))
}

/**
 * Changes the group's row and tells the members.
 * @param values what it becomes under this `rev`
 */
export async function changeGroup(
  changing: Changing,
  values: Partial<GroupRow> | ((rev: number) => Partial<GroupRow>),
): Promise<Group> {
  const { tx, tell, now, group } = changing
  const { rev, membersRev, createdAt } = await nextRev(tx, group.id, now, 'change')
  const [row] = await tx
    .update(groups)
    .set({ ...(typeof values === 'function' ? values(rev) : values), rev })
    .where(eq(groups.id, group.id))
    .returning()
  if (!row) throw new Error('A group vanished under its lock')
  changing.group = row
  const shown = presentGroup(row, createdAt)
  tell({ kind: 'group', conversationId: group.id, rev, membersRev, group: shown })
  return shown
}

/** How many are in it: no change that members are told of, for they have the rows. */
export async function countMembers(changing: Changing, change: number): Promise<void> {
  const memberCount = changing.group.memberCount + change
  await changing.tx.update(groups).set({ memberCount }).where(eq(groups.id, changing.group.id))
  changing.group = { ...changing.group, memberCount }
}

/** What the owner and the admins can read up later. */
export async function logAction(
  { tx, now, group }: Changing,
  actorId: string,
  action: string,
  targets: readonly string[] = [],
  value?: unknown,
): Promise<void> {
  await tx.insert(groupLog).values({
    id: uuidv7(),
    conversationId: group.id,
    time: now,
    actorId,
    action,
    targets: [...targets],
    value: value ?? null,
  })
}
