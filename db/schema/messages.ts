import { sql } from 'drizzle-orm'
import { boolean, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { Mention, Message } from '#protocol/entities/message.ts'
import { bytea, counter, id, time } from './columns.ts'
import { conversations } from './conversations.ts'
import { users } from './users.ts'

export const messages = pgTable(
  'messages',
  {
    conversationId: id()
      .notNull()
      .references(() => conversations.id),
    seq: counter().notNull(),
    rev: counter().notNull(),
    id: id().notNull(),
    idClient: text().notNull(),
    senderId: id()
      .notNull()
      .references(() => users.id),
    type: text().notNull(),
    countable: boolean().notNull(),
    content: jsonb().$type<Message['content']>(),
    custom: jsonb().$type<unknown>(),
    replyTo: jsonb().$type<Message['replyTo']>(),
    mentions: jsonb().$type<Mention[]>(),
    time: time().notNull(),
    /** SHA-256 of the request as it was made: tells a repeat from another message under the same idClient. */
    requestHash: bytea().notNull(),
    /** Changed since it was written: only these are looked up by rev, so only these are in that index. */
    touched: boolean().notNull().default(false),
    editedAt: time(),
    recalledAt: time(),
    recalledBy: id(),
  },
  t => [
    primaryKey({ columns: [t.conversationId, t.seq] }),
    uniqueIndex('messages_id_client').on(t.senderId, t.idClient),
    index('messages_touched').on(t.conversationId, t.rev).where(sql`${t.touched}`),
  ],
)

/** Earlier texts of an edited message; they go with a recall. */
export const messageVersions = pgTable(
  'message_versions',
  {
    conversationId: id().notNull(),
    seq: counter().notNull(),
    rev: counter().notNull(),
    content: jsonb().$type<Message['content']>().notNull(),
    time: time().notNull(),
  },
  t => [primaryKey({ columns: [t.conversationId, t.seq, t.rev] })],
)
