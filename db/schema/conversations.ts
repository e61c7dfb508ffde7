import { sql } from 'drizzle-orm'
import { boolean, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { Draft, Interval, NotifyLevel } from '#protocol/entities/conversation.ts'
import type { JoinedVia, Role } from '#protocol/entities/group.ts'
import type { Scene } from '#protocol/entities/message.ts'
import { counter, id, time } from './columns.ts'
import { users } from './users.ts'

export const conversations = pgTable(
  'conversations',
  {
    id: id().primaryKey(),
    scene: text().$type<Scene>().notNull(),
    /** The two people of a direct conversation, the smaller id first; the same twice for notes to self. */
    userA: id().references(() => users.id),
    userB: id().references(() => users.id),
    /** Counters of the feed: the row stays locked from the increment to the commit. */
    seq: counter().notNull().default(0),
    rev: counter().notNull().default(0),
    /** Moves with every change of who is a member; recipients are chosen from a list at least this new. */
    membersRev: counter().notNull().default(1),
    createdAt: time().notNull(),
    /** When `rev` last moved, taken under the row lock. */
    changedAt: time().notNull(),
  },
  t => [
    uniqueIndex('conversations_pair').on(t.userA, t.userB).where(sql`${t.scene} = 'direct'`),
    index('conversations_changed_at').on(t.changedAt),
  ],
)

/** A person in a conversation: what members share, and what is this person's own. */
export const members = pgTable(
  'members',
  {
    conversationId: id()
      .notNull()
      .references(() => conversations.id),
    userId: id()
      .notNull()
      .references(() => users.id),
    joinedAt: time().notNull(),
    leftAt: time(),
    /** The conversation's rev at the line that told of the leaving. */
    leaveRev: counter(),
    visible: jsonb().$type<Interval[]>().notNull(),
    readSeq: counter().notNull().default(0),
    clearSeq: counter().notNull().default(0),
    pinned: boolean().notNull().default(false),
    notify: text().$type<NotifyLevel>().notNull().default('all'),
    notifyUntil: time(),
    hiddenSeq: counter(),
    markedUnread: boolean().notNull().default(false),
    draft: jsonb().$type<Draft>(),
    /** The number of the own part's last change in the person's own feed. */
    userRev: counter().notNull(),
    /** In a group, what its members share of this person; `rev` is the conversation's at the last change of it. */
    role: text().$type<Role>().notNull().default('member'),
    /** Has been owner or admin: such rows are known to all, also where the list of members is not shown. */
    managed: boolean().notNull().default(false),
    nickname: text().notNull().default(''),
    nicknamePinyin: text().notNull().default(''),
    joinedVia: text().$type<JoinedVia>().notNull().default('create'),
    joinedBy: id(),
    mutedUntil: time(),
    rev: counter().notNull().default(0),
    /** When they last wrote: slow mode counts from there. */
    lastSentAt: time(),
    /** Removed for good: no link and no asking brings them back, only being added again. */
    banned: boolean().notNull().default(false),
    /** The announcement they said they had read. */
    announcementRev: counter().notNull().default(0),
    /** What the group was called when they left: what it is called since is not theirs to know. */
    leftTitle: text(),
  },
  t => [
    primaryKey({ columns: [t.conversationId, t.userId] }),
    index('members_user').on(t.userId, t.conversationId),
    // Partial, so that only a query that names `user_rev > 0` takes it: a plan made while the table is small must
    // not look one member up by walking through all conversations of that person.
    // A group has one owner, whatever happens.
    uniqueIndex('members_owner').on(t.conversationId).where(sql`${t.role} = 'owner' and ${t.leftAt} is null`),
    index('members_changed').on(t.conversationId, t.rev).where(sql`${t.rev} > 0`),
    index('members_feed').on(t.userId, t.userRev).where(sql`${t.userRev} > 0`),
  ],
)
