/**
 * The row behind the newest number of a feed, for whoever tells that number late. Told with its row, a number leaves
 * nobody behind who takes a bare one for a row they may not see (I2).
 */
import { and, eq, or } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { conversations, members, messages, users } from '#db/schema/index.ts'
import type { Message } from '#protocol/entities/message.ts'
import type { Change } from './changes.ts'
import { presentConversation, presentMessage } from './present.ts'
import { friendsSince, noticesSince, presentAccount } from './present-people.ts'

/** The message that has this rev: the newest one, or one that changed since it was new. */
export async function tipOfConversation(
  db: Db,
  { id, rev, seq }: { id: string; rev: number; seq: number },
): Promise<Message | null> {
  const [found] = await db
    .select({ message: messages, conversation: conversations })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .where(
      and(
        eq(messages.conversationId, id),
        eq(messages.rev, rev),
        or(eq(messages.seq, seq), eq(messages.touched, true)),
      ),
    )
  return found ? presentMessage(found.message, found.conversation) : null
}

/** The row of a person's own feed that has this number. Null where it has moved on: then a later number has it. */
export async function tipOfUser(
  db: Db,
  userId: string,
  userRev: number,
  now: number,
): Promise<Extract<Change, { kind: 'user' }> | null> {
  const [friend] = await friendsSince(db, userId, userRev - 1, 1, now)
  if (friend?.userRev === userRev) return { kind: 'user', userId, name: 'friend', row: friend }
  const [notice] = await noticesSince(db, userId, userRev - 1, 1, now)
  if (notice?.userRev === userRev) return { kind: 'user', userId, name: 'notice', row: notice }
  const [member] = await db
    .select({ id: members.conversationId })
    .from(members)
    .where(and(eq(members.userId, userId), eq(members.userRev, userRev)))
  if (member) {
    const row = await presentConversation(db, userId, member.id)
    return row.userRev === userRev ? { kind: 'user', userId, name: 'conversation', row } : null
  }
  const [user] = await db
    .select()
    .from(users)
    .where(and(eq(users.id, userId), eq(users.settingsRev, userRev)))
  return user ? { kind: 'user', userId, name: 'settings', row: presentAccount(user) } : null
}
