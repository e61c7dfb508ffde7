/**
 * The numbers of the two feeds. Each is moved on a row that stays locked until the commit, so the order in which
 * changes become visible is the order of their numbers (I8). Lock order everywhere: conversations by id, then
 * users by id, then rows of members.
 */

import { eq, inArray, sql } from 'drizzle-orm'
import type { Transaction } from '#db/client.ts'
import { conversations, users } from '#db/schema/index.ts'

export type ConversationRow = typeof conversations.$inferSelect

/** Allots the next number of a person's own feed; their row is locked from here to the commit. */
export async function nextUserRev(tx: Transaction, userId: string, now: number): Promise<number> {
  const [row] = await tx
    .update(users)
    .set({ userRev: sql`${users.userRev} + 1`, changedAt: sql`greatest(${users.changedAt}, ${now})` })
    .where(eq(users.id, userId))
    .returning({ userRev: users.userRev })
  if (!row) throw new Error('A number was asked for in the feed of nobody')
  return row.userRev
}

/** Locks people in the order of their ids, as everybody does: two who lock the same pair never wait in a circle. */
export async function lockUsers(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx
    .select({ id: users.id })
    .from(users)
    .where(inArray(users.id, [...new Set(ids)]))
    .orderBy(users.id)
    .for('no key update')
}

/** Locks a conversation; null where there is none. Nothing is written into it by anybody else until the commit. */
export async function lockConversation(tx: Transaction, id: string): Promise<ConversationRow | null> {
  const [row] = await tx.select().from(conversations).where(eq(conversations.id, id)).for('no key update')
  return row ?? null
}

/**
 * Allots the next `rev` of a locked conversation, and the next `seq` too where a line is added. `members`: who is a
 * member, or what one may see of the others, changes with it.
 */
export async function nextRev(
  tx: Transaction,
  conversationId: string,
  now: number,
  what: 'line' | 'change' | 'members',
): Promise<ConversationRow> {
  const [row] = await tx
    .update(conversations)
    .set({
      rev: sql`${conversations.rev} + 1`,
      seq: what === 'line' ? sql`${conversations.seq} + 1` : undefined,
      membersRev: what === 'members' ? sql`${conversations.membersRev} + 1` : undefined,
      changedAt: sql`greatest(${conversations.changedAt}, ${now})`,
    })
    .where(eq(conversations.id, conversationId))
    .returning()
  if (!row) throw new Error('A number was asked for in a conversation that does not exist')
  return row
}
