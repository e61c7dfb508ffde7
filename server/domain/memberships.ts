/**
 * Coming into a group and going out of it, whichever way: what a member may see opens and closes with the line that
 * tells of it (protocol.md, "What a member may see"). Callers hold the conversation's lock and have judged the right.
 */
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Transaction } from '#db/client.ts'
import { groupInvites, members } from '#db/schema/index.ts'
import type { HistoryForNew, JoinedVia } from '#protocol/entities/group.ts'
import type { Limits } from '#protocol/limits.ts'
import { nextRev } from './counters.ts'
import { appendNotification, type Line } from './direct.ts'
import { memberRows } from './group-rows.ts'
import { type Changing, countMembers, tellMembers } from './group-writes.ts'
import { settleRequestsOf } from './join-requests.ts'
import { nextUserRevs, tellOwnRows } from './own-rows.ts'
import type { MemberRow } from './present.ts'
import { refuse } from './refusal.ts'
import { closedAt, withInterval } from './visible.ts'

/** The first seq of the old part a newcomer sees, where `recent` is set. */
const recentLines = 100

/** How people come in. */
export interface Way {
  via: JoinedVia
  by: string | null
}

/**
 * Lets these people in, who are not members now; whoever was one before comes back to their own row.
 * @param owner one of them who owns the group from the start
 * @throws group_full
 */
export async function admit(
  changing: Changing,
  userIds: readonly string[],
  { via, by }: Way,
  line: Line,
  limits: Limits,
  owner?: string,
): Promise<void> {
  const { tx, tell, now, group } = changing
  if (limits.groupMembers > 0 && group.memberCount + userIds.length > limits.groupMembers)
    throw refuse('group_full', { limit: limits.groupMembers })
  const at = await nextRev(tx, group.id, now, 'members')
  const lineSeq = at.seq + 1
  const userRevs = await nextUserRevs(tx, userIds, now)
  const before = new Map((await memberRows(tx, group.id, userIds)).map(row => [row.userId, row]))
  const opened = { from: firstSeen(group.history, lineSeq), to: null }
  const rows = userIds.map(userId => ({
    conversationId: group.id,
    userId,
    joinedAt: now,
    joinedVia: via,
    joinedBy: by,
    role: userId === owner ? ('owner' as const) : ('member' as const),
    managed: (before.get(userId)?.managed ?? false) || userId === owner,
    visible: withInterval(before.get(userId)?.visible ?? [], opened),
    // What was said before somebody came is nothing they have still to read.
    readSeq: Math.max(before.get(userId)?.readSeq ?? 0, lineSeq),
    rev: at.rev,
    userRev: userRevs.get(userId)!,
  }))
  await writeMembers(tx, rows)
  await countMembers(changing, userIds.length)
  // Of a new group nobody holds anything: they all pull it whole.
  if (owner === undefined) tellMembers(tell, group, at, await memberRows(tx, group.id, userIds))
  await settleRequestsOf(changing, userIds, by)
  await appendNotification(tx, tell, now, group.id, line)
  await tellOwnRows(tx, tell, group.id, userIds)
}

function firstSeen(history: HistoryForNew, lineSeq: number): number {
  if (history === 'all') return 1
  return history === 'recent' ? Math.max(1, lineSeq - recentLines) : lineSeq
}

/** Rows in one statement each thousand: a parameter list has an end. */
async function writeMembers(tx: Transaction, rows: (typeof members.$inferInsert)[]): Promise<void> {
  const excluded = (column: string) => sql.raw(`excluded.${column}`)
  for (let at = 0; at < rows.length; at += 1000) {
    await tx
      .insert(members)
      .values(rows.slice(at, at + 1000))
      .onConflictDoUpdate({
        target: [members.conversationId, members.userId],
        // A mute outlasts going and coming back; being let in ends having been kept out.
        set: {
          joinedAt: excluded('joined_at'),
          joinedVia: excluded('joined_via'),
          joinedBy: excluded('joined_by'),
          visible: excluded('visible'),
          readSeq: excluded('read_seq'),
          rev: excluded('rev'),
          userRev: excluded('user_rev'),
          role: 'member',
          leftAt: null,
          leaveRev: null,
          leftTitle: null,
          hiddenSeq: null,
          banned: false,
        },
      })
  }
}

/** Lets these members go, and closes what they may see with the line that tells of it. */
export async function dismiss(
  changing: Changing,
  userIds: readonly string[],
  values: Pick<Partial<MemberRow>, 'banned'>,
  line: Line,
): Promise<void> {
  const { tx, tell, now, group } = changing
  const at = await nextRev(tx, group.id, now, 'members')
  const userRevs = await nextUserRevs(tx, userIds, now)
  const told = { seq: at.seq + 1, rev: at.rev + 1 }
  const rows: MemberRow[] = []
  for (const row of await memberRows(tx, group.id, userIds)) {
    const [gone] = await tx
      .update(members)
      .set({
        ...values,
        role: 'member',
        leftAt: now,
        leftTitle: group.title,
        visible: closedAt(row.visible, told.seq),
        leaveRev: told.rev,
        rev: at.rev,
        userRev: userRevs.get(row.userId)!,
      })
      .where(and(eq(members.conversationId, group.id), eq(members.userId, row.userId)))
      .returning()
    if (gone) rows.push(gone)
  }
  await countMembers(changing, -rows.length)
  tellMembers(tell, group, at, rows)
  await appendNotification(tx, tell, now, group.id, line)
  await tellOwnRows(tx, tell, group.id, userIds)
}

/** Links of people who were made to go let nobody in any more. */
export async function revokeInvitesOf(
  { tx, now, group }: Changing,
  userIds: readonly string[],
): Promise<void> {
  await tx
    .update(groupInvites)
    .set({ revokedAt: now })
    .where(
      and(
        eq(groupInvites.conversationId, group.id),
        inArray(groupInvites.createdBy, [...userIds]),
        isNull(groupInvites.revokedAt),
      ),
    )
}
