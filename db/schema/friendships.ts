import { sql } from 'drizzle-orm'
import { boolean, index, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { RequestState } from '#protocol/entities/friendship.ts'
import { counter, id, time } from './columns.ts'
import { users } from './users.ts'

/** What one person has with another: one row for each direction, made by the first thing between them. */
export const friendships = pgTable(
  'friendships',
  {
    userId: id()
      .notNull()
      .references(() => users.id),
    otherId: id()
      .notNull()
      .references(() => users.id),
    /** `other` is on the list of `user`. */
    listed: boolean().notNull().default(false),
    blocked: boolean().notNull().default(false),
    remark: text().notNull().default(''),
    remarkPinyin: text().notNull().default(''),
    since: time(),
    userRev: counter().notNull(),
  },
  t => [
    primaryKey({ columns: [t.userId, t.otherId] }),
    // Partial for the same reason as members_feed: a pair is found by its two ids or not at all.
    index('friendships_feed').on(t.userId, t.userRev).where(sql`${t.userRev} > 0`),
    index('friendships_other').on(t.otherId, t.userId),
  ],
)

export const friendRequests = pgTable(
  'friend_requests',
  {
    id: id().primaryKey(),
    fromId: id()
      .notNull()
      .references(() => users.id),
    toId: id()
      .notNull()
      .references(() => users.id),
    greeting: text().notNull(),
    state: text().$type<RequestState>().notNull(),
    /** Made while the addressee blocked the sender: pending for the sender, unknown to the addressee, for ever. */
    concealed: boolean().notNull().default(false),
    time: time().notNull(),
    expiresAt: time().notNull(),
    handledAt: time(),
  },
  t => [
    uniqueIndex('friend_requests_pending').on(t.fromId, t.toId).where(sql`${t.state} = 'init'`),
    index('friend_requests_from').on(t.fromId, t.toId, t.time),
    index('friend_requests_to').on(t.toId, t.fromId, t.time),
  ],
)
