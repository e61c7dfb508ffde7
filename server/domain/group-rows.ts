/**
 * The rows of groups as the outside sees them: the only way out of the database (I15). What of the list of members
 * somebody may know is decided here, for every path.
 */
import { and, asc, eq, gt, inArray, isNull, or } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { groups, type joinRequests, members } from '#db/schema/index.ts'
import type { Group, JoinRequest, Member, Role } from '#protocol/entities/group.ts'
import { mayListMembers } from '#protocol/group-policy.ts'
import type { MemberRow } from './present.ts'
import { stateAt } from './present-people.ts'

export type GroupRow = typeof groups.$inferSelect
export type JoinRequestRow = typeof joinRequests.$inferSelect

/** @param createdAt of its conversation */
export function presentGroup(row: GroupRow, createdAt: number): Group {
  return {
    id: row.id,
    title: row.title,
    avatar: row.avatar,
    announcement: row.announcement,
    joinMode: row.joinMode,
    history: row.history,
    inviteBy: row.inviteBy,
    editBy: row.editBy,
    mentionAllBy: row.mentionAllBy,
    membersVisible: row.membersVisible,
    muteAll: row.muteAll,
    slowModeSeconds: row.slowModeSeconds,
    recallSeconds: row.recallSeconds,
    createdAt,
    dissolvedAt: row.dissolvedAt,
    rev: row.rev,
  }
}

export function presentMember(row: MemberRow): Member {
  return {
    userId: row.userId,
    role: row.role,
    nickname: row.nickname,
    nicknamePinyin: row.nicknamePinyin,
    joinedAt: row.joinedAt,
    joinedVia: row.joinedVia,
    joinedBy: row.joinedBy,
    mutedUntil: row.mutedUntil,
    leftAt: row.leftAt,
    rev: row.rev,
  }
}

export function presentJoinRequest(row: JoinRequestRow, now: number): JoinRequest {
  return {
    id: row.id,
    conversationId: row.conversationId,
    userId: row.userId,
    inviterId: row.inviterId,
    text: row.text,
    state: stateAt(row.state, row.expiresAt, now),
    handledBy: row.handledBy,
    time: row.time,
    expiresAt: row.expiresAt,
  }
}

/** The group behind a conversation; null where it is none. */
export async function findGroup(db: Db, id: string): Promise<GroupRow | null> {
  const [row] = await db.select().from(groups).where(eq(groups.id, id))
  return row ?? null
}

/** Rows of these people, whether they are still there or not. */
export async function memberRows(
  db: Db,
  conversationId: string,
  userIds: readonly string[],
): Promise<MemberRow[]> {
  if (userIds.length === 0) return []
  return db
    .select()
    .from(members)
    .where(and(eq(members.conversationId, conversationId), inArray(members.userId, [...userIds])))
    .orderBy(asc(members.userId))
}

/** The owner and the admins. */
export async function managersOf(db: Db, conversationId: string): Promise<MemberRow[]> {
  return db
    .select()
    .from(members)
    .where(
      and(
        eq(members.conversationId, conversationId),
        isNull(members.leftAt),
        inArray(members.role, ['owner', 'admin']),
      ),
    )
    .orderBy(asc(members.userId))
}

/** A page of those who are in the group, by id, as far as this person may know them. */
export async function memberPage(
  db: Db,
  viewer: { userId: string; role: Role },
  group: Pick<GroupRow, 'id' | 'membersVisible'>,
  after: string | undefined,
  limit: number,
): Promise<MemberRow[]> {
  const known = mayListMembers(viewer.role, group)
    ? undefined
    : or(eq(members.managed, true), eq(members.userId, viewer.userId))
  return db
    .select()
    .from(members)
    .where(
      and(
        eq(members.conversationId, group.id),
        isNull(members.leftAt),
        known,
        after === undefined ? undefined : gt(members.userId, after),
      ),
    )
    .orderBy(asc(members.userId))
    .limit(limit)
}
