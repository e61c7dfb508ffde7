import * as z from 'zod/mini'
import { Message, SendInput, TextInput } from '../entities/message.ts'
import { User } from '../entities/user.ts'
import { Id, Seq } from '../fields.ts'
import type { OperationTable } from './table.ts'

const at = { conversationId: Id, seq: z.int().check(z.positive()) }

export const messages = {
  'message:send': {
    summary:
      'Send a message. The answer comes after the commit; the same idClient gets the same message for ever.',
    input: SendInput,
    output: z.object({ message: Message }),
    errors: [
      'NOT_FOUND',
      'FORBIDDEN/you_blocked',
      'FORBIDDEN/not_accepting',
      'FORBIDDEN/not_friends',
      'FORBIDDEN/not_a_member',
      'GONE/group_dissolved',
      'FORBIDDEN/muted',
      'FORBIDDEN/role_too_low',
      'RATE_LIMITED/slow_mode',
      'FORBIDDEN/kind_not_allowed',
      'CONFLICT/other_content',
      'GONE/recalled',
    ],
    auth: 'session',
  },
  'message:history': {
    summary: 'A page of messages in seq order; with none of the three, the newest. `after: 0` is the start.',
    input: z
      .strictObject({
        conversationId: Id,
        before: z.optional(Seq),
        after: z.optional(Seq),
        around: z.optional(Seq),
        limit: z.int().check(z.minimum(1)),
      })
      .check(
        z.refine(
          ({ before, after, around }) => [before, after, around].filter(n => n !== undefined).length <= 1,
          'name at most one of before, after and around',
        ),
      ),
    output: z.object({
      messages: z.array(Message),
      users: z.array(User),
      reachedStart: z.boolean(),
      reachedEnd: z.boolean(),
    }),
    errors: ['NOT_FOUND'],
    auth: 'session',
  },
  'message:recall': {
    summary: 'Take back a message; a second recall answers the same.',
    input: z.strictObject(at),
    output: z.object({ message: Message }),
    errors: [
      'NOT_FOUND',
      'FORBIDDEN/not_a_member',
      'GONE/group_dissolved',
      'FORBIDDEN/role_too_low',
      'FORBIDDEN/recall_window_over',
      'FORBIDDEN/kind_not_allowed',
    ],
    auth: 'session',
  },
  'message:edit': {
    summary: 'Change the text of an own message within 48 hours.',
    input: z.strictObject({ ...at, content: TextInput }),
    output: z.object({ message: Message }),
    errors: [
      'NOT_FOUND',
      'FORBIDDEN/not_a_member',
      'GONE/group_dissolved',
      'FORBIDDEN/muted',
      'FORBIDDEN/not_the_author',
      'FORBIDDEN/edit_window_over',
      'FORBIDDEN/kind_not_allowed',
      'FORBIDDEN/you_blocked',
      'FORBIDDEN/not_accepting',
      'FORBIDDEN/not_friends',
      'GONE/recalled',
    ],
    auth: 'session',
  },
} as const satisfies OperationTable
