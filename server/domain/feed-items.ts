/**
 * Items of a pull: what a client that stands at a `rev` needs of a conversation to stand at the newest one. Keys and
 * sizes are read first, for all conversations at once, and rows only as far as the page has room for them.
 */
import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { messages } from '#db/schema/index.ts'
import type { Conversation } from '#protocol/entities/conversation.ts'
import type { Message } from '#protocol/entities/message.ts'
import type { PullItem } from '#protocol/operations/sync.ts'
import type { Held } from './feed-cursor.ts'
import { type GroupPart, readGroupParts } from './feed-groups.ts'
import type { FeedPage } from './feed-page.ts'
import { presentConversations, presentMessage } from './present.ts'
import { seenRuns, seenRunsSql } from './visible.ts'

const latestAtMost = 30
const updatedAtMost = 200
/** An own row without its newest message, about. */
const bytesOfOwnRow = 1000

/** A conversation to be answered, and what the client holds of it. */
export interface Wanted {
  id: string
  held: Held
}

interface Key {
  id: string
  seq: number
  rev: number
  size: number
}

interface Plan extends Wanted {
  latest: Key[]
  updated: Key[]
  /** There is more in `updated` than this answer takes. */
  cut: boolean
}

/**
 * Adds items in this order until the page is full.
 * @param cursor what the client is to store; the conversation's own numbers unless told
 * @returns how many of `wanted` were answered
 */
export async function addItems(
  db: Db,
  userId: string,
  page: FeedPage,
  wanted: readonly Wanted[],
  cursor?: Held,
): Promise<number> {
  if (wanted.length === 0) return 0
  const plans = await planItems(db, userId, page, wanted)
  const ids = plans.map(plan => plan.id)
  const owns = new Map((await presentConversations(db, userId, ids)).map(own => [own.id, own]))
  const rows = await readRows(db, userId, plans, owns)
  const groups = await readGroupParts(
    db,
    userId,
    plans.map(({ id, held, latest, updated }) => ({
      own: owns.get(id),
      held,
      messages: [...latest, ...updated].flatMap(({ seq }) => rows.get(`${id} ${seq}`) ?? []),
    })),
  )
  let answered = 0
  for (const plan of plans) {
    const own = owns.get(plan.id)
    if (!own || !page.addItem(itemOf(plan, own, rows, groups.get(plan.id) ?? {}, cursor))) break
    answered += 1
  }
  return answered
}

/** Adds own rows alone, for conversations whose messages are loaded when somebody opens them. */
export async function addBareItems(
  db: Db,
  userId: string,
  page: FeedPage,
  ids: readonly string[],
  cursor?: Held,
): Promise<number> {
  let answered = 0
  const owns = await presentConversations(db, userId, ids)
  const held = { rev: 0, seq: 0 }
  const groups = await readGroupParts(
    db,
    userId,
    owns.map(own => ({ own, held, messages: own.lastMsg ? [own.lastMsg] : [] })),
  )
  for (const own of owns) {
    const { rev, seq } = cursor ?? own
    const { upTo: _whole, ...group } = groups.get(own.id) ?? {}
    if (!page.addItem({ id: own.id, rev, seq, own, ...group, updated: [], more: own.lastMsg !== null })) break
    answered += 1
  }
  return answered
}

function itemOf(
  plan: Plan,
  own: Conversation,
  rows: Map<string, Message>,
  { upTo, ...group }: GroupPart,
  cursor: Held | undefined,
): PullItem {
  const row = ({ id, seq }: Key) => rows.get(`${id} ${seq}`) ?? []
  const latest = plan.latest.flatMap(row)
  const updated = plan.updated.flatMap(row)
  const lowest = seenRuns(own, own.seq).find(run => run.to > plan.held.seq)
  const missing = lowest && Math.max(lowest.from, plan.held.seq + 1)
  const last = plan.updated.at(-1)
  return {
    id: own.id,
    rev: cursor?.rev ?? Math.min(own.rev, plan.cut && last ? last.rev : own.rev, upTo ?? own.rev),
    seq: cursor?.seq ?? own.seq,
    own,
    ...group,
    updated,
    ...(latest.length > 0 && { latest }),
    more: missing !== undefined && missing < (latest[0]?.seq ?? Number.POSITIVE_INFINITY),
  }
}

/** What of each conversation fits, and of how many conversations. */
async function planItems(db: Db, userId: string, page: FeedPage, wanted: readonly Wanted[]): Promise<Plan[]> {
  const latest = groupById(await db.execute<Key & Row>(latestKeysSql(userId, wanted)))
  const updated = groupById(await db.execute<Key & Row>(updatedKeysSql(userId, wanted)))
  const plans: Plan[] = []
  let room = page.room
  for (const { id, held } of wanted) {
    const newest = fitting(latest.get(id) ?? [], page.limit / 2, latestAtMost)
    const changes = updated.get(id) ?? []
    const changed = fitting(changes, page.limit / 4, updatedAtMost)
    room -= bytesOfOwnRow + sum(newest) + sum(changed)
    if (room < 0 && plans.length > 0) break
    // Keys of `latest` come newest first: what is cut off is the older part.
    plans.push({ id, held, latest: newest.reverse(), updated: changed, cut: changed.length < changes.length })
  }
  return plans
}

