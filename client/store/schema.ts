import type { Conversation, Draft } from '#protocol/entities/conversation.ts'
import type { Friend } from '#protocol/entities/friendship.ts'
import type { Group, Member } from '#protocol/entities/group.ts'
import type { Message, SendInput } from '#protocol/entities/message.ts'
import type { Notice } from '#protocol/entities/notice.ts'
import type { Account, User } from '#protocol/entities/user.ts'
import type { WireError } from '#protocol/errors.ts'
import type { Ranges } from '../ranges.ts'

/**
 * What a device remembers of one person, in one database named after them. Messages lie in blocks of 50 by seq:
 * one record per message is twelve times slower to write (performance.md), and nothing looks a message up otherwise.
 * Members of a group lie in sixteen buckets for the same reason: a change of one rewrites a sixteenth of the list.
 */
export interface Tables {
  /** Facts about the store as a whole, one record each. */
  meta: MetaValue
  conversations: StoredConversation
  blocks: Message[]
  members: Member[]
  outbox: OutboxItem
  drafts: StoredDraft
  friends: Friend
  notices: Notice
  users: User
}

export type TableName = keyof Tables
export const tableNames: readonly TableName[] = [
  'meta',
  'conversations',
  'blocks',
  'members',
  'outbox',
  'drafts',
  'friends',
  'notices',
  'users',
]

export type Key = string | [string, number]

/** Where the two feeds stand. */
export interface Cursor {
  epoch: string | undefined
  userRev: number
  asOf: string | undefined
}

export type MetaValue =
  | { cursor: Cursor }
  | { account: Account }
  | { order: number }
  | { clockOffset: number }

export interface StoredConversation {
  id: string
  /** The own row as the server last said it, moved on by what came since. */
  row: Conversation
  /** The feed's cursor: every change up to here was applied. 0: nothing was, the row came by itself. */
  rev: number
  /** The newest seq at that cursor. */
  seq: number
  /** The highest rev known to exist; above `rev` there is something to pull. */
  headRev: number
  /** Complete stretches of the timeline in `blocks`. */
  ranges: Ranges
  /** How often the cursor passed over rows that are not here: a page of history from before may hold old ones. */
  jumps: number
  /** What `row.unread` counts from: the rev it was counted at. */
  countRev: number
  /** The highest seq of a countable message, as far as known. */
  countableSeq: number
  /** An own read position the server has not confirmed; 0: none. */
  readTo: number
  /** The count cannot be made from what is here: the server is to be asked. */
  recount: boolean
  /** What its members share; null in direct conversations, and where it has not come yet. */
  group: Group | null
  /** My own row among the members. */
  member: Member | null
  /** `complete`: the whole list, as far as I may know it, is in `members`, and the feed keeps it level. */
  roster: 'none' | 'complete'
  /** Those in `members` who are in the group now, counted while the roster is complete. */
  memberCount: number
  /** Where the feed stood at the end of loading it. */
  rosterRev: number
  /** How often something made a list worthless that was being loaded: whoever loads one begins anew then. */
  rosterBreaks: number
}

/** What `conversations` holds of groups where nothing of one is known. */
export const noGroup = {
  group: null,
  member: null,
  roster: 'none',
  memberCount: 0,
  rosterRev: 0,
  rosterBreaks: 0,
} as const satisfies Partial<StoredConversation>

export interface StoredDraft {
  conversationId: string
  draft: Draft | null
  /** Not yet at the server. */
  dirty: boolean
  /** When it was written, or taken away (server clock, ms). */
  time: number
}

export interface OutboxItem {
  idClient: string
  conversationId: string
  /** Place in the queue: rises with every new item and with every resend. */
  order: number
  /** Device clock, only a label. */
  time: number
  /** Frozen at the first attempt; a resend sends it unchanged. */
  request: SendInput
  status: 'queued' | 'sending' | 'fail'
  /** Why it failed; while it waits, what slow mode said. */
  error: WireError | null
  /** When it is tried again after that (device clock, ms). */
  retryAt?: number | undefined
  attempts: number
  /** ms of trying while connected; past a day the item fails. */
  triedMs: number
}

export const blockSize = 50
export const blockOf = (seq: number): number => Math.floor(seq / blockSize)

const bucketCount = 16
/** The buckets of one group, as a range of keys. */
export const allBuckets = (conversationId: string) => ({ id: conversationId, from: 0, to: bucketCount - 1 })
/** By the last hex digit, which is as good as random in ids of every version. */
export const bucketOf = (userId: string): number => Number.parseInt(userId.slice(-1), bucketCount)
