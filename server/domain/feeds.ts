/**
 * What changed since a client last asked (protocol.md, Pull): named conversations by their rev, the own feed since a
 * userRev, and a snapshot for whoever has no cursor that can be relied on. The cost follows what changed.
 *
 * A page is read in one snapshot of the database, so its rows, counts and numbers agree with each other.
 */
import { sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { times } from '#protocol/limits.ts'
import type { Output, Parsed } from '#protocol/operations/index.ts'
import type { Context } from './context.ts'
import { faultPoint } from './faults.ts'
import { decodeAsOf, decodeNext, encodeAsOf, encodeNext, type PullState, stages } from './feed-cursor.ts'
import { FeedPage } from './feed-page.ts'
import { type Header, type Pull, runStage } from './feed-stages.ts'
import { usersById } from './present-people.ts'
import { badRequest } from './refusal.ts'

/** `changedAt` is taken before the commit; transactions end within 30 s, and clocks of nodes differ a little. */
const overlapMs = 60_000

export async function pullChanges(
  context: Context,
  input: Parsed<'sync:pull'>,
): Promise<Output<'sync:pull'>> {
  const { userId } = context.actor
  // Before the snapshot is taken: what commits after it must lie above `asOf`.
  const now = context.now()
  const level = await answerLevel(context, input, now)
  if (level) return level
  const answer = await context.database.db.transaction(
    async db => {
      const header = await readHeader(db, userId)
      const state = input.next === undefined ? begin(input, header, now) : goOn(input, header, now)
      const page = new FeedPage(context.limits.pullPageBytes)
      const next = await fill({ db, userId, now, header, page, state })
      const wasRestored = input.epoch !== undefined && input.epoch !== header.epoch
      return {
        epoch: header.epoch,
        ...(next === undefined &&
          state.mode !== 'named' && { userRev: state.userRev, asOf: encodeAsOf(state.asOf) }),
        ...(state.mode !== 'named' && { changes: page.changes }),
        ...(state.mode === 'snapshot' && { snapshot: true }),
        ...(wasRestored && header.restoredTo !== undefined && { restoredTo: header.restoredTo }),
        conversations: page.items,
        heads: page.heads,
        users: await usersById(db, [...page.people]),
        ...(next !== undefined && { next }),
      }
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
  faultPoint('mid-pull')
  return answer
}

/**
 * Most pulls come from somebody who was away for a moment and missed nothing: one statement finds that out, and is a
 * snapshot of its own. Null where there is something to tell, or to complain of.
 */
async function answerLevel(
  { actor, database }: Context,
  { next, epoch, userRev, asOf, conversations = {} }: Parsed<'sync:pull'>,
  now: number,
): Promise<Output<'sync:pull'> | null> {
  if (next !== undefined || userRev === undefined || asOf === undefined) return null
  const since = Math.min(decodeAsOf(asOf), now - overlapMs)
  if (since < now - times.feedKeptMs) return null
  const ids = Object.keys(conversations)
  const revs = ids.map(id => conversations[id]!.rev)
  const [row] = await database.sql<{ epoch: string; level: boolean }[]>`
    select (select value from meta where key = 'epoch') as epoch,
      u.user_rev = ${userRev}::bigint
        and not exists (
          select 1 from unnest(${ids}::uuid[], ${revs}::bigint[]) as held (id, rev)
          left join lateral (
            select coalesce(m.leave_rev, c.rev) as rev
            from members m join conversations c on c.id = m.conversation_id
            where m.conversation_id = held.id and m.user_id = u.id limit 1
          ) as now on true
          where now.rev is distinct from held.rev
        )
        and not exists (
          select 1 from members m
          join conversations c on c.id = m.conversation_id
          where m.user_id = u.id and c.changed_at >= ${since}::bigint
            and (m.left_at is not null or c.id <> all (${ids}::uuid[]))
            and (m.left_at is null or exists (
              select 1 from messages x
              where x.conversation_id = c.id and x.touched and x.rev > m.leave_rev and x.recalled_at >= ${since}::bigint
            ))
        ) as level
    from users u where u.id = ${actor.userId}::uuid`
  if (!row?.level || (epoch !== undefined && epoch !== row.epoch)) return null
  return {
    epoch: row.epoch,
    userRev,
    asOf: encodeAsOf(now - overlapMs),
    changes: { conversations: [], friends: [], notices: [] },
    conversations: [],
    heads: [],
    users: [],
  }
}

/** Runs the stages from where the state stands; the `next` to go on with, or undefined when all is said. */
async function fill(pull: Pull): Promise<string | undefined> {
  const { state } = pull
  const order = stages[state.mode]
  for (; state.stage < order.length; state.stage += 1, state.after = undefined) {
    if (!(await runStage[order[state.stage]!](pull))) return encodeNext({ ...state, page: state.page + 1 })
  }
  return undefined
}

async function readHeader(db: Db, userId: string): Promise<Header> {
  const [row] = await db.execute<
    Row & { epoch: string; userRev: number; settingsRev: number; restoredTo: string }
  >(
    sql`
      select u.user_rev as "userRev", u.settings_rev as "settingsRev",
        (select value from meta where key = 'epoch') as epoch,
        (select value from meta where key = 'restoredTo') as "restoredTo"
      from users u where u.id = ${userId}`,
  )
  if (!row?.epoch) throw new Error('The database keeps no epoch, or nothing of who asks')
  const { epoch, userRev, settingsRev } = row
  return { epoch, userRev, settingsRev, restoredTo: row.restoredTo ? Number(row.restoredTo) : undefined }
}

type Row = Record<string, unknown>

function begin(input: Parsed<'sync:pull'>, header: Header, now: number): PullState {
  const { epoch, userRev, asOf, conversations: named } = input
  const stand = { epoch: header.epoch, stage: 0, userRev: header.userRev, asOf: now - overlapMs, page: 0 }
  if (epoch !== undefined && epoch !== header.epoch) return { ...stand, mode: 'snapshot', holds: false }
  if (userRev === undefined && asOf === undefined) {
    if (named) return { ...stand, mode: 'named', named, holds: true }
    // Who names the epoch has been here before, and may hold rows of a snapshot that was broken off.
    return { ...stand, mode: 'snapshot', holds: epoch !== undefined }
  }
  if (userRev === undefined || asOf === undefined) throw badRequest('`userRev` and `asOf` belong together.')
  const since = { userRev, asOf: Math.min(decodeAsOf(asOf), stand.asOf) }
  const tooOld = since.asOf < now - times.feedKeptMs
  if (tooOld || userRev > header.userRev) return { ...stand, mode: 'snapshot', holds: true }
  return { ...stand, mode: 'account', since, named, answered: Object.keys(named ?? {}), holds: true }
}

function goOn(input: Parsed<'sync:pull'>, header: Header, now: number): PullState {
  const { next, ...others } = input
  if (next === undefined || Object.values(others).some(value => value !== undefined)) {
    throw badRequest('`next` is sent alone.')
  }
  const state = decodeNext(next)
  // The database was restored between two pages: what they said is void, and everything is said anew.
  if (state.epoch !== header.epoch) return begin({}, header, now)
  return state
}
