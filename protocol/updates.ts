import * as z from 'zod/mini'
import { Conversation } from './entities/conversation.ts'
import { Friend } from './entities/friendship.ts'
import { Group, Member } from './entities/group.ts'
import { Message } from './entities/message.ts'
import { Notice } from './entities/notice.ts'
import { Account } from './entities/user.ts'
import { Id, Rev, Seq } from './fields.ts'

/**
 * Updates: numbered, durable, each the full new state of a row. They are hints: whatever is lost, doubled or out
 * of order is mended by `sync:pull`.
 */
export const updates = {
  /** Conversation feed. */
  message: z.object({ conversationId: Id, rev: Rev, message: Message }),
  group: z.object({ conversationId: Id, rev: Rev, group: Group }),
  /** Member rows that changed at once. */
  member: z.object({ conversationId: Id, rev: Rev, members: z.array(Member) }),
  /** The bare number: of a conversation's change I may not see or a node did not relay itself, or of my own feed. */
  rev: z.union([
    z.object({ conversationId: Id, rev: Rev, seq: z.optional(Seq) }),
    z.object({ userRev: Rev }),
  ]),
  /** User feed: the row flattened beside its number. */
  conversation: Conversation,
  friend: Friend,
  notice: Notice,
  settings: Account,
} as const

export type UpdateName = keyof typeof updates
export type Update<N extends UpdateName> = z.infer<(typeof updates)[N]>
