/**
 * My side of what is between me and one other person: list, remark, block. None of it is told to the other but that
 * read marks are gone or back, as when somebody hides theirs. Whatever changes the right to write is done under the
 * lock of the conversation (I5, I13, I16).
 */

import type { Transaction } from '#db/client.ts'
import type { Friend } from '#protocol/entities/friendship.ts'
import type { Output, Parsed } from '#protocol/operations/index.ts'
import type { Relation } from '#protocol/policy.ts'
import type { Context } from './context.ts'
import { lockUsers } from './counters.ts'
import { lockDirect } from './direct.ts'
import { changeFriend, friendOf } from './friend-row.ts'
import { cancelPending, concealPending } from './pending-requests.ts'
import { pinyinOf } from './pinyin.ts'
import { friendRows, usersById } from './present-people.ts'
import { changingReads } from './read-marks.ts'
import { badRequest, notFound } from './refusal.ts'
import { loadRelation, lockPair } from './relations.ts'
import { type Tell, transact } from './transaction.ts'

export async function listFriends(context: Context): Promise<Output<'friend:list'>> {
  const { db } = context.database
  const friends = await friendRows(db, context.actor.userId, context.now())
  return {
    friends,
    users: await usersById(
      db,
      friends.map(friend => friend.userId),
    ),
  }
}

export function updateFriend(
  context: Context,
  { userId, remark }: Parsed<'friend:update'>,
): Promise<Output<'friend:update'>> {
  return changeMine(context, userId, async ({ change, current }) => {
    if (current?.remark === remark) return current
    if (!current) throw notFound()
    return change({ remark, remarkPinyin: pinyinOf(remark) })
  })
}

/** Only my list changes; both lose the right to write, the history stays. */
export function removeFriend(
  context: Context,
  { userId }: Parsed<'friend:remove'>,
): Promise<Output<'friend:remove'>> {
  return changeMine(context, userId, async ({ change, current }) => {
    if (!current) throw notFound()
    return current.listed ? change({ listed: false, since: null }) : current
  })
}

/**
 * A request of theirs that waits goes out of my sight and stays pending for them; one of mine is taken back, or
 * their answer to it would reach me across the block.
 */
export function blockUser(
  context: Context,
  { userId }: Parsed<'friend:block'>,
): Promise<Output<'friend:block'>> {
  const me = context.actor.userId
  return changeMine(context, userId, async ({ tx, tell, change, current, relation }) => {
    if (relation.self) throw badRequest('Nobody can block themselves.')
    if (current?.blocked) return current
    await concealPending(tx, tell, context.now(), userId, me)
    await cancelPending(tx, tell, context.now(), me, userId, me)
    return changingReads(tx, tell, context.now(), { me, other: userId }, () => change({ blocked: true }))
  })
}

export function unblockUser(
  context: Context,
  { userId }: Parsed<'friend:unblock'>,
): Promise<Output<'friend:unblock'>> {
  const me = context.actor.userId
  return changeMine(context, userId, async ({ tx, tell, change, current }) => {
    if (!current) throw notFound()
    if (!current.blocked) return current
    return changingReads(tx, tell, context.now(), { me, other: userId }, () => change({ blocked: false }))
  })
}

interface Mine {
  tx: Transaction
  tell: Tell
  relation: Relation
  /** What I have with them as it stands; null if nothing. */
  current: Friend | null
  change(change: Parameters<typeof changeFriend>[5]): Promise<Friend>
}

/** Runs a change of my side with everything locked that it may touch. */
async function changeMine(
  context: Context,
  other: string,
  work: (mine: Mine) => Promise<Friend>,
): Promise<{ friend: Friend }> {
  const me = context.actor.userId
  return transact(context, async (tx, tell) => {
    await lockPair(tx, me, other)
    await lockDirect(tx, me, other)
    await lockUsers(tx, [me, other])
    const relation = await loadRelation(tx, me, other)
    const now = context.now()
    const current = await friendOf(tx, me, other, now)
    const friend = await work({
      tx,
      tell,
      relation,
      current,
      change: change => changeFriend(tx, tell, now, me, other, change),
    })
    return { friend }
  })
}
