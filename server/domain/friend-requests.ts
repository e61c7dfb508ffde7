/**
 * Asking to become friends, and answering. Between two people one change happens at a time, both sides of it in one
 * transaction: two answers, or an answer and a cancellation, have one winner.
 */
import { and, eq } from 'drizzle-orm'
import type { Transaction } from '#db/client.ts'
import { friendRequests } from '#db/schema/index.ts'
import type { Output, Parsed } from '#protocol/operations/index.ts'
import type { Context } from './context.ts'
import { lockUsers } from './counters.ts'
import { lockDirect } from './direct.ts'
import { changeFriend, friendOf } from './friend-row.ts'
import { recordNotice, renewNotices } from './notices.ts'
import {
  acceptPending,
  cancelPending,
  declinePending,
  findPending,
  writeRequest,
} from './pending-requests.ts'
import { presentConversation } from './present.ts'
import { presentRequest, type RequestRow } from './present-people.ts'
import { countAttempt } from './rate-limits.ts'
import { badRequest, notFound, type Refusal, refuse } from './refusal.ts'
import { loadRelation, lockPair } from './relations.ts'
import { type Tell, transact } from './transaction.ts'

export async function requestFriend(
  context: Context,
  { userId: other, greeting = '' }: Parsed<'friend:request'>,
): Promise<Output<'friend:request'>> {
  const me = context.actor.userId
  if (other === me) throw badRequest('Nobody can ask themselves.')
  await countAttempt(context, 'friendRequest', me)
  return transact(context, async (tx, tell) => {
    await lockPair(tx, me, other)
    const relation = await loadRelation(tx, me, other)
    if (relation.otherGone) throw notFound()
    if (relation.iBlock) throw refuse('you_blocked')
    const now = context.now()
    const ask = { fromId: me, toId: other, greeting }
    const answer = (row: RequestRow) => ({ request: presentRequest(row, now) })

    // Whatever else is between us, a person who blocks me never hears of it, and I hear what I always would.
    if (relation.blocksMe) return answer(await concealRequest(tx, tell, now, ask))
    if (relation.iList && relation.listsMe) throw refuse('already_friends')

    const theirs = await findPending(tx, other, me)
    if (theirs && theirs.expiresAt > now) {
      await acceptPending(tx, tell, now, theirs)
      return answer({ ...theirs, state: 'accepted' })
    }
    if (relation.listsMe) return answer(await restoreMySide(tx, tell, now, ask))
    return answer(await askOpenly(tx, tell, now, ask))
  })
}

type Ask = Pick<RequestRow, 'fromId' | 'toId' | 'greeting'>

async function askOpenly(tx: Transaction, tell: Tell, now: number, ask: Ask): Promise<RequestRow> {
  const { fromId, toId, greeting } = ask
  await lockUsers(tx, [fromId, toId])
  const request = await writeRequest(tx, now, { ...ask, state: 'init', concealed: false })
  await changeFriend(tx, tell, now, fromId, toId)
  await changeFriend(tx, tell, now, toId, fromId)
  const content = { requestId: request.id, greeting, expiresAt: request.expiresAt }
  if (!(await renewNotices(tx, tell, now, request.id, content))) {
    const about = {
      type: 'friend_request',
      from: fromId,
      state: 'init' as const,
      requestId: request.id,
      content,
    }
    await recordNotice(tx, tell, now, toId, about)
  }
  return request
}

/** Pending for me, for ever unknown to the addressee. */
async function concealRequest(tx: Transaction, tell: Tell, now: number, ask: Ask): Promise<RequestRow> {
  const request = await writeRequest(tx, now, { ...ask, state: 'init', concealed: true })
  await changeFriend(tx, tell, now, ask.fromId, ask.toId)
  return request
}

/**
 * They still list me, so they have nothing to decide: my side is back, and they are told nothing, as they were told
 * nothing when it went. The request is kept for my own row only.
 */
async function restoreMySide(tx: Transaction, tell: Tell, now: number, ask: Ask): Promise<RequestRow> {
  const { fromId, toId } = ask
  await lockDirect(tx, fromId, toId)
  await lockUsers(tx, [fromId])
  const request = await writeRequest(tx, now, { ...ask, state: 'accepted', concealed: true })
  await changeFriend(tx, tell, now, fromId, toId, { listed: true, since: now })
  return request
}

export async function respondToRequest(
  context: Context,
  { requestId, accept }: Parsed<'friend:respond'>,
): Promise<Output<'friend:respond'>> {
  const me = context.actor.userId
  return transact(context, async (tx, tell) => {
    // Only the addressee, and only what they may know of (I14, I16).
    const addressed = and(eq(friendRequests.toId, me), eq(friendRequests.concealed, false))
    const request = await lockRequest(tx, requestId, addressed)
    const now = context.now()
    if (request.state !== 'init') throw alreadyHandled(request)
    if (request.expiresAt <= now) throw refuse('request_expired')

    if (!accept) {
      await lockUsers(tx, [request.fromId, me])
      await declinePending(tx, tell, now, request)
      return { friend: (await friendOf(tx, me, request.fromId, now)) ?? undefined }
    }
    const conversationId = await acceptPending(tx, tell, now, request)
    return {
      friend: (await friendOf(tx, me, request.fromId, now)) ?? undefined,
      conversation: await presentConversation(tx, me, conversationId),
    }
  })
}

export async function cancelRequest(
  context: Context,
  { requestId }: Parsed<'friend:cancel'>,
): Promise<Output<'friend:cancel'>> {
  const me = context.actor.userId
  return transact(context, async (tx, tell) => {
    const request = await lockRequest(tx, requestId, eq(friendRequests.fromId, me))
    const now = context.now()
    if (request.state !== 'init') throw alreadyHandled(request)
    const cancelled = await cancelPending(tx, tell, now, me, request.toId, me)
    return { request: presentRequest(cancelled ?? request, now) }
  })
}

/** The request as it stands under the lock of its two people; a stranger's finds nothing. */
async function lockRequest(tx: Transaction, id: string, scope: ReturnType<typeof and>): Promise<RequestRow> {
  const mine = and(eq(friendRequests.id, id), scope)
  const [before] = await tx.select().from(friendRequests).where(mine)
  if (!before) throw notFound()
  await lockPair(tx, before.fromId, before.toId)
  // It may have been answered, or gone out of sight behind a block, while we waited.
  const [request] = await tx.select().from(friendRequests).where(mine)
  if (!request) throw notFound()
  return request
}

/** Says who was first: the addressee with an answer, or the sender who took it back. */
function alreadyHandled({ state, fromId, toId }: RequestRow): Refusal {
  return refuse('already_handled', { handledBy: state === 'cancelled' ? fromId : toId, state })
}
