import type { Conversation, Draft, Interval } from '#protocol/entities/conversation.ts'
import type { Friend, FriendRequest } from '#protocol/entities/friendship.ts'
import type { Announcement, Group, Member } from '#protocol/entities/group.ts'
import type { Mention, Message } from '#protocol/entities/message.ts'
import type { Notice } from '#protocol/entities/notice.ts'
import type { Account, Settings, User } from '#protocol/entities/user.ts'
import type { Presence, Signal, SignalName } from '#protocol/signals.ts'
import type { Update, UpdateName } from '#protocol/updates.ts'

/**
 * What the hub pushed, looked at before the engine leans on it: one guard for each name. The schemas of the protocol
 * say the same, but bring their library along, which weighs more than the whole engine; a guard knows the ids, numbers
 * and lists that the store and the screens rely on, and leaves alone what nobody computes with.
 */

type Guard = (value: unknown) => boolean

const text: Guard = value => typeof value === 'string'
const name: Guard = value => typeof value === 'string' && value !== ''
const flag: Guard = value => typeof value === 'boolean'
/** An id's place in a feed, a time, a count. */
const number: Guard = value => Number.isSafeInteger(value) && (value as number) >= 0
const anything: Guard = () => true
const given: Guard = value => value !== undefined
const record: Guard = value => typeof value === 'object' && value !== null && !Array.isArray(value)
const nullable =
  (guard: Guard): Guard =>
  value =>
    value === null || guard(value)
const optional =
  (guard: Guard): Guard =>
  value =>
    value === undefined || guard(value)
const list =
  (guard: Guard): Guard =>
  value =>
    Array.isArray(value) && value.every(guard)

/** Every field of `T` has its guard, so that a new field of the protocol is decided on here. */
const row =
  <T>(fields: { [K in keyof Required<T>]: Guard }): Guard =>
  value =>
    record(value) &&
    Object.entries<Guard>(fields).every(([field, guard]) => guard((value as Record<string, unknown>)[field]))

const user = row<User>({
  id: name,
  username: text,
  displayName: text,
  avatar: nullable(text),
  bio: text,
  pinyin: text,
  deleted: flag,
})

const place = row<{ seq: number }>({ seq: number })
const mentions = list(row<Mention>({ userId: name, offset: number, length: number }))

const message = row<Message>({
  id: name,
  conversationId: name,
  idClient: text,
  seq: number,
  rev: number,
  scene: name,
  type: text,
  from: name,
  to: name,
  time: number,
  content: nullable(record),
  custom: anything,
  replyTo: optional(place),
  mentions: optional(mentions),
  editedAt: optional(number),
  recalledAt: optional(number),
  recalledBy: optional(name),
})

const draft = row<Draft>({
  text,
  replyTo: optional(place),
  mentions: optional(mentions),
  time: number,
})

const conversation = row<Conversation>({
  id: name,
  scene: name,
  to: name,
  title: optional(text),
  avatar: optional(nullable(text)),
  memberCount: optional(number),
  updateTime: number,
  unread: number,
  mentions: number,
  countSeq: number,
  lastMsg: nullable(message),
  custom: given,
  readSeq: number,
  peerReadSeq: optional(number),
  clearSeq: number,
  pinned: flag,
  notify: name,
  notifyUntil: nullable(number),
  hiddenSeq: nullable(number),
  markedUnread: flag,
  draft: nullable(draft),
  visible: list(row<Interval>({ from: number, to: nullable(number) })),
  leaveRev: nullable(number),
  rev: number,
  seq: number,
  userRev: number,
})

const request = row<FriendRequest>({
  id: name,
  from: name,
  to: name,
  greeting: text,
  state: name,
  time: number,
  expiresAt: number,
})

const friend = row<Friend>({
  userId: name,
  listed: flag,
  remark: text,
  remarkPinyin: text,
  blocked: flag,
  since: nullable(number),
  outgoing: nullable(request),
  incoming: nullable(request),
  userRev: number,
})

const notice = row<Notice>({
  msgId: name,
  time: number,
  type: text,
  from: nullable(name),
  to: name,
  scene: nullable(name),
  content: record,
  custom: given,
  state: nullable(name),
  handledBy: nullable(name),
  readAt: nullable(number),
  userRev: number,
})

const settings = row<Settings>({
  receipts: flag,
  presence: flag,
  typing: flag,
  findable: flag,
  density: name,
  messageSize: number,
  sendKey: name,
  reduceMotion: flag,
})

const announcement = row<Announcement>({ text, by: name, time: number, rev: number })

const group = row<Group>({
  id: name,
  title: text,
  avatar: nullable(text),
  announcement: nullable(announcement),
  joinMode: name,
  history: name,
  inviteBy: name,
  editBy: name,
  mentionAllBy: name,
  membersVisible: flag,
  muteAll: flag,
  slowModeSeconds: number,
  recallSeconds: number,
  createdAt: number,
  dissolvedAt: nullable(number),
  rev: number,
})

const member = row<Member>({
  userId: name,
  role: name,
  nickname: text,
  nicknamePinyin: text,
  joinedAt: number,
  joinedVia: name,
  joinedBy: nullable(name),
  mutedUntil: nullable(number),
  leftAt: nullable(number),
  rev: number,
})

const headOfConversation = row<{ conversationId: string; rev: number; seq?: number }>({
  conversationId: name,
  rev: number,
  seq: optional(number),
})
const headOfMine = row<{ userRev: number }>({ userRev: number })

const updates: Record<UpdateName, Guard> = {
  message: row<Update<'message'>>({ conversationId: name, rev: number, message }),
  group: row<Update<'group'>>({ conversationId: name, rev: number, group }),
  member: row<Update<'member'>>({ conversationId: name, rev: number, members: list(member) }),
  rev: value => headOfConversation(value) || headOfMine(value),
  conversation,
  friend,
  notice,
  settings: row<Account>({ user, settings, admin: flag, deleteAt: nullable(number), userRev: number }),
}

const signals: Record<SignalName, Guard> = {
  hello: row<Signal<'hello'>>({
    protocol: number,
    epoch: text,
    time: number,
    userId: name,
    sessionId: name,
    limits: value => record(value) && Object.values(value as object).every(Number.isFinite),
  }),
  presence: row<Presence>({ userId: name, state: name, lastSeen: optional(number) }),
  typing: row<Signal<'typing'>>({ conversationId: name, userId: name, kind: name }),
  read: row<Signal<'read'>>({ conversationId: name, userId: name, readSeq: number }),
  profile: row<Signal<'profile'>>({ user }),
  'session:revoked': row<Signal<'session:revoked'>>({ sessionId: name }),
  closing: row<Signal<'closing'>>({ reason: text, resumeAfterMs: optional(number) }),
}

export const isUpdateName = (word: string): word is UpdateName => Object.hasOwn(updates, word)

/** The payload of an update, or undefined where it is none that this program understands. */
export function readUpdate<N extends UpdateName>(word: N, payload: unknown): Update<N> | undefined {
  return updates[word](payload) ? (payload as Update<N>) : undefined
}

/** The payload of a signal, or undefined where it is malformed. */
export function readSignal<N extends SignalName>(word: N, payload: unknown): Signal<N> | undefined {
  return signals[word](payload) ? (payload as Signal<N>) : undefined
}
