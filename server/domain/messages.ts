/**
 * What may still happen to a message once it is written: recall and edit. Both lock the conversation, so they have
 * their place in its order, and everybody's devices end with the same row (I12).
 */
import { and, eq } from 'drizzle-orm'
import type { Transaction } from '#db/client.ts'
import { messages, messageVersions } from '#db/schema/index.ts'
import type { Mention } from '#protocol/entities/message.ts'
import { refuseGroupRecall, refuseGroupWrite } from '#protocol/group-policy.ts'
import type { Output, Parsed } from '#protocol/operations/index.ts'
import { refuseDirectWrite, refuseEdit, refuseRecall } from '#protocol/policy.ts'
import type { Context } from './context.ts'
import { findGroup, type GroupRow, memberRows } from './group-rows.ts'
import { addressee, type MessageRow, presentMessage } from './present.ts'
import { changeMessage, takeBack } from './recalls.ts'
import { notFound, refuse, refuseWrite } from './refusal.ts'
import { loadRelation } from './relations.ts'
import { lockMine, type Mine } from './scope.ts'
import { refuseLongText } from './send-request.ts'
import { transact } from './transaction.ts'
import { sees } from './visible.ts'

export async function recallMessage(
  context: Context,
  { conversationId, seq }: Parsed<'message:recall'>,
): Promise<Output<'message:recall'>> {
  const { userId } = context.actor
  return transact(context, async (tx, tell) => {
    const { mine, row } = await lockMyMessage(tx, userId, conversationId, seq)
    const now = context.now()
    const reason =
      mine.conversation.scene === 'group'
        ? await refuseInGroup(tx, mine, row, now)
        : refuseRecall(asWritten(row), userId, now)
    if (reason) throw refuse(reason)
    if (row.recalledAt !== null) return { message: presentMessage(row, mine.conversation) }
    return { message: await takeBack(tx, tell, now, row, userId) }
  })
}

async function refuseInGroup(tx: Transaction, { own }: Mine, row: MessageRow, now: number) {
  const group = await openGroup(tx, row.conversationId)
  const [author] = await memberRows(tx, group.id, [row.senderId])
  const authorRole = author && author.leftAt === null ? author.role : 'member'
  return refuseGroupRecall(asWritten(row), own, authorRole, group, now)
}

/** @throws group_dissolved */
async function openGroup(tx: Transaction, id: string): Promise<GroupRow> {
  const group = await findGroup(tx, id)
  if (!group || group.dissolvedAt !== null) throw refuse('group_dissolved')
  return group
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
    await demandWrite(tx, mine, now)
    const reason = refuseEdit(asWritten(row), userId, now)
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
    return { message: await changeMessage(tx, tell, now, row, { content, mentions, editedAt: now }) }
  })
}

/** Whoever may not write may not edit either; slow mode is for new messages. */
async function demandWrite(tx: Transaction, { own, conversation }: Mine, now: number): Promise<void> {
  if (conversation.scene === 'group') {
    const group = await openGroup(tx, conversation.id)
    const standing = { ...own, ...group, left: false, dissolved: false, slowModeSeconds: 0 }
    const refusal = refuseGroupWrite(standing, now)
    if (refusal) throw refuseWrite(refusal)
    return
  }
  const other = addressee(conversation, own.userId)
  const reason = refuseDirectWrite(await loadRelation(tx, own.userId, other))
  if (reason) throw refuse(reason)
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
  const [row] = await tx.select().from(messages).where(isAt({ conversationId, seq }))
  if (!row) throw notFound()
  if (mine.own.leftAt !== null) {
    await openGroup(tx, conversationId)
    throw refuse('not_a_member')
  }
  return { mine, row }
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

function isAt(at: { conversationId: string; seq: number }) {
  return and(eq(messages.conversationId, at.conversationId), eq(messages.seq, at.seq))
}
