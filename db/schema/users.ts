import { sql } from 'drizzle-orm'
import { boolean, index, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { Settings } from '#protocol/entities/user.ts'
import { bytea, counter, id, time } from './columns.ts'

export const users = pgTable(
  'users',
  {
    id: id().primaryKey(),
    username: text().notNull(),
    /** Lower case; unique. Set to the id when the account is gone, which frees the name. */
    usernameKey: text().notNull(),
    displayName: text().notNull(),
    /** Display name in pinyin and initials, made once on writing. */
    pinyin: text().notNull().default(''),
    bio: text().notNull().default(''),
    /** argon2id; empty when the account is gone. */
    passwordHash: text().notNull(),
    admin: boolean().notNull().default(false),
    settings: jsonb().$type<Settings>().notNull(),
    /** Counter of the person's own feed: the row stays locked from the increment to the commit. */
    userRev: counter().notNull().default(0),
    /** The number of the last change of profile or settings in that feed. */
    settingsRev: counter().notNull().default(0),
    /** When `userRev` last moved, taken under the row lock. */
    changedAt: time().notNull(),
    lastSeenAt: time(),
    createdAt: time().notNull(),
    /** Deletion asked for: the moment the grace ends. */
    deleteAt: time(),
    /** The account is gone. */
    deletedAt: time(),
  },
  t => [
    uniqueIndex('users_username_key').on(t.usernameKey),
    index('users_changed_at').on(t.changedAt),
    index('users_delete_at').on(t.deleteAt).where(sql`${t.deleteAt} is not null and ${t.deletedAt} is null`),
  ],
)

export const sessions = pgTable(
  'sessions',
  {
    id: id().primaryKey(),
    userId: id()
      .notNull()
      .references(() => users.id),
    kind: text().$type<'browser' | 'token'>().notNull(),
    /** SHA-256 of a bearer token; null for browsers, whose signed cookie names the session. */
    tokenHash: bytea(),
    deviceName: text().notNull(),
    /** The address it was last seen from. */
    address: text().notNull(),
    createdAt: time().notNull(),
    lastActiveAt: time().notNull(),
    revokedAt: time(),
  },
  t => [
    uniqueIndex('sessions_token_hash').on(t.tokenHash).where(sql`${t.tokenHash} is not null`),
    index('sessions_user').on(t.userId),
    index('sessions_revoked_at').on(t.revokedAt).where(sql`${t.revokedAt} is not null`),
  ],
)
