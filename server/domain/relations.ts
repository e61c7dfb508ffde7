/**
 * What stands between two people, read fresh inside a transaction, and the lock under which it changes. Nothing here
 * goes out: a relation knows the other's list and block, which are theirs (I15).
 */
import { and, eq, inArray, or, sql } from 'drizzle-orm'
import type { Db, Transaction } from '#db/client.ts'
import { conversations, friendships, members, users } from '#db/schema/index.ts'
import type { Relation } from '#protocol/policy.ts'
import { isGone } from './present-people.ts'
import { notFound } from './refusal.ts'

/**
 * One change between these two at a time. A first request has no row to lock, so the lock is on the pair itself.
 * It comes before every other lock of the transaction (then conversations by id, then users by id), and a
 * transaction takes at most one.
 */
export async function lockPair(tx: Transaction, a: string, b: string): Promise<void> {
  const pair = [a, b].sort().join(':')
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${pair}, 0))`)
}

/** @throws notFound if there is nobody of that id, and never was */
export async function loadRelation(db: Db, me: string, other: string): Promise<Relation> {
  const [user] = await db
    .select({ deleteAt: users.deleteAt, deletedAt: users.deletedAt })
    .from(users)
    .where(eq(users.id, other))
  if (!user) throw notFound()
  const rows = await db
    .select()
    .from(friendships)
    .where(
      or(
        and(eq(friendships.userId, me), eq(friendships.otherId, other)),
        and(eq(friendships.userId, other), eq(friendships.otherId, me)),
      ),
    )
  const mine = rows.find(row => row.userId === me)
  const theirs = rows.find(row => row.userId === other)
  return {
    self: me === other,
    iList: mine?.listed ?? false,
    listsMe: theirs?.listed ?? false,
    iBlock: mine?.blocked ?? false,
    blocksMe: theirs?.blocked ?? false,
    otherGone: isGone(user),
  }
}

/** Those who want to hear of a changed profile: who lists this person, and the peers of direct conversations. */
export async function acquaintancesOf(db: Db, userId: string): Promise<string[]> {
  const listing = db
    .select({ id: friendships.userId })
    .from(friendships)
    .where(and(eq(friendships.otherId, userId), eq(friendships.listed, true)))
  const mine = db
    .select({ id: members.conversationId })
    .from(members)
    .innerJoin(conversations, eq(conversations.id, members.conversationId))
    .where(and(eq(members.userId, userId), eq(conversations.scene, 'direct')))
  const peers = db.select({ id: members.userId }).from(members).where(inArray(members.conversationId, mine))
  const rows = await listing.union(peers)
  return rows.map(row => row.id).filter(id => id !== userId)
}

/**
 * Locks every direct conversation of a person, in order of id: what changes whether they can be written to happens
 * under the locks of those who write.
 */
export async function lockDirectsOf(tx: Transaction, userId: string): Promise<void> {
  const mine = tx.select({ id: members.conversationId }).from(members).where(eq(members.userId, userId))
  await tx
    .select({ id: conversations.id })
    .from(conversations)
    .where(and(inArray(conversations.id, mine), eq(conversations.scene, 'direct')))
    .orderBy(conversations.id)
    .for('no key update')
}
