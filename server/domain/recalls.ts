/** Taking messages back: the tombstone keeps its place and who wrote it, everything said is gone with the commit. */
import { and, asc, eq, gte, inArray, isNull, ne } from 'drizzle-orm'
import type { Transaction } from '#db/client.ts'
import { messages, messageVersions } from '#db/schema/index.ts'
import type { Message } from '#protocol/entities/message.ts'
import { nextRev } from './counters.ts'
import type { Changing } from './group-writes.ts'
import { type MessageRow, presentMessage } from './present.ts'
import type { Tell } from './transaction.ts'

const recentMs = 24 * 3_600_000
/** Of several people at once; whoever floods more than this has been removed by then. */
const recalledAtOnce = 500

/** Writes what becomes of a message under the next `rev`, and tells the members. The conversation is locked. */
export async function changeMessage(
  tx: Transaction,
  tell: Tell,
  now: number,
  { conversationId, seq }: Pick<MessageRow, 'conversationId' | 'seq'>,
  values: Partial<MessageRow>,
): Promise<Message> {
  const conversation = await nextRev(tx, conversationId, now, 'change')
  const [changed] = await tx
    .update(messages)
    .set({ ...values, rev: conversation.rev, touched: true })
    .where(and(eq(messages.conversationId, conversationId), eq(messages.seq, seq)))
    .returning()
  const message = presentMessage(changed!, conversation)
  tell({ kind: 'message', conversationId, rev: message.rev, membersRev: conversation.membersRev, message })
  return message
}

export async function takeBack(
  tx: Transaction,
  tell: Tell,
  now: number,
  row: Pick<MessageRow, 'conversationId' | 'seq'>,
  by: string,
): Promise<Message> {
  await tx
    .delete(messageVersions)
    .where(and(eq(messageVersions.conversationId, row.conversationId), eq(messageVersions.seq, row.seq)))
  return changeMessage(tx, tell, now, row, {
    content: null,
    custom: null,
    replyTo: null,
    mentions: null,
    editedAt: null,
    recalledAt: now,
    recalledBy: by,
  })
}

/** Everything these people wrote within a day, when they are made to go. */
export async function recallRecent(
  { tx, tell, now, group }: Changing,
  by: string,
  userIds: readonly string[],
): Promise<void> {
  const rows = await tx
    .select({ conversationId: messages.conversationId, seq: messages.seq })
    .from(messages)
    .where(
      and(
        eq(messages.conversationId, group.id),
        inArray(messages.senderId, [...userIds]),
        gte(messages.time, now - recentMs),
        isNull(messages.recalledAt),
        ne(messages.type, 'notification'),
      ),
    )
    .orderBy(asc(messages.seq))
    .limit(recalledAtOnce)
  for (const row of rows) await takeBack(tx, tell, now, row, by)
}
