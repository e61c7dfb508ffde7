/** The parts of a pull (feed-cursor.ts, `stages`): each adds its rows until it is done or the page is full. */
import { and, asc, desc, eq, gt, gte, isNull, notInArray, sql } from 'drizzle-orm'
import type { Transaction } from '#db/client.ts'
import { conversations, members, notices } from '#db/schema/index.ts'
import type { Held, PullState, Stage } from './feed-cursor.ts'
import { addBareItems, addItems, type Wanted } from './feed-items.ts'
import type { FeedPage } from './feed-page.ts'
import { presentConversations } from './present.ts'
import { accountOf, friendsSince, noticesSince, presentNotice } from './present-people.ts'
import { recentConversations } from './recent.ts'
import { seenRunsSql } from './visible.ts'

/** Where the account stands now. */
export interface Header {
  epoch: string
  restoredTo: number | undefined
  userRev: number
  settingsRev: number
}

export interface Pull {
  db: Transaction
  userId: string
  now: number
  header: Header
  page: FeedPage
  /** Moved by the stages. */
  state: PullState
}

/** Rows read at a time. */
const chunk = 200
/** Conversations of a snapshot that come with their newest messages. */
const recentAtMost = 30
const newestNotices = 200
/** Nothing to go by: whoever stores this cursor asks for the conversation once more. */
const noCursor: Held = { rev: 0, seq: 0 }

/** Adds what there is; true when the stage is done, false when the page is full. */
export const runStage: Record<Stage, (pull: Pull) => Promise<boolean>> = {
  named: addNamed,
  conversations: addOwnRows,
  friends: pull => {
    const { db, userId, now, page } = pull
    return addByNumber(
      pull,
      after => friendsSince(db, userId, after, chunk, now),
      row => page.addFriend(row),
    )
  },
  notices: pull => {
    const { db, userId, now, page } = pull
    return addByNumber(
      pull,
      after => noticesSince(db, userId, after, chunk, now),
      row => page.addNotice(row),
    )
  },
  settings: async ({ db, userId, header, page, state }) =>
    (state.since !== undefined && header.settingsRev <= state.since.userRev) ||
    page.addSettings(await accountOf(db, userId)),
  heads: addHeads,
  left: addRecalledAfterLeaving,
  recent: addRecent,
  'newest-notices': addNewestNotices,
  rest: addRest,
  moved: addMoved,
}

async function addNamed({ db, userId, page, state }: Pull): Promise<boolean> {
  const named = Object.entries(state.named ?? {}).map(([id, held]) => ({ id, held }))
  if (named.length === 0) return true
  // By rev alone: whoever is level costs this one query. Each is looked up by its key (hence the limit): as a plain
  // join it may become every conversation of a person against every one that is named.
  const rows = await db.execute<{ id: string; rev: number | null } & Record<string, unknown>>(sql`
    select held.id, now.rev
    from unnest(
      ${sql.param(named.map(one => one.id))}::uuid[],
      ${sql.param(named.map(one => one.held.rev))}::bigint[]
    ) as held (id, rev)
    left join lateral (
      select coalesce(m.leave_rev, c.rev) as rev, c.changed_at
      from members m join conversations c on c.id = m.conversation_id
      where m.conversation_id = held.id and m.user_id = ${userId} limit 1
    ) as now on true
    where now.rev is distinct from held.rev
    order by now.changed_at desc nulls first, held.id`)
  const held = new Map(named.map(one => [one.id, one.held]))
  const remaining = new Map(rows.map(({ id }) => [id, held.get(id)!]))
  const leave = (done: boolean) => {
    state.named = Object.fromEntries(remaining)
    return done
  }
  for (const { id } of rows.filter(row => row.rev === null)) {
    if (!page.addItem({ id, gone: true })) return leave(false)
    remaining.delete(id)
  }
  const behind = rows.flatMap(({ id, rev }): Wanted[] => {
    const cursor = remaining.get(id)
    if (rev === null || !cursor) return []
    // A cursor above ours is of another history: nothing it says can be relied on.
    return [{ id, held: cursor.rev > rev ? noCursor : cursor }]
  })
  while (behind.length > 0) {
    const answered = await addItems(db, userId, page, behind)
    for (const { id } of behind.splice(0, answered)) remaining.delete(id)
    // The items did not fit, or were planned to end here.
    if (answered === 0 || (behind.length > 0 && page.room < page.limit / 8)) return leave(false)
  }
  return leave(true)
}

async function addOwnRows(pull: Pull): Promise<boolean> {
  const { db, userId, page } = pull
  const read = async (after: number) => {
    const rows = await db
      .select({ id: members.conversationId })
      .from(members)
      // The second condition says nothing new, but the index asks for it.
      .where(and(eq(members.userId, userId), gt(members.userRev, after), sql`${members.userRev} > 0`))
      .orderBy(asc(members.userRev))
      .limit(chunk)
    return presentConversations(
      db,
      userId,
      rows.map(row => row.id),
    )
  }
  return addByNumber(pull, read, row => page.addConversation(row))
}

