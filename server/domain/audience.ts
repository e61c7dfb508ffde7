/** Who is to hear of a conversation's changes, and which feeds moved: what the hub asks the database. */
import { and, eq, gte, isNull } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { conversations, members, users } from '#db/schema/index.ts'
import type { Role } from '#protocol/entities/group.ts'
import type { Sight } from './visible.ts'

/** The members of a conversation as of `membersRev`. */
export interface Audience {
  membersRev: number
  members: Listener[]
}

/** A member, and what of the conversation they may see. */
export interface Listener extends Sight {
  userId: string
  role: Role
}

/** Present members only: whoever left hears nothing more (I5). Null where there is no such conversation. */
export async function loadAudience(db: Db, conversationId: string): Promise<Audience | null> {
  // One statement, so that list and number belong together.
  const rows = await db
    .select({
      membersRev: conversations.membersRev,
      member: {
        userId: members.userId,
        role: members.role,
        visible: members.visible,
        clearSeq: members.clearSeq,
      },
    })
    .from(conversations)
    .leftJoin(members, and(eq(members.conversationId, conversations.id), isNull(members.leftAt)))
    .where(eq(conversations.id, conversationId))
  const [first] = rows
  if (!first) return null
  return { membersRev: first.membersRev, members: rows.flatMap(({ member }) => member ?? []) }
}

export interface FeedNumbers {
  conversations: { id: string; rev: number; seq: number; membersRev: number }[]
  users: { id: string; userRev: number }[]
}

/** Where every feed stands that moved at `since` or later, by the time taken under its row's lock. */
export async function numbersSince(db: Db, since: number): Promise<FeedNumbers> {
  const [movedConversations, movedUsers] = await Promise.all([
    db
      .select({
        id: conversations.id,
        rev: conversations.rev,
        seq: conversations.seq,
        membersRev: conversations.membersRev,
      })
      .from(conversations)
      .where(gte(conversations.changedAt, since)),
    db.select({ id: users.id, userRev: users.userRev }).from(users).where(gte(users.changedAt, since)),
  ])
  return { conversations: movedConversations, users: movedUsers }
}
