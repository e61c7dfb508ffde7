/**
 * A person's own side of their conversations: how far they read, and what they set for themselves. Each change is
 * numbered in their own feed and told to all their devices; what changes nothing writes nothing.
 */
import { isDeepStrictEqual } from 'node:util'
import { and, eq, sql } from 'drizzle-orm'
import type { Db, Transaction } from '#db/client.ts'
import { members } from '#db/schema/index.ts'
import type { Conversation } from '#protocol/entities/conversation.ts'
import type { Output, Parsed } from '#protocol/operations/index.ts'
import { peopleOfConversation } from './appearing.ts'
import type { Context } from './context.ts'
import { lockUsers, nextUserRev } from './counters.ts'
import { type MemberRow, presentConversation, presentConversations } from './present.ts'
import { usersById } from './present-people.ts'
import { readsInGroup } from './read-marks.ts'
import { recentConversations } from './recent.ts'
import { badRequest, Refusal, refuse } from './refusal.ts'
import { loadMine, type Mine } from './scope.ts'
import { type Tell, transact } from './transaction.ts'
import { totalUnread } from './unread.ts'
import { highestSeen } from './visible.ts'

const defaultPage = 50
/** What somebody is still cutting down to a message may be longer than one. */
const draftsPerMessage = 4

export async function listConversations(
  context: Context,
  { limit = defaultPage, before }: Parsed<'conversation:list'>,
): Promise<Output<'conversation:list'>> {
  const { db } = context.database
  const { userId } = context.actor
  const found = await recentConversations(
    db,
    userId,
    before === undefined ? undefined : parseCursor(before),
    limit + 1,
  )
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const rows = await presentConversations(
    db,
    userId,
    page.map(row => row.id),
  )
  return {
    conversations: rows,
    totalUnread: await totalUnread(db, userId, context.now()),
    users: await usersById(db, rows.flatMap(peopleOfConversation)),
    ...(found.length > limit && last && { next: `${last.time}.${last.id}` }),
  }
}

function parseCursor(cursor: string): { time: number; id: string } {
  const [, time, id] = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(cursor) ?? []
  if (time === undefined || id === undefined) throw badRequest('`before` is the `next` of an earlier answer.')
  return { time: Number(time), id }
}

export async function getConversation(
  context: Context,
  { conversationId }: Parsed<'conversation:get'>,
): Promise<Output<'conversation:get'>> {
  const { db } = context.database
  const { userId } = context.actor
  await loadMine(db, userId, conversationId)
  const conversation = await presentConversation(db, userId, conversationId)
  return { conversation, users: await usersById(db, peopleOfConversation(conversation)) }
}

/** Never back, never above what may be seen (I11); where nothing moves, nothing is written. */
export async function readConversation(
  context: Context,
  { conversationId, seq }: Parsed<'conversation:read'>,
): Promise<Output<'conversation:read'>> {
  const { db } = context.database
  const { userId } = context.actor
  const readTo = ({ own, conversation }: Mine) =>
    Math.max(own.readSeq, Math.min(seq, highestSeen(own, conversation.seq)))
  const moves = (mine: Mine) => mine.own.markedUnread || readTo(mine) > mine.own.readSeq

  // Most of these say what another device said a moment ago: they cost a look, no transaction and no lock.
  if (!moves(await loadMine(db, userId, conversationId))) {
    return readAnswer(db, await presentConversation(db, userId, conversationId), context)
  }
  return transact(context, async (tx, tell) => {
    await lockUsers(tx, [userId])
    const mine = await loadMine(tx, userId, conversationId)
    const readSeq = readTo(mine)
    const row = moves(mine)
      ? await changeOwn(tx, tell, context, conversationId, { readSeq, markedUnread: false })
      : await presentConversation(tx, userId, conversationId)
    // The row shows the peer's mark exactly where the peer may see mine.
    if (readSeq > mine.own.readSeq && row.peerReadSeq !== undefined) {
      tell({ kind: 'signal', userIds: [row.to], name: 'read', payload: { conversationId, userId, readSeq } })
    }
    return readAnswer(tx, row, context)
  })
}

async function readAnswer(
  db: Db,
  { readSeq, unread }: Conversation,
  context: Context,
): Promise<Output<'conversation:read'>> {
  return { readSeq, unread, totalUnread: await totalUnread(db, context.actor.userId, context.now()) }
}