/** Rows of the own feed above where the client or the last page stood; each has a number of its own. */
async function addByNumber<T extends { userRev: number }>(
  { header, state }: Pull,
  read: (after: number) => Promise<T[]>,
  add: (row: T) => boolean,
): Promise<boolean> {
  const since = state.since?.userRev ?? 0
  if (since === header.userRev) return true
  for (;;) {
    const after = typeof state.after === 'number' ? state.after : since
    const rows = await read(after)
    for (const row of rows) {
      if (!add(row)) return false
      state.after = row.userRev
    }
    if (rows.length < chunk) return true
  }
}

async function addHeads({ db, userId, page, state }: Pull): Promise<boolean> {
  const since = state.since?.asOf ?? 0
  const named = state.answered ?? []
  for (;;) {
    const after = typeof state.after === 'string' ? gt(conversations.id, state.after) : undefined
    const rows = await db
      .select({ id: conversations.id, rev: conversations.rev, seq: conversations.seq })
      .from(members)
      .innerJoin(conversations, eq(conversations.id, members.conversationId))
      .where(
        and(
          eq(members.userId, userId),
          isNull(members.leftAt),
          gte(conversations.changedAt, since),
          after,
          named.length > 0 ? notInArray(conversations.id, named) : undefined,
        ),
      )
      .orderBy(asc(conversations.id))
      .limit(chunk)
    for (const { id, rev, seq } of rows) {
      if (!page.addHead([id, rev, seq])) return false
      state.after = id
    }
    if (rows.length < chunk) return true
  }
}

/**
 * Whoever left a group hears of nothing that happens there, but what they may see and was taken back since goes from
 * their devices too (I12). Their cursor stays where they left, so this goes by time.
 */
async function addRecalledAfterLeaving({ db, userId, page, state }: Pull): Promise<boolean> {
  const since = state.since?.asOf ?? 0
  const rows = await db.execute<{ id: string; rev: number; seq: number } & Record<string, unknown>>(sql`
    select c.id, m.leave_rev as rev, c.seq
    from members m join conversations c on c.id = m.conversation_id
    where m.user_id = ${userId} and m.left_at is not null and c.changed_at >= ${since}
      and (${state.after ?? null}::uuid is null or c.id > ${state.after ?? null}::uuid)
      and exists (
        select 1 from ${seenRunsSql('m', sql`m.clear_seq`)} as v
        join messages x on x.conversation_id = c.id and x.seq between v.lo and v.hi
        where x.touched and x.rev > m.leave_rev and x.recalled_at >= ${since}
      )
    order by c.id limit ${chunk}`)
  for (const { id, rev, seq } of rows) {
    if ((await addItems(db, userId, page, [{ id, held: { rev, seq } }])) === 0) return false
    state.after = id
  }
  return true
}

/** The first conversations of the list, with their newest messages. */
async function addRecent({ db, userId, page, state }: Pull): Promise<boolean> {
  const count = state.list?.count ?? 0
  const places = await recentConversations(db, userId, state.list, recentAtMost - count)
  const wanted = places.map(({ id }) => ({ id, held: noCursor }))
  const answered = await addItems(db, userId, page, wanted, state.holds ? noCursor : undefined)
  const last = places[answered - 1]
  if (last) state.list = { ...last, count: count + answered }
  return answered === places.length
}

/** The conversations behind those, own rows alone. */
async function addRest({ db, userId, page, state }: Pull): Promise<boolean> {
  for (;;) {
    const places = await recentConversations(db, userId, state.list, chunk)
    const ids = places.map(place => place.id)
    const answered = await addBareItems(db, userId, page, ids, state.holds ? noCursor : undefined)
    const last = places[answered - 1]
    if (last) state.list = { ...last, count: (state.list?.count ?? 0) + answered }
    if (answered < places.length) return false
    if (places.length < chunk) return true
  }
}

/**
 * What moved while the pages were fetched may have passed over the place where the list went on. A client drops what
 * no page has named, so all of it is named here; without a cursor, as an earlier page may have answered it.
 */
async function addMoved({ db, userId, page, state }: Pull): Promise<boolean> {
  if (state.page === 0) return true
  for (;;) {
    const rows = await db
      .select({ id: conversations.id })
      .from(members)
      .innerJoin(conversations, eq(conversations.id, members.conversationId))
      .where(
        and(
          eq(members.userId, userId),
          // What moved in a group somebody has left is not theirs to know; their own row comes by its number.
          isNull(members.leftAt),
          gte(conversations.changedAt, state.asOf),
          typeof state.after === 'string' ? gt(conversations.id, state.after) : undefined,
        ),
      )
      .orderBy(asc(conversations.id))
      .limit(chunk)
    const ids = rows.map(row => row.id)
    const answered = await addBareItems(db, userId, page, ids, noCursor)
    state.after = ids[answered - 1] ?? state.after
    if (answered < ids.length) return false
    if (ids.length < chunk) return true
  }
}

async function addNewestNotices({ db, userId, now, page, state }: Pull): Promise<boolean> {
  const done = typeof state.after === 'number' ? state.after : 0
  const rows = await db
    .select()
    .from(notices)
    .where(eq(notices.userId, userId))
    .orderBy(desc(notices.time), desc(notices.id))
    .limit(newestNotices - done)
    .offset(done)
  for (const [at, row] of rows.entries()) {
    if (!page.addNotice(presentNotice(row, now))) return false
    state.after = done + at + 1
  }
  return true
}
