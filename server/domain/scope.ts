/**
 * Conversations are loaded through the one who asks: a stranger finds nothing, and nothing tells that apart from a
 * conversation that does not exist (I14).
 */
import { and, eq } from 'drizzle-orm'
import type { Db, Transaction } from '#db/client.ts'
import { conversations, members } from '#db/schema/index.ts'
import { type ConversationRow, lockConversation } from './counters.ts'
import type { MemberRow } from './present.ts'
import { notFound } from './refusal.ts'

/** A conversation and the asker's own row in it; they may have left. */
export interface Mine {
  own: MemberRow
  conversation: ConversationRow
}

/** @throws notFound for a stranger */
export async function loadMine(db: Db, userId: string, conversationId: string): Promise<Mine> {
  const [mine] = await db
    .select({ own: members, conversation: conversations })
    .from(members)
    .innerJoin(conversations, eq(conversations.id, members.conversationId))
    .where(and(eq(members.userId, userId), eq(members.conversationId, conversationId)))
  if (!mine) throw notFound()
  return mine
}

/** As `loadMine`, with the conversation locked: rights read after this hold until the commit (I13). */
export async function lockMine(tx: Transaction, userId: string, conversationId: string): Promise<Mine> {
  // Before the lock, so that a stranger cannot hold up a conversation; and after it, as it is now.
  await loadMine(tx, userId, conversationId)
  await lockConversation(tx, conversationId)
  return loadMine(tx, userId, conversationId)
}
