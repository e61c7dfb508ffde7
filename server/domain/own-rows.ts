/** Own rows of many people in one conversation: numbered in each one's feed, told to their devices. */
import { inArray, sql } from 'drizzle-orm'
import type { Transaction } from '#db/client.ts'
import { users } from '#db/schema/index.ts'
import { lockUsers } from './counters.ts'
import { presentConversationOf } from './present.ts'
import type { Tell } from './transaction.ts'

/** What concerns more people than these at once is only numbered: the check of numbers tells it within seconds. */
const toldAtOnce = 100

/** Allots the next number in the feed of each of these people, in one statement; they stay locked. */
export async function nextUserRevs(
  tx: Transaction,
  userIds: readonly string[],
  now: number,
): Promise<Map<string, number>> {
  await lockUsers(tx, userIds)
  const rows = await tx
    .update(users)
    .set({ userRev: sql`${users.userRev} + 1`, changedAt: sql`greatest(${users.changedAt}, ${now})` })
    .where(inArray(users.id, [...userIds]))
    .returning({ id: users.id, userRev: users.userRev })
  return new Map(rows.map(row => [row.id, row.userRev]))
}

/** Tells these people their own row as it is now; it was numbered before. */
export async function tellOwnRows(
  tx: Transaction,
  tell: Tell,
  conversationId: string,
  userIds: readonly string[],
): Promise<void> {
  if (userIds.length > toldAtOnce) return
  for (const [userId, row] of await presentConversationOf(tx, conversationId, userIds))
    tell({ kind: 'user', userId, name: 'conversation', row })
}
