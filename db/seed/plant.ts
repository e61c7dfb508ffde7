/**
 * Fills an empty database with the cast: what the rules of the server would have made of their lives so far. All of
 * it, or nothing.
 */
import { hash } from '@node-rs/argon2'
import { sql } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client.ts'
import * as schema from '#db/schema/index.ts'
import { defaultSettings } from '#protocol/defaults.ts'
import { usernameKey } from '#protocol/text.ts'
import { askInVain, befriend, block, type Setting } from './bonds.ts'
import { blocks, type Friendship, friendships, type Name, notes, type Own, people, requests } from './cast.ts'
import { createRandom } from './random.ts'
import { numberFeeds, type Rows, unnumbered } from './rows.ts'
import { writeNotes, writeTalk } from './talk.ts'

/** Everybody's. For development: it stands in the sources, so it is nobody's secret. */
export const sharedPassword = 'kith-in-development'

const hour = 3_600_000
const accountsAge = 10 * 7 * 24 * hour

export interface Planted {
  people: number
  conversations: number
  messages: number
}

/** Somebody lives here already. */
export class AccountsExist extends Error {
  constructor() {
    super(
      'This database has accounts already, so nothing was added: set DATA_DIR to a new folder, or DATABASE_URL to an empty database',
    )
    this.name = 'AccountsExist'
  }
}

/**
 * @param now when the story ends
 * @throws AccountsExist on a database that is not empty
 */
export async function plantCast({ db }: Database, now: number): Promise<Planted> {
  const rows = await writeStory(now)
  await db.transaction(async tx => {
    // The lock of the server's first sign-up: a person who signs up right now is the first, or is not.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('first account', 0))`)
    const [somebody] = await tx.select({ id: schema.users.id }).from(schema.users).limit(1)
    if (somebody) throw new AccountsExist()
    await insertAll(tx, rows)
  })
  return {
    people: rows.users.length,
    conversations: rows.conversations.length,
    messages: rows.messages.length,
  }
}

async function writeStory(now: number): Promise<Rows> {
  const random = createRandom(1)
  const names = Object.keys(people) as Name[]
  const created = now - accountsAge
  const idOf = Object.fromEntries(names.map(name => [name, random.id(created)])) as Record<Name, string>
  const rows: Rows = {
    users: [],
    conversations: [],
    messages: [],
    versions: [],
    requests: [],
    members: [],
    friendships: [],
    notices: [],
  }
  const setting: Setting = { random, rows, now, idOf }
  const passwordHash = await hash(sharedPassword, { memoryCost: 19_456, timeCost: 2, parallelism: 1 })
  for (const name of names) {
    settle(setting, name, passwordHash, created)
    keepNotes(setting, name, created)
  }
  for (const friendship of friendships) {
    befriend(setting, friendship)
    converse(setting, friendship)
  }
  for (const request of requests) askInVain(setting, request)
  for (const bond of blocks) block(setting, bond)
  numberFeeds(rows)
  return rows
}

function settle({ rows, now, idOf }: Setting, name: Name, passwordHash: string, created: number): void {
  const { displayName, pinyin, bio, lastSeen, admin, hidesReceipts } = { ...nobody, ...people[name] }
  rows.users.push({
    id: idOf[name],
    username: name,
    usernameKey: usernameKey(name),
    displayName,
    pinyin,
    bio,
    passwordHash,
    admin,
    settings: { ...defaultSettings, receipts: !hidesReceipts },
    userRev: 0,
    settingsRev: 0,
    changedAt: created,
    lastSeenAt: Math.round(now - lastSeen * hour),
    createdAt: created,
  })
}

const nobody = { admin: false, hidesReceipts: false }

/** Everybody has them, also who has written none. */
function keepNotes({ random, rows, now, idOf }: Setting, name: Name, created: number): void {
  const [id, userId] = [random.id(created), idOf[name]]
  const texts = notes[name] ?? []
  const dated = texts.map((text, index) => ({ text, time: now - (texts.length - index) * 24 * hour }))
  const messages = writeNotes(random, id, userId, dated)
  const count = messages.length
  rows.messages.push(...messages)
  rows.conversations.push({
    id,
    scene: 'direct',
    userA: userId,
    userB: userId,
    seq: count,
    rev: count,
    createdAt: created,
    changedAt: dated.at(-1)?.time ?? created,
  })
  const row = {
    conversationId: id,
    userId,
    joinedAt: created,
    visible: [{ from: 1, to: null }],
    readSeq: count,
    userRev: unnumbered,
  }
  rows.members.push({ row, time: created })
}

/** The conversation two friends have, and how each of them has it. */
function converse({ random, rows, now, idOf }: Setting, friendship: Friendship): void {
  const { from, to, greeting, languages, messages, own = {} } = friendship
  const since = now - friendship.since * hour
  const conversationId = random.id(since)
  const behind = [from, to].find(name => own[name]?.unread)
  const talk = writeTalk(random, {
    conversationId,
    people: [idOf[from], idOf[to]],
    languages,
    count: messages,
    from: since,
    to: now - friendship.last * hour,
    now,
    tail: { by: behind === from ? 1 : 0, count: (behind && own[behind]?.unread) ?? 0 },
    opening: { actor: idOf[to], target: idOf[from], greeting },
  })
  const { seq, rev, changedAt } = talk
  rows.messages.push(...talk.messages)
  rows.versions.push(...talk.versions)
  const [userA, userB] = idOf[from] < idOf[to] ? [idOf[from], idOf[to]] : [idOf[to], idOf[from]]
  rows.conversations.push({
    id: conversationId,
    scene: 'direct',
    userA,
    userB,
    seq,
    rev,
    createdAt: since,
    changedAt,
  })
  for (const name of [from, to]) {
    const row = {
      conversationId,
      userId: idOf[name],
      joinedAt: since,
      visible: [{ from: 1, to: null }],
      userRev: unnumbered,
      ...settingsOf(own[name] ?? {}, seq, changedAt),
    }
    rows.members.push({ row, time: changedAt })
  }
}

function settingsOf(own: Own, seq: number, time: number) {
  return {
    readSeq: seq - (own.unread ?? 0),
    pinned: own.pinned ?? false,
    notify: own.muted ? ('none' as const) : ('all' as const),
    hiddenSeq: own.hidden ? seq : null,
    markedUnread: own.markedUnread ?? false,
    draft: own.draft ? { text: own.draft, time } : null,
  }
}

async function insertAll(tx: Transaction, rows: Rows): Promise<void> {
  const own = <Row>(some: readonly { row: Row }[]) => some.map(({ row }) => row)
  await tx.insert(schema.users).values(rows.users)
  await tx.insert(schema.friendRequests).values(rows.requests)
  await tx.insert(schema.friendships).values(own(rows.friendships))
  await tx.insert(schema.notices).values(own(rows.notices))
  await tx.insert(schema.conversations).values(rows.conversations)
  await tx.insert(schema.members).values(own(rows.members))
  // A statement has at most 65,535 parameters, and a message nearly twenty.
  for (let at = 0; at < rows.messages.length; at += 1000)
    await tx.insert(schema.messages).values(rows.messages.slice(at, at + 1000))
  await tx.insert(schema.messageVersions).values(rows.versions)
}
