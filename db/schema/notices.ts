import { sql } from 'drizzle-orm'
import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import type { RequestState } from '#protocol/entities/friendship.ts'
import type { Scene } from '#protocol/entities/message.ts'
import { counter, id, time } from './columns.ts'
import { users } from './users.ts'

export const notices = pgTable(
  'notices',
  {
    id: id().primaryKey(),
    userId: id()
      .notNull()
      .references(() => users.id),
    type: text().notNull(),
    fromId: id(),
    scene: text().$type<Scene>(),
    content: jsonb().$type<Record<string, unknown>>().notNull(),
    custom: jsonb().$type<unknown>(),
    state: text().$type<RequestState>(),
    handledBy: id(),
    /** The request this notice tells of: its state follows that one's. */
    requestId: id(),
    time: time().notNull(),
    readAt: time(),
    userRev: counter().notNull(),
  },
  t => [
    index('notices_feed').on(t.userId, t.userRev),
    index('notices_newest').on(t.userId, t.time),
    index('notices_unread').on(t.userId).where(sql`${t.readAt} is null`),
    index('notices_request').on(t.requestId).where(sql`${t.requestId} is not null`),
  ],
)
