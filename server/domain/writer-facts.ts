/**
 * What a flush has to know before it judges, in one round trip: the conversations it could lock, and then, with a
 * snapshot taken after the locks, everything the policy asks for. A change of the right to write holds the same
 * lock, so what is read here stays true until the commit (I13).
 */
import type { Sql } from 'postgres'
import type { Group, Role } from '#protocol/entities/group.ts'
import type { GroupStanding } from '#protocol/group-policy.ts'
import { times } from '#protocol/limits.ts'
import type { Relation } from '#protocol/policy.ts'
import { everybody } from '#protocol/values.ts'
import type { ConversationRow } from './counters.ts'
import type { MessageFields } from './present.ts'
import type { Load, Send } from './writer-lanes.ts'

export type Locked = Pick<ConversationRow, 'id' | 'scene' | 'userA' | 'userB' | 'seq' | 'rev' | 'membersRev'>

/** One sender, by one session, in one conversation. */
export interface Standing {
  /** `ended` on purpose, which costs a device what it keeps, or only `out` of time. */
  session: 'live' | 'ended' | 'out'
  /** The conversation exists and they are or were in it. */
  known: boolean
  left: boolean
  /** Towards the other one of a direct conversation. */
  relation: Relation
  /** In a group. */
  group: (GroupStanding & Pick<Group, 'mentionAllBy'>) | null
}

export type KnownMessage = MessageFields & { requestHash: Uint8Array }

export interface Facts {
  /** The transaction's own id: whoever writes with these facts must still be in it. Null if nothing was locked. */
  transactionId: string | null
  locked: Map<string, Locked>
  exists(conversationId: string): boolean
  standing(send: Send): Standing
  /** Messages stored under an idClient of this flush. */
  known: Map<string, KnownMessage>
  /** What this send replies to was recalled, as far as its sender may see it. */
  repliesToRecalled(send: Send): boolean
  /** Everybody this send names in a group is or was a member there. */
  namesMembers(send: Send): boolean
}

export interface FactsOptions {
  now: number
  /** Wait this long for locks held by others; without it they are passed over. */
  lockWaitMs?: number | undefined
}

/** Opens a transaction on the writer's connection and gathers the facts in it. */
export async function gatherFacts(sql: Sql, loads: readonly Load[], options: FactsOptions): Promise<Facts> {
  const { now, lockWaitMs } = options
  const sends = loads.flatMap(load => load.sends)
  const standings = new Map(sends.map(send => [standingKey(send), send]))
  // One connection sends these behind each other without waiting. Should it break in between, some of them may run
  // outside any transaction: `transactionId` is null then, and nothing will be written.
  const [, , lockedRows, standingRows, knownRows, recalledRows, memberRows] = await Promise.all([
    sql.unsafe('begin'),
    lockWaitMs === undefined ? undefined : sql.unsafe(`set local lock_timeout = ${Math.ceil(lockWaitMs)}`),
    lockRows(
      sql,
      loads.map(load => load.conversationId),
      lockWaitMs === undefined,
    ),
    readStandings(sql, [...standings.values()], now),
    readKnown(sql, sends),
    readRecalled(sql, sends),
    readMentioned(sql, sends),
  ])
  const standingOf = new Map([...standings.keys()].map((key, i) => [key, standingRows[i]!]))
  const existing = new Set(standingRows.filter(row => row.exists).map(row => row.conversationId))
  const recalled = new Set(recalledRows.map(row => row.key))
  const members = new Set(memberRows.map(row => row.key))
  return {
    transactionId: standingRows[0]?.transactionId ?? null,
    locked: new Map(lockedRows.map(row => [row.id, row])),
    exists: conversationId => existing.has(conversationId),
    standing: send => standingFrom(standingOf.get(standingKey(send))!, send.actor.userId),
    repliesToRecalled: send => recalled.has(replyKey(send)),
    namesMembers: send =>
      mentionedIn(send).every(userId => members.has(`${send.input.conversationId} ${userId}`)),
    known: new Map(knownRows.map(row => [idClientKey(row.senderId, row.idClient), row])),
  }
}

export const idClientKey = (senderId: string, idClient: string) => `${senderId} ${idClient}`

const standingKey = ({ input, actor }: Send) => `${input.conversationId} ${actor.userId} ${actor.sessionId}`

const replyKey = ({ input, actor }: Send) => `${input.conversationId} ${actor.userId} ${input.replyTo?.seq}`

/** Most flushes quote nothing, and ask nothing. */
async function readRecalled(sql: Sql, sends: readonly Send[]): Promise<{ key: string }[]> {
  const replies = sends.flatMap(send => (send.input.replyTo ? { send, seq: send.input.replyTo.seq } : []))
  if (replies.length === 0) return []
  return sql<{ key: string }[]>`
    select r.key
    from unnest(
      ${replies.map(({ send }) => replyKey(send))}::text[],
      ${replies.map(({ send }) => send.input.conversationId)}::uuid[],
      ${replies.map(({ send }) => send.actor.userId)}::uuid[],
      ${replies.map(({ seq }) => seq)}::bigint[]
    ) as r (key, conversation_id, user_id, seq)
    cross join lateral (
      select recalled_at from messages where conversation_id = r.conversation_id and seq = r.seq limit 1
    ) as quoted
    cross join lateral (
      select visible, clear_seq from members where conversation_id = r.conversation_id and user_id = r.user_id limit 1
    ) as own
    where quoted.recalled_at is not null and r.seq > own.clear_seq
      and exists (
        select 1 from jsonb_to_recordset(own.visible) as i("from" bigint, "to" bigint)
        where r.seq between i."from" and coalesce(i."to", r.seq)
      )`
}

