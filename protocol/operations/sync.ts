import * as z from 'zod/mini'
import { Conversation } from '../entities/conversation.ts'
import { Friend } from '../entities/friendship.ts'
import { Group, Member } from '../entities/group.ts'
import { Message } from '../entities/message.ts'
import { Notice } from '../entities/notice.ts'
import { Account, User } from '../entities/user.ts'
import { Id, Rev, Seq } from '../fields.ts'
import { lengths, limits } from '../limits.ts'
import type { OperationTable } from './table.ts'

/** One conversation that moved: all a client needs to stand at `rev`. */
export const PullItem = z.object({
  id: Id,
  /** The cursor to store: the feed's own, or, where `updated` was cut, that of its last row (ask again). */
  rev: Rev,
  seq: Seq,
  own: Conversation,
  /** The group's row, where it changed since the client's rev. */
  group: z.optional(Group),
  /**
   * Member rows changed since the client's rev. From rev 0 not the whole list, which `group:members` gives: only the
   * own row, the owner, the admins, and those who appear in the answer.
   */
  members: z.optional(z.array(Member)),
  /** Changed messages at or below the client's seq, in rev order, at most 200. */
  updated: z.array(Message),
  /** The newest messages above the client's seq, at most 30, in seq order. */
  latest: z.optional(z.array(Message)),
  /** A gap lies between the client's seq and `latest`. */
  more: z.boolean(),
})
export type PullItem = z.infer<typeof PullItem>

export const GoneItem = z.object({ id: Id, gone: z.literal(true) })

export const Changes = z.object({
  conversations: z.array(Conversation),
  friends: z.array(Friend),
  notices: z.array(Notice),
  settings: z.optional(Account),
})
export type Changes = z.infer<typeof Changes>

const Cursor = z.strictObject({ rev: Rev, seq: Seq })

export const PullInput = z.strictObject({
  epoch: z.optional(z.string().check(z.maxLength(64))),
  userRev: z.optional(Rev),
  asOf: z.optional(z.string().check(z.maxLength(64))),
  conversations: z.optional(
    z
      .record(Id, Cursor)
      .check(
        z.refine(named => Object.keys(named).length <= lengths.pullConversations, 'too many conversations'),
      ),
  ),
  next: z.optional(z.string().check(z.maxLength(limits.socketPacketBytes))),
})
export type PullInput = z.infer<typeof PullInput>

export const PullPage = z.object({
  epoch: z.string(),
  asOf: z.optional(z.string()),
  userRev: z.optional(Rev),
  changes: z.optional(Changes),
  snapshot: z.optional(z.boolean()),
  /** In the first page after a restore: the moment the database went back to. */
  restoredTo: z.optional(z.int()),
  conversations: z.array(z.union([PullItem, GoneItem])),
  heads: z.array(z.tuple([Id, Rev, Seq])),
  users: z.array(User),
  next: z.optional(z.string()),
})
export type PullPage = z.infer<typeof PullPage>

export const sync = {
  'sync:pull': {
    summary: 'What changed since: named conversations by rev, the own feed since userRev, heads since asOf.',
    input: PullInput,
    output: PullPage,
    errors: [],
    auth: 'session',
  },
} as const satisfies OperationTable