export async function listReads(
  context: Context,
  { conversationId }: Parsed<'conversation:reads'>,
): Promise<Output<'conversation:reads'>> {
  const { db } = context.database
  const { userId } = context.actor
  const { own, conversation } = await loadMine(db, userId, conversationId)
  if (own.leftAt !== null) throw refuse('not_a_member')
  if (conversation.scene === 'group') return { reads: await readsInGroup(db, own) }
  const { to, peerReadSeq } = await presentConversation(db, userId, conversationId)
  return { reads: peerReadSeq === undefined ? [] : [{ userId: to, readSeq: peerReadSeq }] }
}

/** What is not named stays; a level named without an end has none. */
export async function updateConversation(
  context: Context,
  input: Parsed<'conversation:update'>,
): Promise<Output<'conversation:update'>> {
  const longest = context.limits.messageChars * draftsPerMessage
  if (input.draft && input.draft.text.length > longest) {
    throw new Refusal('TOO_LARGE', `"draft.text" must have at most ${longest} characters.`, {
      details: { field: 'draft.text' },
    })
  }
  return changeSettings(context, input.conversationId, mine => settingsOf(input, mine))
}

function settingsOf(input: Parsed<'conversation:update'>, { own, conversation }: Mine): Partial<MemberRow> {
  const { pinned, notify, notifyUntil, hidden, markedUnread, draft } = input
  const level = notify ?? own.notify
  const until = notifyUntil === undefined ? (notify === undefined ? own.notifyUntil : null) : notifyUntil
  // A device that was away must not put its old draft in the place of a newer one.
  const late = draft && own.draft && draft.time < own.draft.time
  return {
    ...(pinned !== undefined && { pinned }),
    notify: level,
    notifyUntil: level === 'all' ? null : until,
    ...(hidden !== undefined && { hiddenSeq: hidden ? conversation.seq : null }),
    ...(markedUnread !== undefined && { markedUnread }),
    ...(draft !== undefined && !late && { draft }),
  }
}

/** Everything up to here is out of my sight for good; what comes above it stays, also when removing. */
export async function clearConversation(
  context: Context,
  { conversationId, seq, remove = false }: Parsed<'conversation:clear'>,
): Promise<Output<'conversation:clear'>> {
  return changeSettings(context, conversationId, ({ own, conversation }) => {
    const clearSeq = Math.max(own.clearSeq, Math.min(seq, highestSeen(own, conversation.seq)))
    if (!remove) return { clearSeq }
    return { clearSeq, hiddenSeq: clearSeq, pinned: false, draft: null, markedUnread: false }
  })
}

async function changeSettings(
  context: Context,
  conversationId: string,
  settings: (mine: Mine) => Partial<MemberRow>,
): Promise<{ conversation: Conversation }> {
  const { userId } = context.actor
  return transact(context, async (tx, tell) => {
    await lockUsers(tx, [userId])
    const mine = await loadMine(tx, userId, conversationId)
    const wanted = settings(mine)
    const changed = Object.entries(wanted).filter(
      ([key, value]) => !isDeepStrictEqual(value, mine.own[key as keyof MemberRow]),
    )
    const conversation =
      changed.length > 0
        ? await changeOwn(tx, tell, context, conversationId, Object.fromEntries(changed))
        : await presentConversation(tx, userId, conversationId)
    return { conversation }
  })
}

/** Writes the own row under the next number of the own feed and tells it to all of one's devices. */
async function changeOwn(
  tx: Transaction,
  tell: Tell,
  context: Context,
  conversationId: string,
  values: Partial<MemberRow>,
): Promise<Conversation> {
  const { userId } = context.actor
  const userRev = await nextUserRev(tx, userId, context.now())
  await tx
    .update(members)
    .set({
      ...values,
      // An own message moves the position without this lock: what was read above may be behind by now.
      readSeq:
        values.readSeq === undefined ? undefined : sql`greatest(${members.readSeq}, ${values.readSeq})`,
      userRev,
    })
    .where(and(eq(members.conversationId, conversationId), eq(members.userId, userId)))
  const row = await presentConversation(tx, userId, conversationId)
  tell({ kind: 'user', userId, name: 'conversation', row })
  return row
}
