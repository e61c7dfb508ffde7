/**
 * Whether two people see each other's read marks shows in the own rows of both. Where a block or a setting changes
 * that, both rows take a number of their feeds, so that whoever replays their updates ends with what a pull says.
 */
import { sql } from 'drizzle-orm'
import type { Db, Transaction } from '#db/client.ts'
import { mayListMembers } from '#protocol/group-policy.ts'
import { findDirect } from './direct.ts'
import { findGroup } from './group-rows.ts'
import { type MemberRow, presentConversation, presentConversations } from './present.ts'
import type { Tell } from './transaction.ts'

/** A direct conversation and the other person in it. */
export interface Between {
  conversationId: string
  peerId: string
}

/** What concerns more people than these is only numbered: the check of numbers tells it within seconds. */
const toldAtOnce = 100

/** Those who see this person's read marks as long as they show theirs: they show theirs, and nobody blocks. */
export async function sharersOfReads(db: Db, userId: string): Promise<Between[]> {
  return db.execute<Between & Record<string, unknown>>(sql`
    select c.id as "conversationId", peer.user_id as "peerId"
    from members m
    join conversations c on c.id = m.conversation_id and c.scene = 'direct'
    join members peer on peer.conversation_id = c.id and peer.user_id <> m.user_id
    join users u on u.id = peer.user_id and coalesce((u.settings->>'receipts')::boolean, true)
    left join friendships mine on mine.user_id = m.user_id and mine.other_id = peer.user_id
    left join friendships theirs on theirs.user_id = peer.user_id and theirs.other_id = m.user_id
    where m.user_id = ${userId}
      and not coalesce(mine.blocked, false) and not coalesce(theirs.blocked, false)`)
}

/** In groups beyond these nobody is shown who has read what. */
const readMembers = 200

/**
 * How far the others of a group have read: of those who show it, to somebody who shows theirs, not across a block,
 * and not where the list of members is not theirs to see.
 */
export async function readsInGroup(db: Db, own: MemberRow): Promise<{ userId: string; readSeq: number }[]> {
  const group = await findGroup(db, own.conversationId)
  if (!group || group.memberCount > readMembers || !mayListMembers(own.role, group)) return []
  return db.execute<{ userId: string; readSeq: number } & Record<string, unknown>>(sql`
    select m.user_id as "userId", m.read_seq as "readSeq"
    from members m
    join users u on u.id = m.user_id and coalesce((u.settings->>'receipts')::boolean, true)
    join users me on me.id = ${own.userId} and coalesce((me.settings->>'receipts')::boolean, true)
    where m.conversation_id = ${own.conversationId} and m.left_at is null and m.user_id <> ${own.userId}
      and not exists (
        select 1 from friendships f where f.blocked
          and ((f.user_id = m.user_id and f.other_id = ${own.userId})
            or (f.user_id = ${own.userId} and f.other_id = m.user_id))
      )
    order by m.user_id`)
}

/** Runs a change of a block; the caller holds both people. */
export async function changingReads<T>(
  tx: Transaction,
  tell: Tell,
  now: number,
  { me, other }: { me: string; other: string },
  change: () => Promise<T>,
): Promise<T> {
  const conversationId = await findDirect(tx, me, other)
  if (!conversationId) return change()
  const shown = async () => (await presentConversation(tx, me, conversationId)).peerReadSeq !== undefined
  const before = await shown()
  const result = await change()
  if ((await shown()) !== before) await tellReads(tx, tell, now, me, [{ conversationId, peerId: other }])
  return result
}

/** Numbers and tells these rows on both sides, as they are now. The caller holds everybody in them. */
export async function tellReads(
  tx: Transaction,
  tell: Tell,
  now: number,
  userId: string,
  between: readonly Between[],
): Promise<void> {
  if (between.length === 0) return
  const ids = between.map(one => one.conversationId)
  const peers = between.map(one => one.peerId)
  await tx.execute(sql`
    with moved as (
      update users set user_rev = user_rev + ${ids.length}, changed_at = greatest(changed_at, ${now}::bigint)
      where id = ${userId} returning user_rev - ${ids.length} as base
    )
    update members m set user_rev = moved.base + own.place
    from moved, unnest(${sql.param(ids)}::uuid[]) with ordinality as own (id, place)
    where m.conversation_id = own.id and m.user_id = ${userId}`)
  await tx.execute(sql`
    with moved as (
      update users set user_rev = user_rev + 1, changed_at = greatest(changed_at, ${now}::bigint)
      where id = any(${sql.param(peers)}::uuid[]) returning id, user_rev
    )
    update members m set user_rev = moved.user_rev
    from moved, unnest(${sql.param(ids)}::uuid[], ${sql.param(peers)}::uuid[]) as theirs (id, peer)
    where moved.id = theirs.peer and m.conversation_id = theirs.id and m.user_id = theirs.peer`)
  if (between.length > toldAtOnce) return
  for (const row of await presentConversations(tx, userId, ids))
    tell({ kind: 'user', userId, name: 'conversation', row })
  for (const { conversationId, peerId } of between) {
    const row = await presentConversation(tx, peerId, conversationId)
    tell({ kind: 'user', userId: peerId, name: 'conversation', row })
  }
}