/** As many from the front as fit; one at least, so that whoever asks again gets on. */
function fitting(keys: readonly Key[], bytes: number, atMost: number): Key[] {
  const taken: Key[] = []
  let left = bytes
  for (const key of keys.slice(0, atMost)) {
    left -= key.size
    if (left < 0 && taken.length > 0) break
    taken.push(key)
  }
  return taken
}

const sum = (keys: readonly Key[]) => keys.reduce((total, key) => total + key.size, 0)

function groupById(keys: readonly Key[]): Map<string, Key[]> {
  const groups = new Map<string, Key[]>()
  for (const key of keys) {
    const group = groups.get(key.id)
    if (group) group.push(key)
    else groups.set(key.id, [key])
  }
  return groups
}

type Row = Record<string, unknown>

const sizeSql = sql`(400 + coalesce(octet_length(x.content::text), 0) + coalesce(octet_length(x.custom::text), 0)
  + coalesce(octet_length(x.mentions::text), 0))`

function heldSql(wanted: readonly Wanted[]): SQL {
  return sql`unnest(
    ${sql.param(wanted.map(one => one.id))}::uuid[],
    ${sql.param(wanted.map(one => one.held.rev))}::bigint[],
    ${sql.param(wanted.map(one => one.held.seq))}::bigint[]
  ) as held (id, rev, seq)`
}

/** By its key, hence the limit: as a plain join it may become every conversation of a person against every `held`. */
function ownRowSql(userId: string): SQL {
  return sql`(
    select own.visible, own.clear_seq, own.leave_rev from members own
    where own.conversation_id = held.id and own.user_id = ${userId} limit 1
  ) as m`
}

/** The newest above what is held, newest first. */
function latestKeysSql(userId: string, wanted: readonly Wanted[]): SQL {
  return sql`
    select held.id, top.seq, top.rev, top.size
    from ${heldSql(wanted)}
    cross join lateral ${ownRowSql(userId)}
    cross join lateral (
      select run.seq, run.rev, run.size
      from ${seenRunsSql('m', sql`greatest(m.clear_seq, held.seq)`)} as v
      cross join lateral (
        select x.seq, x.rev, ${sizeSql} as size from messages x
        where x.conversation_id = held.id and x.seq between v.lo and v.hi
        order by x.seq desc limit ${latestAtMost}
      ) as run
      order by run.seq desc limit ${latestAtMost}
    ) as top
    order by held.id, top.seq desc`
}

/**
 * Changed since, at or below what is held, in the order of the feed; one more than an answer takes. Whoever left hears
 * of what was taken back since, and of no other change.
 */
function updatedKeysSql(userId: string, wanted: readonly Wanted[]): SQL {
  return sql`
    select held.id, changed.seq, changed.rev, changed.size
    from ${heldSql(wanted)}
    cross join lateral ${ownRowSql(userId)}
    cross join lateral (
      select x.seq, x.rev, ${sizeSql} as size from messages x
      where x.conversation_id = held.id and x.touched and x.rev > held.rev and x.seq <= held.seq
        and (m.leave_rev is null or x.rev <= m.leave_rev or x.recalled_at is not null)
        and exists (
          select 1 from ${seenRunsSql('m', sql`m.clear_seq`)} as v where x.seq between v.lo and v.hi
        )
      order by x.rev limit ${updatedAtMost + 1}
    ) as changed
    order by held.id, changed.rev`
}

async function readRows(
  db: Db,
  userId: string,
  plans: readonly Plan[],
  owns: Map<string, Conversation>,
): Promise<Map<string, Message>> {
  const keys = plans.flatMap(plan => [...plan.latest, ...plan.updated])
  if (keys.length === 0) return new Map()
  const rows = await db
    .select()
    .from(messages)
    .where(
      sql`(${messages.conversationId}, ${messages.seq}) in (
        select * from unnest(
          ${sql.param(keys.map(key => key.id))}::uuid[],
          ${sql.param(keys.map(key => key.seq))}::bigint[]
        )
      )`,
    )
  return new Map(
    rows.flatMap(row => {
      const own = owns.get(row.conversationId)
      if (!own) return []
      const pair = own.scene === 'direct' ? { userA: userId, userB: own.to } : { userA: null, userB: null }
      const message = presentMessage(row, { id: own.id, scene: own.scene, ...pair })
      return [[`${row.conversationId} ${row.seq}`, message] as const]
    }),
  )
}
