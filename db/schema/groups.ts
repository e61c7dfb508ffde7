import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { RequestState } from '#protocol/entities/friendship.ts'
import type { Announcement, Audience, HistoryForNew, JoinMode } from '#protocol/entities/group.ts'
import { counter, id, time } from './columns.ts'
import { conversations } from './conversations.ts'
import { users } from './users.ts'

const conversationId = () =>
  id()
    .notNull()
    .references(() => conversations.id)
const userId = () =>
  id()
    .notNull()
    .references(() => users.id)

/** What the members of a group share, beside its conversation of the same id and under its lock. */
export const groups = pgTable('groups', {
  id: id()
    .primaryKey()
    .references(() => conversations.id),
  title: text().notNull(),
  avatar: text(),
  announcement: jsonb().$type<Announcement>(),
  joinMode: text().$type<JoinMode>().notNull().default('invite'),
  history: text().$type<HistoryForNew>().notNull().default('none'),
  inviteBy: text().$type<Audience>().notNull().default('all'),
  editBy: text().$type<Audience>().notNull().default('admins'),
  mentionAllBy: text().$type<Audience>().notNull().default('admins'),
  membersVisible: boolean().notNull().default(true),
  muteAll: boolean().notNull().default(false),
  slowModeSeconds: integer().notNull().default(0),
  recallSeconds: integer().notNull().default(120),
  dissolvedAt: time(),
  /** People in it now: counted by whatever lets them in or out, so that nobody has to count. */
  memberCount: integer().notNull(),
  /** The conversation's rev at this row's last change. */
  rev: counter().notNull(),
})

export const groupInvites = pgTable(
  'group_invites',
  {
    /** A link carries it beside a keyed hash of it: nothing here lets anybody in. */
    id: id().primaryKey(),
    conversationId: conversationId(),
    createdBy: userId(),
    createdAt: time().notNull(),
    expiresAt: time().notNull(),
    maxUses: integer(),
    uses: integer().notNull().default(0),
    revokedAt: time(),
  },
  t => [index('group_invites_group').on(t.conversationId, t.createdAt)],
)

export const joinRequests = pgTable(
  'join_requests',
  {
    id: id().primaryKey(),
    conversationId: conversationId(),
    userId: userId(),
    inviterId: id(),
    text: text().notNull(),
    state: text().$type<RequestState>().notNull(),
    handledBy: id(),
    time: time().notNull(),
    expiresAt: time().notNull(),
  },
  t => [
    uniqueIndex('join_requests_pending').on(t.conversationId, t.userId).where(sql`${t.state} = 'init'`),
    index('join_requests_user').on(t.userId),
  ],
)

/** Who did what in a group, for its owner and admins. */
export const groupLog = pgTable(
  'group_log',
  {
    id: id().primaryKey(),
    conversationId: conversationId(),
    time: time().notNull(),
    actorId: id().notNull(),
    action: text().notNull(),
    targets: jsonb().$type<string[]>().notNull(),
    value: jsonb().$type<unknown>(),
  },
  t => [index('group_log_group').on(t.conversationId, t.time, t.id), index('group_log_time').on(t.time)],
)

/**
 * Notices for many people that are still to be written: left by the transaction that concerns them, carried out
 * after its commit in pieces, and found again by whoever comes after a crash.
 */
export const noticeJobs = pgTable('notice_jobs', {
  id: id().primaryKey(),
  type: text().notNull(),
  fromId: id(),
  content: jsonb().$type<Record<string, unknown>>().notNull(),
  /** Those who have not been told yet. */
  userIds: jsonb().$type<string[]>().notNull(),
  time: time().notNull(),
})
