/**
 * System notices: lines for one person outside the timelines. Each row has a number of its own in that person's
 * feed, so reading or answering on one device reaches the others.
 */
import { and, count, desc, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Db, Transaction } from '#db/client.ts'
import { notices, users } from '#db/schema/index.ts'
import type { RequestState } from '#protocol/entities/friendship.ts'
import type { Scene } from '#protocol/entities/message.ts'
import type { Output, Parsed } from '#protocol/operations/index.ts'
import type { Context } from './context.ts'
import { lockUsers, nextUserRev } from './counters.ts'
import { type NoticeRow, presentNotice } from './present-people.ts'
import { badRequest } from './refusal.ts'
import { type Tell, transact } from './transaction.ts'

const defaultPage = 50

export async function listNotices(
  context: Context,
  { limit = defaultPage, before }: Parsed<'notice:list'>,
): Promise<Output<'notice:list'>> {
  const { actor, database } = context
  const mine = eq(notices.userId, actor.userId)
  const rows = await database.db
    .select()
    .from(notices)
    .where(before === undefined ? mine : and(mine, olderThan(before)))
    .orderBy(desc(notices.time), desc(notices.id))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    notices: page.map(row => presentNotice(row, context.now())),
    unread: await unreadOf(database.db, actor.userId),
    ...(rows.length > limit && last ? { next: `${last.time}.${last.id}` } : {}),
  }
}

function olderThan(cursor: string) {
  const [, time, id] = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(cursor) ?? []
  if (time === undefined || id === undefined) throw badRequest('`before` is the `next` of an earlier answer.')
  return or(lt(notices.time, Number(time)), and(eq(notices.time, Number(time)), lt(notices.id, id)))
}

/** Marks those named, or all. Ids of other people's notices change nothing and nothing tells them apart (I14). */
export async function readNotices(
  context: Context,
  { msgIds }: Parsed<'notice:read'>,
): Promise<Output<'notice:read'>> {
  const { userId } = context.actor
  return transact(context, async (tx, tell) => {
    // Two devices reading at once: the second finds nothing left to mark.
    await lockUsers(tx, [userId])
    const unread = and(eq(notices.userId, userId), isNull(notices.readAt))
    const picked = await tx
      .select({ id: notices.id })
      .from(notices)
      .where(msgIds ? and(unread, inArray(notices.id, msgIds)) : unread)
      .orderBy(notices.time, notices.id)
    const ids = picked.map(row => row.id)
    if (ids.length > 0) await markRead(tx, tell, context.now(), userId, ids)
    return { unread: await unreadOf(tx, userId) }
  })
}

/** Any number of notices in two statements; each gets a number of its own, in this order. */
async function markRead(
  tx: Transaction,
  tell: Tell,
  now: number,
  userId: string,
  ids: string[],
): Promise<void> {
  const [user] = await tx
    .update(users)
    .set({ userRev: sql`${users.userRev} + ${ids.length}`, changedAt: now })
    .where(eq(users.id, userId))
    .returning({ userRev: users.userRev })
  if (!user) return
  const place = sql`array_position(${`{${ids.join(',')}}`}::uuid[], ${notices.id})`
  const rows = await tx
    .update(notices)
    .set({ readAt: now, userRev: sql`${user.userRev - ids.length}::bigint + ${place}` })
    .where(inArray(notices.id, ids))
    .returning()
  rows.sort((a, b) => a.userRev - b.userRev)
  for (const row of rows) tell({ kind: 'user', userId, name: 'notice', row: presentNotice(row, now) })
}

async function unreadOf(db: Db, userId: string): Promise<number> {
  const [row] = await db
    .select({ unread: count() })
    .from(notices)
    .where(and(eq(notices.userId, userId), isNull(notices.readAt)))
  return row?.unread ?? 0
}

export interface NewNotice {
  type: string
  from?: string
  scene?: Scene
  /** `expiresAt` in it, if there is one, turns an unanswered notice into an expired one. */
  content: Record<string, unknown>
  /** Where an answer is asked for. */
  state?: RequestState
  requestId?: string
}

/** Writes a notice for this person. */
export async function recordNotice(
  tx: Transaction,
  tell: Tell,
  now: number,
  userId: string,
  { type, from, scene, content, state, requestId }: NewNotice,
): Promise<void> {
  const userRev = await nextUserRev(tx, userId, now)
  const [row] = await tx
    .insert(notices)
    .values({
      id: uuidv7(),
      userId,
      type,
      fromId: from,
      scene,
      content,
      state,
      requestId,
      time: now,
      userRev,
    })
    .returning()
  if (row) tell({ kind: 'user', userId, name: 'notice', row: presentNotice(row, now) })
}

/**
 * A request was made again: its notice carries the new words and is unread again, in its place.
 * @param onlyOf these people's, where it concerns no others
 * @returns false if nobody has a notice of it
 */
export async function renewNotices(
  tx: Transaction,
  tell: Tell,
  now: number,
  requestId: string,
  content: Record<string, unknown>,
  onlyOf?: readonly string[],
): Promise<boolean> {
  const rows = await noticesOf(tx, requestId, onlyOf)
  for (const row of rows) {
    await changeNotice(tx, tell, now, row, {
      content,
      time: now,
      readAt: null,
      state: 'init',
      handledBy: null,
    })
  }
  return rows.length > 0
}

/**
 * A request was answered or taken back: its notices say so on every device, and no longer ask.
 * @param onlyOf these people's, where it concerns no others
 */
export async function settleNotices(
  tx: Transaction,
  tell: Tell,
  now: number,
  requestId: string,
  state: RequestState,
  handledBy: string,
  onlyOf?: readonly string[],
): Promise<void> {
  for (const row of await noticesOf(tx, requestId, onlyOf)) {
    if (row.state !== 'init') continue
    // Whoever answered has read it.
    const readAt = row.userId === handledBy ? (row.readAt ?? now) : row.readAt
    await changeNotice(tx, tell, now, row, { state, handledBy, readAt })
  }
}

async function noticesOf(
  tx: Transaction,
  requestId: string,
  onlyOf?: readonly string[],
): Promise<NoticeRow[]> {
  const rows = await tx
    .select()
    .from(notices)
    .where(and(eq(notices.requestId, requestId), onlyOf ? inArray(notices.userId, [...onlyOf]) : undefined))
    .orderBy(notices.userId)
  await lockUsers(
    tx,
    rows.map(row => row.userId),
  )
  return rows
}

async function changeNotice(
  tx: Transaction,
  tell: Tell,
  now: number,
  { id, userId }: Pick<NoticeRow, 'id' | 'userId'>,
  change: Partial<NoticeRow>,
): Promise<void> {
  const userRev = await nextUserRev(tx, userId, now)
  const [row] = await tx
    .update(notices)
    .set({ ...change, userRev })
    .where(eq(notices.id, id))
    .returning()
  if (row) tell({ kind: 'user', userId, name: 'notice', row: presentNotice(row, now) })
}