const mentionedIn = ({ input }: Send) =>
  (input.mentions ?? []).flatMap(({ userId }) => (userId === everybody ? [] : [userId]))

/** Most flushes name nobody, and ask nothing. */
async function readMentioned(sql: Sql, sends: readonly Send[]): Promise<{ key: string }[]> {
  const named = sends.flatMap(send =>
    mentionedIn(send).map(userId => ({ id: send.input.conversationId, userId })),
  )
  if (named.length === 0) return []
  return sql<{ key: string }[]>`
    select n.conversation_id || ' ' || n.user_id as key
    from unnest(${named.map(({ id }) => id)}::uuid[], ${named.map(({ userId }) => userId)}::uuid[])
      as n (conversation_id, user_id)
    cross join lateral (
      select 1 from members where conversation_id = n.conversation_id and user_id = n.user_id limit 1
    ) as m`
}

function lockRows(sql: Sql, ids: string[], skipLocked: boolean): Promise<Locked[]> {
  // Two statements rather than a fragment: each keeps its own prepared plan.
  return skipLocked
    ? sql<Locked[]>`
        select id, scene, user_a as "userA", user_b as "userB", seq, rev, members_rev as "membersRev"
        from conversations where id = any(${ids}::uuid[])
        order by id for no key update skip locked`
    : sql<Locked[]>`
        select id, scene, user_a as "userA", user_b as "userB", seq, rev, members_rev as "membersRev"
        from conversations where id = any(${ids}::uuid[])
        order by id for no key update`
}

interface StandingRow {
  transactionId: string | null
  conversationId: string
  exists: boolean
  member: boolean
  left: boolean
  sessionLive: boolean
  sessionEnded: boolean
  role: Role
  mutedUntil: number | null
  lastSentAt: number | null
  isGroup: boolean
  dissolvedAt: number | null
  muteAll: boolean
  slowModeSeconds: number
  mentionAllBy: Group['mentionAllBy']
  otherId: string | null
  otherGone: boolean
  iList: boolean
  iBlock: boolean
  listsMe: boolean
  blocksMe: boolean
}

function readStandings(sql: Sql, sends: readonly Send[], now: number): Promise<StandingRow[]> {
  return sql<StandingRow[]>`
    select pg_current_xact_id_if_assigned()::text as "transactionId",
      p.conversation_id as "conversationId",
      c.id is not null as "exists",
      m.user_id is not null as member, m.left_at is not null as "left",
      coalesce(s.user_id = p.user_id and s.revoked_at is null and u.deleted_at is null and u.delete_at is null
        and s.last_active_at > ${now - times.sessionIdleMs}::bigint
        and s.created_at > ${now - times.sessionAbsoluteMs}::bigint, false) as "sessionLive",
      coalesce(s.user_id = p.user_id and s.revoked_at is not null, false) as "sessionEnded",
      m.role, m.muted_until as "mutedUntil", m.last_sent_at as "lastSentAt",
      g.id is not null as "isGroup", g.dissolved_at as "dissolvedAt", g.mute_all as "muteAll",
      g.slow_mode_seconds as "slowModeSeconds", g.mention_all_by as "mentionAllBy",
      o.id as "otherId", (o.deleted_at is not null or o.delete_at is not null) as "otherGone",
      coalesce(mine.listed, false) as "iList", coalesce(mine.blocked, false) as "iBlock",
      coalesce(theirs.listed, false) as "listsMe", coalesce(theirs.blocked, false) as "blocksMe"
    from unnest(
      ${sends.map(send => send.input.conversationId)}::uuid[],
      ${sends.map(send => send.actor.userId)}::uuid[],
      ${sends.map(send => send.actor.sessionId)}::uuid[]
    ) with ordinality as p (conversation_id, user_id, session_id, place)
    left join sessions s on s.id = p.session_id
    left join users u on u.id = p.user_id
    left join conversations c on c.id = p.conversation_id
    left join members m on m.conversation_id = p.conversation_id and m.user_id = p.user_id
    left join groups g on g.id = c.id
    left join users o on o.id = case when c.user_a = p.user_id then c.user_b else c.user_a end
    left join friendships mine on mine.user_id = p.user_id and mine.other_id = o.id
    left join friendships theirs on theirs.user_id = o.id and theirs.other_id = p.user_id
    order by p.place`
}

function standingFrom(row: StandingRow, userId: string): Standing {
  const { member, left, iList, listsMe, iBlock, blocksMe, otherId, otherGone } = row
  const self = otherId === userId
  return {
    session: row.sessionLive ? 'live' : row.sessionEnded ? 'ended' : 'out',
    known: row.exists && member,
    left,
    relation: { self, iList, listsMe, iBlock, blocksMe, otherGone },
    group: row.isGroup ? { ...row, dissolved: row.dissolvedAt !== null } : null,
  }
}

function readKnown(sql: Sql, sends: readonly Send[]): Promise<KnownMessage[]> {
  // The limit changes no answer, for the pair is unique. It keeps the planner from turning the join around: a plan
  // made while nobody had written anything would read all messages there are, for each flush.
  return sql<KnownMessage[]>`
    select x.*
    from unnest(
      ${sends.map(send => send.actor.userId)}::uuid[],
      ${sends.map(send => send.input.idClient)}::text[]
    ) as k (sender_id, id_client)
    cross join lateral (
      select conversation_id as "conversationId", seq, rev, id, id_client as "idClient", sender_id as "senderId",
        type, content, custom, reply_to as "replyTo", mentions, time, request_hash as "requestHash",
        edited_at as "editedAt", recalled_at as "recalledAt", recalled_by as "recalledBy"
      from messages
      where messages.sender_id = k.sender_id and messages.id_client = k.id_client
      limit 1
    ) as x`
}
