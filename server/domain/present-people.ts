/**
 * People, what stands between them, notices and sessions: row → entity, the only way out of the database (I15).
 * A request past its time is presented as expired, whatever the stored state says, so nobody has to sweep.
 */
import { and, asc, desc, eq, gt, inArray, sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { friendRequests, friendships, notices, type sessions, users } from '#db/schema/index.ts'
import { defaultSettings } from '#protocol/defaults.ts'
import type { Friend, FriendRequest, RequestState } from '#protocol/entities/friendship.ts'
import type { Notice } from '#protocol/entities/notice.ts'
import type { Account, Session, User } from '#protocol/entities/user.ts'
import { placeOf } from './addresses.ts'
import { notFound } from './refusal.ts'

export type UserRow = typeof users.$inferSelect
export type FriendshipRow = typeof friendships.$inferSelect
export type RequestRow = typeof friendRequests.$inferSelect
export type NoticeRow = typeof notices.$inferSelect
export type SessionRow = typeof sessions.$inferSelect

/** Deleted, or waiting for it: others see nobody there any more (I24). */
export function isGone(user: Pick<UserRow, 'deleteAt' | 'deletedAt'>): boolean {
  return user.deletedAt !== null || user.deleteAt !== null
}

/** A person as others see them. */
export function presentUser(row: UserRow): User {
  if (!isGone(row)) return presentProfile(row)
  return { id: row.id, username: '', displayName: '', avatar: null, bio: '', pinyin: '', deleted: true }
}

function presentProfile(row: UserRow): User {
  const { id, username, displayName, bio, pinyin } = row
  return { id, username, displayName, avatar: null, bio, pinyin, deleted: false }
}

/** The account as its owner sees it. */
export function presentAccount(row: UserRow): Account {
  const { admin, deleteAt, settingsRev } = row
  // A setting younger than the account stands at its default.
  const settings = { ...defaultSettings, ...row.settings }
  return { user: presentProfile(row), settings, admin, deleteAt, userRev: settingsRev }
}

export function presentSession(row: SessionRow, currentId: string): Session {
  const { id, kind, deviceName, createdAt, lastActiveAt } = row
  return {
    id,
    kind,
    deviceName,
    place: placeOf(row.address),
    createdAt,
    lastActiveAt,
    current: id === currentId,
  }
}

export function presentRequest(row: RequestRow, now: number): FriendRequest {
  const { id, greeting, time, expiresAt } = row
  const state = stateAt(row.state, expiresAt, now)
  return { id, from: row.fromId, to: row.toId, greeting, state, time, expiresAt }
}

/** @param outgoing the newest request of mine to them; @param incoming the newest of theirs that I may know of */
function presentFriend(
  row: FriendshipRow,
  outgoing: RequestRow | undefined,
  incoming: RequestRow | undefined,
  now: number,
): Friend {
  const { listed, remark, remarkPinyin, blocked, since, userRev } = row
  return {
    userId: row.otherId,
    listed,
    remark,
    remarkPinyin,
    blocked,
    since,
    outgoing: outgoing ? presentRequest(outgoing, now) : null,
    incoming: incoming ? presentRequest(incoming, now) : null,
    userRev,
  }
}

export function presentNotice(row: NoticeRow, now: number): Notice {
  const { time, type, scene, content, handledBy, readAt, userRev } = row
  const expiresAt = typeof content.expiresAt === 'number' ? content.expiresAt : Number.POSITIVE_INFINITY
  return {
    msgId: row.id,
    time,
    type,
    from: row.fromId,
    to: row.userId,
    scene,
    content,
    custom: row.custom ?? null,
    state: row.state && stateAt(row.state, expiresAt, now),
    handledBy,
    readAt,
    userRev,
  }
}

/** A request past its time is expired, whatever is stored. */
export function stateAt(state: RequestState, expiresAt: number, now: number): RequestState {
  return state === 'init' && expiresAt <= now ? 'expired' : state
}

/** The people of these ids; ids of nobody are left out. */
export async function usersById(db: Db, ids: readonly string[]): Promise<User[]> {
  if (ids.length === 0) return []
  const rows = await db
    .select()
    .from(users)
    .where(inArray(users.id, [...new Set(ids)]))
  return rows.map(presentUser)
}

export async function accountOf(db: Db, userId: string): Promise<Account> {
  const [row] = await db.select().from(users).where(eq(users.id, userId))
  if (!row) throw notFound()
  return presentAccount(row)
}

/** What this person has with others: everybody, or those of `otherIds`. */
export async function friendRows(
  db: Db,
  userId: string,
  now: number,
  otherIds?: readonly string[],
): Promise<Friend[]> {
  if (otherIds?.length === 0) return []
  const mine = eq(friendships.userId, userId)
  const rows = await db
    .select()
    .from(friendships)
    .where(otherIds ? and(mine, inArray(friendships.otherId, [...otherIds])) : mine)
    .orderBy(asc(friendships.userRev))
  return withRequests(db, userId, rows, now)
}

/** What changed with others above `userRev`, in the order of the feed. */
export async function friendsSince(
  db: Db,
  userId: string,
  userRev: number,
  limit: number,
  now: number,
): Promise<Friend[]> {
  const rows = await db
    .select()
    .from(friendships)
    // The last condition says nothing new, but the index asks for it.
    .where(
      and(eq(friendships.userId, userId), gt(friendships.userRev, userRev), sql`${friendships.userRev} > 0`),
    )
    .orderBy(asc(friendships.userRev))
    .limit(limit)
  return withRequests(db, userId, rows, now)
}

async function withRequests(db: Db, userId: string, rows: FriendshipRow[], now: number): Promise<Friend[]> {
  if (rows.length === 0) return []
  const others = rows.map(row => row.otherId)
  const { fromId, toId, time, id, concealed } = friendRequests
  const sent = await db
    .selectDistinctOn([toId])
    .from(friendRequests)
    .where(and(eq(fromId, userId), inArray(toId, others)))
    .orderBy(toId, desc(time), desc(id))
  const received = await db
    .selectDistinctOn([fromId])
    .from(friendRequests)
    // Made across a block: not even that there was one may reach the addressee (I16).
    .where(and(eq(toId, userId), inArray(fromId, others), eq(concealed, false)))
    .orderBy(fromId, desc(time), desc(id))
  const outgoing = new Map(sent.map(row => [row.toId, row]))
  const incoming = new Map(received.map(row => [row.fromId, row]))
  return rows.map(row => presentFriend(row, outgoing.get(row.otherId), incoming.get(row.otherId), now))
}

/** Notices that changed above `userRev`, in the order of the feed. */
export async function noticesSince(
  db: Db,
  userId: string,
  userRev: number,
  limit: number,
  now: number,
): Promise<Notice[]> {
  const rows = await db
    .select()
    .from(notices)
    .where(and(eq(notices.userId, userId), gt(notices.userRev, userRev)))
    .orderBy(asc(notices.userRev))
    .limit(limit)
  return rows.map(row => presentNotice(row, now))
}
