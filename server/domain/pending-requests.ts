/**
 * Friend requests that wait for an answer: at most one each way between two people. Everything here runs under the
 * lock of the pair; what it tells, it tells after the last change of the transaction's requests.
 */
import { and, eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Transaction } from '#db/client.ts'
import { friendRequests } from '#db/schema/index.ts'
import type { RequestState } from '#protocol/entities/friendship.ts'
import { times } from '#protocol/limits.ts'
import { lockUsers } from './counters.ts'
import { appendNotification, openDirect } from './direct.ts'
import { changeFriend } from './friend-row.ts'
import { recordNotice, settleNotices } from './notices.ts'
import type { RequestRow } from './present-people.ts'
import { notFound } from './refusal.ts'
import { loadRelation } from './relations.ts'
import type { Tell } from './transaction.ts'

/** Stored as waiting; it may be past its time. */
export async function findPending(tx: Transaction, fromId: string, toId: string): Promise<RequestRow | null> {
  const { state } = friendRequests
  const [row] = await tx
    .select()
    .from(friendRequests)
    .where(and(eq(friendRequests.fromId, fromId), eq(friendRequests.toId, toId), eq(state, 'init')))
  return row ?? null
}

/** Makes a request, or makes the waiting one again: the same row with new text and time. */
export async function writeRequest(
  tx: Transaction,
  now: number,
  {
    fromId,
    toId,
    greeting,
    state,
    concealed,
  }: Pick<RequestRow, 'fromId' | 'toId' | 'greeting' | 'state' | 'concealed'>,
): Promise<RequestRow> {
  const waiting = await findPending(tx, fromId, toId)
  const handledAt = state === 'init' ? null : now
  const fields = { greeting, state, concealed, handledAt, time: now, expiresAt: now + times.friendRequestMs }
  const [row] = waiting
    ? await tx.update(friendRequests).set(fields).where(eq(friendRequests.id, waiting.id)).returning()
    : await tx
        .insert(friendRequests)
        .values({ id: uuidv7(), fromId, toId, ...fields })
        .returning()
  if (!row) throw new Error('a request that was written has no row')
  return row
}

/**
 * The addressee says yes: both lists, the conversation with its opening line, word to the one who asked. The caller
 * holds no lock of a person yet.
 * @returns the id of the conversation
 * @throws notFound if the one who asked has gone meanwhile
 */
export async function acceptPending(
  tx: Transaction,
  tell: Tell,
  now: number,
  request: RequestRow,
): Promise<string> {
  const { id, fromId, toId, greeting } = request
  const conversationId = await openDirect(tx, tell, now, fromId, toId)
  // Both people are locked from here on: whether one of them has gone no longer changes.
  const relation = await loadRelation(tx, toId, fromId)
  if (relation.otherGone) throw notFound()
  const line = { event: 'friend_added', actor: toId, targets: [fromId], value: greeting }
  await appendNotification(tx, tell, now, conversationId, line)

  await setState(tx, now, request, 'accepted')
  // One of mine that waits meanwhile (hidden by a block since lifted, or past its time) closes with it.
  const mirrored = await findPending(tx, toId, fromId)
  if (mirrored) await setState(tx, now, mirrored, 'accepted')
  const listed = { listed: true, since: now }
  await changeFriend(tx, tell, now, fromId, toId, relation.listsMe ? {} : listed)
  await changeFriend(tx, tell, now, toId, fromId, relation.iList ? {} : listed)
  await settleNotices(tx, tell, now, id, 'accepted', toId)
  if (mirrored) await settleNotices(tx, tell, now, mirrored.id, 'accepted', fromId)
  await recordNotice(tx, tell, now, fromId, {
    type: 'friend_accepted',
    from: toId,
    content: { requestId: id },
  })
  return conversationId
}

/** The addressee says no. The caller holds both people. */
export async function declinePending(
  tx: Transaction,
  tell: Tell,
  now: number,
  request: RequestRow,
): Promise<void> {
  const { id, fromId, toId } = request
  await setState(tx, now, request, 'declined')
  await changeFriend(tx, tell, now, fromId, toId)
  await changeFriend(tx, tell, now, toId, fromId)
  await settleNotices(tx, tell, now, id, 'declined', toId)
  await recordNotice(tx, tell, now, fromId, {
    type: 'friend_declined',
    from: toId,
    content: { requestId: id },
  })
}

/** Takes a waiting request back, if there is one. The addressee hears of it only if they ever heard of the request. */
export async function cancelPending(
  tx: Transaction,
  tell: Tell,
  now: number,
  fromId: string,
  toId: string,
  by: string,
): Promise<RequestRow | null> {
  const waiting = await findPending(tx, fromId, toId)
  if (!waiting) return null
  await lockUsers(tx, [fromId, toId])
  const cancelled = await setState(tx, now, waiting, 'cancelled')
  await changeFriend(tx, tell, now, fromId, toId)
  if (!waiting.concealed) {
    await changeFriend(tx, tell, now, toId, fromId)
    await settleNotices(tx, tell, now, waiting.id, 'cancelled', by)
  }
  return cancelled
}

/**
 * The addressee blocks the one who asked: for the latter nothing changes, so the block does not show (I16). The
 * caller tells the addressee's row.
 */
export async function concealPending(
  tx: Transaction,
  tell: Tell,
  now: number,
  fromId: string,
  toId: string,
): Promise<void> {
  const waiting = await findPending(tx, fromId, toId)
  if (!waiting || waiting.concealed) return
  await tx.update(friendRequests).set({ concealed: true }).where(eq(friendRequests.id, waiting.id))
  await settleNotices(tx, tell, now, waiting.id, 'declined', toId)
}

async function setState(
  tx: Transaction,
  now: number,
  request: RequestRow,
  state: RequestState,
): Promise<RequestRow> {
  await tx.update(friendRequests).set({ state, handledAt: now }).where(eq(friendRequests.id, request.id))
  return { ...request, state, handledAt: now }
}
