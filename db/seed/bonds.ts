/** Requests, what became of them, blocks, and the notices that told of it. */
import { times } from '#protocol/limits.ts'
import type { Friendship, Name, Request } from './cast.ts'
import type { Random } from './random.ts'
import { type FriendshipRow, type RequestRow, type Rows, unnumbered } from './rows.ts'

const hour = 3_600_000
/** Notices older than this have been looked at. */
const freshMs = 24 * hour

export interface Setting {
  random: Random
  rows: Rows
  now: number
  idOf: Record<Name, string>
}

/** A request that was accepted within the hour, both lists, and word to the one who asked. */
export function befriend(setting: Setting, friendship: Friendship): void {
  const { from, to, greeting, since, removedBy, own } = friendship
  const { now } = setting
  const asked = now - since * hour - hour
  const accepted = now - since * hour
  const request = ask(setting, { from, to, greeting, time: asked }, 'accepted', accepted)
  noticeOf(setting, request, { state: 'accepted', handledBy: request.toId, readAt: accepted }, accepted)
  answer(setting, request, 'friend_accepted', accepted)
  const removedAt = now - friendship.last * hour + hour
  for (const [name, other] of [
    [from, to],
    [to, from],
  ] as const) {
    const { remark = '', remarkPinyin = '' } = own?.[name] ?? {}
    const gone = removedBy === name
    const time = gone ? removedAt : accepted + (remark ? hour / 2 : 0)
    relate(setting, name, other, time, {
      listed: !gone,
      since: gone ? null : accepted,
      remark,
      remarkPinyin,
    })
  }
}

/** A request that made no friends. */
export function askInVain(setting: Setting, { from, to, greeting, age, state, seen }: Request): void {
  const time = setting.now - age * hour
  const handled = time + hour / 4
  const stored = state === 'waiting' ? 'init' : state
  const changed = state === 'waiting' ? time : handled
  const request = ask(setting, { from, to, greeting, time }, stored, state === 'waiting' ? null : handled)
  const handledBy = { waiting: null, declined: request.toId, cancelled: request.fromId }[state]
  noticeOf(setting, request, { state: stored, handledBy, readAt: seen ? handled : null }, changed)
  if (state === 'declined') answer(setting, request, 'friend_declined', handled)
  relate(setting, from, to, changed, {})
  relate(setting, to, from, changed, {})
}

/** A block, and a request across it: it waits for ever, and the one who is asked has no trace of it. */
export function block(
  setting: Setting,
  bond: { by: Name; blocked: Name; age: number; asked: { age: number; greeting: string } },
): void {
  const { by, blocked, age, asked } = bond
  const time = setting.now - asked.age * hour
  ask(setting, { from: blocked, to: by, greeting: asked.greeting, time }, 'init', null, true)
  relate(setting, blocked, by, time, {})
  relate(setting, by, blocked, setting.now - age * hour, { blocked: true })
}

function ask(
  { random, rows, idOf }: Setting,
  { from, to, greeting, time }: { from: Name; to: Name; greeting: string; time: number },
  state: RequestRow['state'],
  handledAt: number | null,
  concealed = false,
): RequestRow {
  const request: RequestRow = {
    id: random.id(time),
    fromId: idOf[from],
    toId: idOf[to],
    greeting,
    state,
    concealed,
    time,
    expiresAt: time + times.friendRequestMs,
    handledAt,
  }
  rows.requests.push(request)
  return request
}

/** What the addressee was told. */
function noticeOf(
  { random, rows }: Setting,
  { id, fromId, toId, greeting, time, expiresAt }: RequestRow,
  outcome: { state: RequestRow['state']; handledBy: string | null; readAt: number | null },
  changed: number,
): void {
  const row = {
    id: random.id(time),
    userId: toId,
    type: 'friend_request',
    fromId,
    content: { requestId: id, greeting, expiresAt },
    requestId: id,
    time,
    userRev: unnumbered,
    ...outcome,
  }
  rows.notices.push({ row, time: Math.max(changed, outcome.readAt ?? 0) })
}

/** What the one who asked was told. */
function answer({ random, rows, now }: Setting, request: RequestRow, type: string, time: number): void {
  const readAt = now - time > freshMs ? time + hour : null
  const row = {
    id: random.id(time),
    userId: request.fromId,
    type,
    fromId: request.toId,
    content: { requestId: request.id },
    time,
    readAt,
    userRev: unnumbered,
  }
  rows.notices.push({ row, time: readAt ?? time })
}

/** One row for each direction, whatever comes to be between two people. */
function relate(
  { rows, idOf }: Setting,
  name: Name,
  otherName: Name,
  time: number,
  change: Partial<FriendshipRow>,
): void {
  const [userId, otherId] = [idOf[name], idOf[otherName]]
  const found = rows.friendships.find(({ row }) => row.userId === userId && row.otherId === otherId)
  if (!found) {
    rows.friendships.push({ row: { userId, otherId, userRev: unnumbered, ...change }, time })
    return
  }
  Object.assign(found.row, change)
  found.time = Math.max(found.time, time)
}
