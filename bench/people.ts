/** People, sessions and friendships written straight into a database: thousands of them in a second. */
import { randomBytes } from 'node:crypto'
import { encode } from 'next-auth/jwt'
import { v7 as uuidv7 } from 'uuid'
import { createDatabase, type Database } from '#db/client.ts'
import { conversations, friendships, groups, members, sessions, users } from '#db/schema/index.ts'
import { defaultSettings } from '#protocol/defaults.ts'
import { tokenHash } from '#server/domain/tokens.ts'

export interface Person {
  userId: string
  sessionId: string
  token: string
}

/** Two friends and their conversation. */
export interface Pair {
  people: [Person, Person]
  conversationId: string
}

const rowsAtOnce = 500

export async function withDatabase<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = createDatabase(url, { max: 2 })
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

export async function insertPeople({ db, sql }: Database, count: number): Promise<Person[]> {
  const now = Date.now()
  const people = Array.from({ length: count }, () => ({
    userId: uuidv7(),
    sessionId: uuidv7(),
    token: randomBytes(32).toString('base64url'),
  }))
  for (const some of chunks(people)) {
    await db.insert(users).values(
      some.map(({ userId }, index) => ({
        id: userId,
        username: `p.${userId.slice(-12)}`,
        usernameKey: `p.${userId.slice(-12)}`,
        displayName: `Person ${index + 1}`,
        passwordHash: '',
        settings: defaultSettings,
        createdAt: now,
        changedAt: now,
      })),
    )
    await db.insert(sessions).values(
      some.map(({ userId, sessionId, token }) => ({
        id: sessionId,
        userId,
        kind: 'token' as const,
        tokenHash: tokenHash(token),
        deviceName: 'Bench',
        address: '127.0.0.1',
        createdAt: now,
        lastActiveAt: now,
      })),
    )
  }
  await sql`analyze`
  return people
}

/** Makes friends of the first and the second, the third and the fourth, and so on. */
export async function befriendInPairs(database: Database, people: readonly Person[]): Promise<Pair[]> {
  const pairs: Pair[] = []
  for (let at = 0; at + 1 < people.length; at += 2) {
    pairs.push({ people: [people[at]!, people[at + 1]!], conversationId: uuidv7() })
  }
  await insertFriendships(database, pairs)
  return pairs
}

/** Makes a friend of everybody for one of them. */
export async function befriendAll(
  database: Database,
  one: Person,
  others: readonly Person[],
): Promise<Pair[]> {
  const pairs = others.map((other): Pair => ({ people: [one, other], conversationId: uuidv7() }))
  await insertFriendships(database, pairs)
  return pairs
}

async function insertFriendships({ db, sql }: Database, pairs: readonly Pair[]): Promise<void> {
  const now = Date.now()
  for (const some of chunks(pairs)) {
    await db.insert(conversations).values(
      some.map(({ conversationId, people }) => {
        const [userA, userB] = people.map(({ userId }) => userId).sort()
        return { id: conversationId, scene: 'direct' as const, userA, userB, createdAt: now, changedAt: now }
      }),
    )
    const sides = some.flatMap(({ conversationId, people: [a, b] }) => [
      { conversationId, userId: a.userId, otherId: b.userId },
      { conversationId, userId: b.userId, otherId: a.userId },
    ])
    const visible = [{ from: 1, to: null }]
    await db
      .insert(members)
      .values(sides.map(({ otherId: _, ...side }) => ({ ...side, joinedAt: now, visible, userRev: 1 })))
    await db
      .insert(friendships)
      .values(sides.map(({ userId, otherId }) => ({ userId, otherId, listed: true, since: now, userRev: 1 })))
  }
  await sql`update users set user_rev = 1`
  await sql`analyze`
}

/** A group of all of them, owned by the first. */
export async function insertGroup({ db, sql }: Database, people: readonly Person[]): Promise<string> {
  const id = uuidv7()
  const now = Date.now()
  await db.insert(conversations).values({ id, scene: 'group', rev: 2, createdAt: now, changedAt: now })
  await db
    .insert(groups)
    .values({ id, title: `Group of ${people.length}`, memberCount: people.length, rev: 1 })
  const rows = people.map(({ userId }, at) => ({
    conversationId: id,
    userId,
    joinedAt: now,
    visible: [{ from: 1, to: null }],
    role: at === 0 ? ('owner' as const) : ('member' as const),
    managed: at === 0,
    rev: 2,
    userRev: 1,
  }))
  for (const some of chunks(rows)) await db.insert(members).values(some)
  await sql`update users set user_rev = greatest(user_rev, 1)`
  await sql`analyze`
  return id
}

/** The cookie a browser of this session carries. */
export async function cookieOf({ userId, sessionId }: Person, authSecret: string): Promise<string> {
  return encode({ token: { sub: userId, sid: sessionId }, secret: authSecret })
}

export function* chunks<T>(all: readonly T[]): Generator<T[]> {
  for (let at = 0; at < all.length; at += rowsAtOnce) yield all.slice(at, at + rowsAtOnce)
}
