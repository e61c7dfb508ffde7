/**
 * The row behind the newest number of a feed, for whoever tells that number late. Told with its row, a number leaves
 * nobody behind who takes a bare one for a row they may not see (I2).
 */
import { and, eq, gt, or } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { conversations, members, messages, users } from '#db/schema/index.ts'
import type { Message } from '#protocol/entities/message.ts'
import type { Change } from './changes.ts'
import { findGroup, presentGroup, presentMember } from './group-rows.ts'
import { openRows } from './group-writes.ts'
import { presentConversation, presentMessage } from './present.ts'
import { friendsSince, noticesSince, presentAccount } from './present-people.ts'

type FeedChange = Extract<Change, { kind: 'message' | 'group' | 'member' }>

interface Numbers {
  id: string
  rev: number
  seq: number
  membersRev: number
}

/** What has this rev: a message, rows of members, or the group's own row. Null where it has moved on. */
export async function tipOfConversation(db: Db, numbers: Numbers): Promise<FeedChange | null> {
  const { id: conversationId, rev, membersRev } = numbers
  const at = { conversationId, rev, membersRev }
  const message = await tipMessage(db, numbers)
  if (message) return { kind: 'message', ...at, message }
  const group = await findGroup(db, conversationId)
  if (!group) return null
  if (group.rev === rev) {
    const [row] = await db
      .select({ createdAt: conversations.createdAt })
      .from(conversations)
      .where(eq(conversations.id, conversationId))
    return row ? { kind: 'group', ...at, group: presentGroup(group, row.createdAt) } : null
  }
  const rows = await db
    .select()
    .from(members)
    .where(and(eq(members.conversationId, conversationId), eq(members.rev, rev), gt(members.rev, 0)))
  if (rows.length === 0) return null
  const openTo = group.membersVisible ? undefined : openRows(rows)
  return { kind: 'member', ...at, members: rows.map(presentMember), openTo }
}

/** The message that has this rev: the newest one, or one that changed since it was new. */
async function tipMessage(db: Db, { id, rev, seq }: Numbers): Promise<Message | null> {
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
