/**
 * Askings to join that wait for an owner's or admin's word: one for each person and group. Who may answer has a
 * notice of it, so it shows on every screen of theirs and goes from all of them with the first answer.
 */
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Transaction } from '#db/client.ts'
import { joinRequests, notices } from '#db/schema/index.ts'
import type { RequestState } from '#protocol/entities/friendship.ts'
import { times } from '#protocol/limits.ts'
import { lockUsers } from './counters.ts'
import { type JoinRequestRow, managersOf } from './group-rows.ts'
import type { Changing } from './group-writes.ts'
import { recordNotice, renewNotices, settleNotices } from './notices.ts'

/** What somebody asks with. */
export interface Asking {
  userId: string
  inviterId: string | null
  text: string
}

/** Stored as waiting; it may be past its time. */
export async function findWaiting(
  tx: Transaction,
  conversationId: string,
  userId: string,
): Promise<JoinRequestRow | null> {
  const [row] = await tx
    .select()
    .from(joinRequests)
    .where(
      and(
        eq(joinRequests.conversationId, conversationId),
        eq(joinRequests.userId, userId),
        eq(joinRequests.state, 'init'),
      ),
    )
  return row ?? null
}

/** Makes a request, or renews the one that waits, and tells those who may answer. */
export async function askToJoin(changing: Changing, asking: Asking): Promise<JoinRequestRow> {
  const { tx, tell, now, group } = changing
  const waiting = await findWaiting(tx, group.id, asking.userId)
  const fields = { ...asking, time: now, expiresAt: now + times.joinRequestMs }
  const [request] = waiting
    ? await tx.update(joinRequests).set(fields).where(eq(joinRequests.id, waiting.id)).returning()
    : await tx
        .insert(joinRequests)
        .values({ id: uuidv7(), conversationId: group.id, state: 'init', ...fields })
        .returning()
  if (!request) throw new Error('a request that was written has no row')
  const content = contentOf(changing, request)
  // Of those who may answer now: whoever was an admin once keeps a notice that says no more (I5).
  const managers = (await managersOf(tx, group.id)).map(row => row.userId)
  if (!(await renewNotices(tx, tell, now, request.id, content, managers)))
    await tellOf(changing, managers, request)
  return request
}

const contentOf = ({ group }: Changing, { id, text, inviterId, expiresAt }: JoinRequestRow) => ({
  requestId: id,
  conversationId: group.id,
  title: group.title,
  text,
  inviterId,
  expiresAt,
})

async function tellOf(
  changing: Changing,
  userIds: readonly string[],
  request: JoinRequestRow,
): Promise<void> {
  const { tx, tell, now } = changing
  await lockUsers(tx, userIds)
  for (const userId of userIds) {
    await recordNotice(tx, tell, now, userId, {
      type: 'join_request',
      from: request.userId,
      scene: 'group',
      state: 'init',
      requestId: request.id,
      content: contentOf(changing, request),
    })
  }
}

/** Answered or taken back: on all screens at once. */
export async function settleRequest(
  { tx, tell, now }: Changing,
  request: JoinRequestRow,
  state: RequestState,
  handledBy: string,
): Promise<JoinRequestRow> {
  await tx.update(joinRequests).set({ state, handledBy }).where(eq(joinRequests.id, request.id))
  await settleNotices(tx, tell, now, request.id, state, handledBy)
  return { ...request, state, handledBy }
}

/** These people have come in, whichever way: what they had asked for is granted. */
export async function settleRequestsOf(
  changing: Changing,
  userIds: readonly string[],
  by: string | null,
): Promise<void> {
  const { tx, group } = changing
  const rows = await tx
    .select()
    .from(joinRequests)
    .where(
      and(
        eq(joinRequests.conversationId, group.id),
        inArray(joinRequests.userId, [...userIds]),
        eq(joinRequests.state, 'init'),
      ),
    )
  for (const row of rows) await settleRequest(changing, row, 'accepted', by ?? row.userId)
}

/** All that wait, the oldest first. */
export async function waitingRequests(tx: Transaction, conversationId: string): Promise<JoinRequestRow[]> {
  return tx
    .select()
    .from(joinRequests)
    .where(and(eq(joinRequests.conversationId, conversationId), eq(joinRequests.state, 'init')))
    .orderBy(asc(joinRequests.time), asc(joinRequests.id))
}

/** Somebody became an admin: what waits is theirs to answer too. */
export async function showRequestsTo(changing: Changing, userId: string): Promise<void> {
  const { tx, tell, now, group } = changing
  for (const request of await waitingRequests(tx, group.id)) {
    const [known] = await tx
      .select({ id: notices.id })
      .from(notices)
      .where(and(eq(notices.requestId, request.id), eq(notices.userId, userId)))
    if (!known) await tellOf(changing, [userId], request)
    else await renewNotices(tx, tell, now, request.id, contentOf(changing, request), [userId])
  }
}

/** Somebody is no admin any more: what waits is not theirs to answer. */
export async function hideRequestsFrom(changing: Changing, userId: string): Promise<void> {
  const { tx, tell, now, group } = changing
  for (const { id } of await waitingRequests(tx, group.id))
    await settleNotices(tx, tell, now, id, 'cancelled', userId, [userId])
}

/** The group is gone: nobody waits any more. */
export async function cancelAllRequests(changing: Changing, by: string): Promise<void> {
  for (const request of await waitingRequests(changing.tx, changing.group.id))
    await settleRequest(changing, request, 'cancelled', by)
}

/** Every request somebody has waiting, with its group, for when they go. */
export async function requestsBy(tx: Transaction, userId: string): Promise<JoinRequestRow[]> {
  return tx
    .select()
    .from(joinRequests)
    .where(and(eq(joinRequests.userId, userId), sql`${joinRequests.state} = 'init'`))
}
