import * as z from 'zod/mini'
import { Id, Rev, Seq, Time } from '../fields.ts'
import { Mention, Message, Scene } from './message.ts'

export const NotifyLevel = z.enum(['all', 'mentions', 'none'])
export type NotifyLevel = z.infer<typeof NotifyLevel>

export const Draft = z.object({
  text: z.string(),
  replyTo: z.optional(z.object({ seq: Seq })),
  mentions: z.optional(z.array(Mention)),
  time: Time,
})
export type Draft = z.infer<typeof Draft>

/** Seqs that may be seen, both ends included; `to` is null while a member. */
export const Interval = z.object({ from: Seq, to: z.nullable(Seq) })
export type Interval = z.infer<typeof Interval>

/**
 * A conversation as one person has it: the own row. `unread` and `mentions` were counted when the conversation
 * stood at `countSeq`; above it a client counts its own rows.
 */
export const Conversation = z.object({
  id: Id,
  scene: Scene,
  /** The peer's user id (my own for notes to self), or the group's id. */
  to: Id,
  /** Of a group; for whoever left, as it was then. */
  title: z.optional(z.string()),
  avatar: z.optional(z.nullable(z.string())),
  /** People in a group now; not for whoever left. */
  memberCount: z.optional(z.int()),
  /** Time of the newest message I may see, else of the conversation's making. */
  updateTime: Time,
  unread: z.int(),
  mentions: z.int(),
  countSeq: Seq,
  lastMsg: z.nullable(Message),
  custom: z.nullable(z.unknown()),
  readSeq: Seq,
  /** How far the other one has read, in direct conversations where both show receipts. */
  peerReadSeq: z.optional(Seq),
  clearSeq: Seq,
  pinned: z.boolean(),
  notify: NotifyLevel,
  /** When a level other than `all` ends by itself. */
  notifyUntil: z.nullable(Time),
  /** Hidden until a countable message above this seq; null: not hidden. */
  hiddenSeq: z.nullable(Seq),
  markedUnread: z.boolean(),
  draft: z.nullable(Draft),
  visible: z.array(Interval),
  leaveRev: z.nullable(Rev),
  /** Where the conversation's feed stands. */
  rev: Rev,
  seq: Seq,
  /** The number of this row's last change in my own feed. */
  userRev: Rev,
})
export type Conversation = z.infer<typeof Conversation>
