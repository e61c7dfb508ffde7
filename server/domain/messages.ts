/**
 * What may still happen to a message once it is written: recall and edit. Both lock the conversation, so they have
 * their place in its order, and everybody's devices end with the same row (I12).
 */
import { and, eq } from 'drizzle-orm'
import type { Transaction } from '#db/client.ts'
import { messages, messageVersions } from '#db/schema/index.ts'
import type { Mention } from '#protocol/entities/message.ts'
import type { Output, Parsed } from '#protocol/operations/index.ts'
import { refuseDirectWrite, refuseEdit, refuseRecall } from '#protocol/policy.ts'
import type { Context } from './context.ts'
import { nextRev } from './counters.ts'
import { addressee, type MessageRow, presentMessage } from './present.ts'
import { notFound, refuse } from './refusal.ts'
import { loadRelation } from './relations.ts'
import { lockMine, type Mine } from './scope.ts'
import { refuseLongText } from './send-request.ts'
import { type Tell, transact } from './transaction.ts'
import { sees } from './visible.ts'

/** The tombstone keeps its place and who wrote it; everything said is gone with the commit. */
export async function recallMessage(
  context: Context,
  { conversationId, seq }: Parsed<'message:recall'>,
): Promise<Output<'message:recall'>> {
  const { userId } = context.actor
  return transact(context, async (tx, tell) => {
    const { mine, row } = await lockMyMessage(tx, userId, conversationId, seq)
    const now = context.now()
    const reason = refuseRecall(asWritten(row), userId, now)
    if (reason) throw refuse(reason)
    if (row.recalledAt !== null) return { message: presentMessage(row, mine.conversation) }
    await tx.delete(messageVersions).where(isAt(messageVersions, row))
    return change(tx, tell, now, row, {
      content: null,
      custom: null,
      replyTo: null,
      mentions: null,
      editedAt: null,
      recalledAt: now,
      recalledBy: userId,
    })
  })
}

/** The new text replaces the old one in its place; the old one is kept among the versions. */
export async function editMessage(
  context: Context,
  { conversationId, seq, content }: Parsed<'message:edit'>,
): Promise<Output<'message:edit'>> {
  const { userId } = context.actor
  const tooLong = refuseLongText(content.text, context.limits)
  if (tooLong) throw tooLong
  return transact(context, async (tx, tell) => {
    const { mine, row } = await lockMyMessage(tx, userId, conversationId, seq)
    const now = context.now()
    const other = addressee(mine.conversation, userId)
    const reason =
      refuseDirectWrite(await loadRelation(tx, userId, other)) ?? refuseEdit(asWritten(row), userId, now)
    if (reason) throw refuse(reason)
    if (!row.content) throw new Error('A message that can be edited has no content')
    const before = String(row.content.text)
    if (content.text === before) return { message: presentMessage(row, mine.conversation) }
    await tx.insert(messageVersions).values({
      conversationId,
      seq,
      rev: row.rev,
      content: row.content,
      time: row.editedAt ?? row.time,
    })
    const mentions = row.mentions && stillThere(row.mentions, before, content.text)
    return change(tx, tell, now, row, { content, mentions, editedAt: now })
  })
}

/** The message through the asker's own row, its conversation locked; what they may not see does not exist. */
async function lockMyMessage(
  tx: Transaction,
  userId: string,
  conversationId: string,
  seq: number,
): Promise<{ mine: Mine; row: MessageRow }> {
  const mine = await lockMine(tx, userId, conversationId)
  if (!sees(mine.own, seq)) throw notFound()
  const [row] = await tx.select().from(messages).where(isAt(messages, { conversationId, seq }))
  if (!row) throw notFound()
  if (mine.own.leftAt !== null) throw refuse('not_a_member')
  return { mine, row }
}

async function change(
  tx: Transaction,
  tell: Tell,
  now: number,
  { conversationId, seq }: MessageRow,
  values: Partial<MessageRow>,
): Promise<Output<'message:edit'>> {
  const conversation = await nextRev(tx, conversationId, now, 'change')
  const [changed] = await tx
    .update(messages)
    .set({ ...values, rev: conversation.rev, touched: true })
    .where(isAt(messages, { conversationId, seq }))
    .returning()
  const message = presentMessage(changed!, conversation)
  tell({ kind: 'message', conversationId, rev: message.rev, membersRev: conversation.membersRev, message })
  return { message }
}

/** A mention says where in the text it stands; one whose place now reads differently would point at nothing. */
function stillThere(mentions: Mention[], before: string, after: string): Mention[] {
  const at = (text: string, { offset, length }: Mention) => text.slice(offset, offset + length)
  return mentions.filter(mention => at(before, mention) === at(after, mention))
}

const asWritten = ({ senderId, type, time, recalledAt }: MessageRow) => ({
  from: senderId,
  type,
  time,
  recalledAt: recalledAt ?? undefined,
})

function isAt(table: typeof messages | typeof messageVersions, at: { conversationId: string; seq: number }) {
  return and(eq(table.conversationId, at.conversationId), eq(table.seq, at.seq))
}
