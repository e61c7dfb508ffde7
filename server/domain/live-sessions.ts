/**
 * Which sessions still count. The row is the only authority: a cookie or token that names an ended session is worth
 * nothing, from the very next request on (I6).
 */
import { and, eq, gt, inArray, isNotNull, isNull, lt, type SQL } from 'drizzle-orm'
import type { Database, Db } from '#db/client.ts'
import { sessions, users } from '#db/schema/index.ts'
import { times } from '#protocol/limits.ts'
import type { Actor, House } from './context.ts'
import { type Gathered, gather } from './gather.ts'

const touchEveryMs = 60_000

/** Not ended, used within two weeks, and not older than ninety days. */
export function isLive(now: number): SQL | undefined {
  return and(
    isNull(sessions.revokedAt),
    gt(sessions.lastActiveAt, now - times.sessionIdleMs),
    gt(sessions.createdAt, now - times.sessionAbsoluteMs),
  )
}

/** The person behind a live session, or null. Notes that it is in use, at most once a minute. */
export async function actorOfSession(
  house: House,
  sessionId: string,
  address?: string,
): Promise<Actor | null> {
  return actorOf(house, await lookupsOf(house).byId(sessionId), address)
}

/** As `actorOfSession`, by the hash of a bearer token. */
export async function actorOfTokenHash(
  house: House,
  hash: Uint8Array,
  address?: string,
): Promise<Actor | null> {
  return actorOf(house, await lookupsOf(house).byHash(hexOf(hash)), address)
}

async function actorOf(
  house: House,
  live: LiveSession | undefined,
  address: string | undefined,
): Promise<Actor | null> {
  if (!live) return null
  const { id, userId, lastActiveAt } = live
  const now = house.now()
  if (lastActiveAt <= now - touchEveryMs) await touchSession(house.database.db, id, now, address)
  return { userId, sessionId: id }
}

interface LiveSession {
  id: string
  userId: string
  tokenHash: Uint8Array | null
  lastActiveAt: number
}

interface Lookups {
  byId: Gathered<LiveSession>
  byHash: Gathered<LiveSession>
}

/** When a server was away everybody comes back at once: their sessions are looked up together. */
const lookups = new WeakMap<Database, Lookups>()

function lookupsOf(house: House): Lookups {
  const known = lookups.get(house.database)
  if (known) return known
  const made: Lookups = {
    byId: gather(async ids => byKey(await liveSessions(house, inArray(sessions.id, ids)), row => row.id)),
    byHash: gather(async hashes => {
      const which = inArray(
        sessions.tokenHash,
        hashes.map(hash => Buffer.from(hash, 'hex')),
      )
      return byKey(await liveSessions(house, which), row => hexOf(row.tokenHash!))
    }),
  }
  lookups.set(house.database, made)
  return made
}

function liveSessions({ database, now }: House, which: SQL): Promise<LiveSession[]> {
  const { id, userId, tokenHash, lastActiveAt } = sessions
  return database.db
    .select({ id, userId, tokenHash, lastActiveAt })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(which, isLive(now()), isNull(users.deletedAt), isNull(users.deleteAt)))
}

const byKey = (rows: LiveSession[], keyOf: (row: LiveSession) => string) =>
  new Map(rows.map(row => [keyOf(row), row]))

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/**
 * Whether this session was ended on purpose: from another device, by a new password, with the account. What such a
 * device keeps is deleted; one whose session only ran out keeps it for the same person.
 */
export async function wasEnded({ database }: House, { sessionId, userId }: Actor): Promise<boolean> {
  const [row] = await database.db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId), isNotNull(sessions.revokedAt)))
  return row !== undefined
}

/** Several requests at once write it once. */
async function touchSession(db: Db, id: string, now: number, address: string | undefined): Promise<void> {
  await db
    .update(sessions)
    .set(address === undefined ? { lastActiveAt: now } : { lastActiveAt: now, address })
    .where(and(eq(sessions.id, id), lt(sessions.lastActiveAt, now - touchEveryMs + 1)))
}
