/** One person's row about another: written here and told to its owner. The caller holds the owner's lock. */

import type { Db, Transaction } from '#db/client.ts'
import { friendships } from '#db/schema/index.ts'
import type { Friend } from '#protocol/entities/friendship.ts'
import { nextUserRev } from './counters.ts'
import { type FriendshipRow, friendRows } from './present-people.ts'
import type { Tell } from './transaction.ts'

export async function friendOf(db: Db, userId: string, otherId: string, now: number): Promise<Friend | null> {
  const [friend] = await friendRows(db, userId, now, [otherId])
  return friend ?? null
}

/**
 * Changes what `userId` has with `otherId` and tells their devices the whole row, requests included: so it comes
 * after those are written. Without a change it passes on that a request changed.
 */
export async function changeFriend(
  tx: Transaction,
  tell: Tell,
  now: number,
  userId: string,
  otherId: string,
  change: Partial<Omit<FriendshipRow, 'userId' | 'otherId' | 'userRev'>> = {},
): Promise<Friend> {
  const userRev = await nextUserRev(tx, userId, now)
  await tx
    .insert(friendships)
    .values({ userId, otherId, ...change, userRev })
    .onConflictDoUpdate({
      target: [friendships.userId, friendships.otherId],
      set: { ...change, userRev },
    })
  const row = await friendOf(tx, userId, otherId, now)
  if (!row) throw new Error('a friendship that was written has no row')
  tell({ kind: 'user', userId, name: 'friend', row })
  return row
}
