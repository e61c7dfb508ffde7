import * as z from 'zod/mini'
import { Conversation, Draft, NotifyLevel } from '../entities/conversation.ts'
import { User } from '../entities/user.ts'
import { Id, Seq, Time } from '../fields.ts'
import { isStorable } from '../text.ts'
import type { OperationTable } from './table.ts'

const DraftInput = z.strictObject({
  text: z.string().check(z.refine(isStorable)),
  replyTo: z.optional(z.strictObject({ seq: z.int().check(z.positive()) })),
  mentions: z.optional(Draft.shape.mentions),
  time: Time,
})

export const conversations = {
  'conversation:list': {
    summary:
      'My conversations, the newest activity first, hidden ones included; `before` is the last `next`.',
    input: z.strictObject({
      limit: z.optional(z.int().check(z.minimum(1), z.maximum(200))),
      before: z.optional(z.string().check(z.maxLength(100))),
    }),
    output: z.object({
      conversations: z.array(Conversation),
      totalUnread: z.int(),
      users: z.array(User),
      next: z.optional(z.string()),
    }),
    errors: [],
    auth: 'session',
  },
  'conversation:get': {
    summary: 'One conversation as I have it, with counts made now.',
    input: z.strictObject({ conversationId: Id }),
    output: z.object({ conversation: Conversation, users: z.array(User) }),
    errors: ['NOT_FOUND'],
    auth: 'session',
  },
  'conversation:read': {
    summary: 'I have read up to here: clamped to what I may see, never back; takes away "marked unread".',
    input: z.strictObject({ conversationId: Id, seq: Seq }),
    output: z.object({ readSeq: Seq, unread: z.int(), totalUnread: z.int() }),
    errors: ['NOT_FOUND'],
    auth: 'session',
  },
  'conversation:reads': {
    summary: 'How far the others have read, as far as they show it.',
    input: z.strictObject({ conversationId: Id }),
    output: z.object({ reads: z.array(z.object({ userId: Id, readSeq: Seq })) }),
    errors: ['NOT_FOUND', 'FORBIDDEN/not_a_member'],
    auth: 'session',
  },
  'conversation:update': {
    summary: 'My own settings of a conversation; what is not named stays.',
    input: z.strictObject({
      conversationId: Id,
      pinned: z.optional(z.boolean()),
      notify: z.optional(NotifyLevel),
      /** With a level other than `all`: when it ends by itself. */
      notifyUntil: z.optional(z.nullable(Time)),
      hidden: z.optional(z.boolean()),
      markedUnread: z.optional(z.boolean()),
      /** An older draft than the stored one is not taken; the answer carries the one that stands. */
      draft: z.optional(z.nullable(DraftInput)),
    }),
    output: z.object({ conversation: Conversation }),
    errors: ['NOT_FOUND'],
    auth: 'session',
  },
  'conversation:clear': {
    summary:
      'Hide from me, on all my devices, everything up to here; `remove` takes the conversation off the list too.',
    input: z.strictObject({ conversationId: Id, seq: Seq, remove: z.optional(z.boolean()) }),
    output: z.object({ conversation: Conversation }),
    errors: ['NOT_FOUND'],
    auth: 'session',
  },
} as const satisfies OperationTable
