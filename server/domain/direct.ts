/**
 * Conversations of two people, and notes to self: found by the pair, made once for ever, and reopened rather than
 * made again. Also the in-conversation lines the server itself writes.
 */

import { createHash } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Transaction } from '#db/client.ts'
import { conversations, members, messages } from '#db/schema/index.ts'
import type { Message } from '#protocol/entities/message.ts'
import { lockConversation, lockUsers, nextRev, nextUserRev } from './counters.ts'
import { presentConversation, presentMessage } from './present.ts'
import type { Tell } from './transaction.ts'

/** The conversation of these two (or the notes of one), if there is one. */
export async function findDirect(tx: Transaction, a: string, b: string): Promise<string | null> {
  const [row] = await tx.select({ id: conversations.id }).from(conversations).where(isPair(a, b))
  return row?.id ?? null
}

/** As `findDirect`, and locked: for whatever changes the right to write there (I13). */
export async function lockDirect(tx: Transaction, a: string, b: string): Promise<string | null> {
  const [row] = await tx
    .select({ id: conversations.id })
    .from(conversations)
    .where(isPair(a, b))
    .for('no key update')
  return row?.id ?? null
}

/**
 * Makes the conversation of two people, or brings it back to both lists, and tells each their own row. Leaves the
 * conversation and both people locked; the caller may hold no lock of a person before.
 */
export async function openDirect(
  tx: Transaction,
  tell: Tell,
  now: number,
  a: string,
  b: string,
): Promise<string> {
  const [userA, userB] = inOrder(a, b)
  await tx
    .insert(conversations)
    .values({ id: uuidv7(), scene: 'direct', userA, userB, createdAt: now, changedAt: now })
    .onConflictDoNothing()
  const id = await lockDirect(tx, a, b)
  if (!id) throw new Error('A direct conversation vanished while it was opened')
  const people = [...new Set([userA, userB])]
  await lockUsers(tx, people)
  for (const userId of people) {
    const userRev = await nextUserRev(tx, userId, now)
    await tx
      .insert(members)
      .values({ conversationId: id, userId, joinedAt: now, visible: [{ from: 1, to: null }], userRev })
      .onConflictDoUpdate({
        target: [members.conversationId, members.userId],
        set: { hiddenSeq: null, userRev },
      })
  }
  for (const userId of people) {
    tell({ kind: 'user', userId, name: 'conversation', row: await presentConversation(tx, userId, id) })
  }
  return id
}

/** A line goes to everybody: beyond these people it only says how many. */
const namedInLine = 100

/** What the server wants to say in a conversation; put into words on each device in its language. */
export interface Line {
  event: string
  actor: string
  targets: string[]
  value?: unknown
}

/** Writes a line of the server's own; never counts as unread, and no client can write one. */
export async function appendNotification(
  tx: Transaction,
  tell: Tell,
  now: number,
  conversationId: string,
  { event, actor, targets, value }: Line,
): Promise<Message> {
  if (!(await lockConversation(tx, conversationId)))
    throw new Error('A line was written into no conversation')
  const conversation = await nextRev(tx, conversationId, now, 'line')
  const idClient = uuidv7()
  const [row] = await tx
    .insert(messages)
    .values({
      conversationId,
      seq: conversation.seq,
      rev: conversation.rev,
      id: uuidv7(),
      idClient,
      senderId: actor,
      type: 'notification',
      countable: false,
      content: {
        event,
        actor,
        targets: targets.slice(0, namedInLine),
        ...(targets.length > namedInLine && { count: targets.length }),
        ...(value !== undefined && { value }),
      },
      time: now,
      // No request of a client hashes to this: sending under this idClient is a conflict.
      requestHash: createHash('sha256').update(`line ${idClient}`).digest(),
    })
    .returning()
  const message = presentMessage(row!, conversation)
  tell({ kind: 'message', conversationId, rev: message.rev, membersRev: conversation.membersRev, message })
  return message
}

const inOrder = (a: string, b: string): [string, string] => (a < b ? [a, b] : [b, a])

function isPair(a: string, b: string) {
  const [userA, userB] = inOrder(a, b)
  return and(
    eq(conversations.userA, userA),
    eq(conversations.userB, userB),
    // Spelt out for the partial index, which a parameter would not match.
    sql`${conversations.scene} = 'direct'`,
  )
}
