import * as z from 'zod/mini'
import { Conversation } from '../entities/conversation.ts'
import { Group, GroupPreview, Invite, JoinRequest } from '../entities/group.ts'
import { User } from '../entities/user.ts'
import { Greeting, Id, InviteCode, Time } from '../fields.ts'
import { lengths } from '../limits.ts'
import type { OperationTable } from './table.ts'

/** The group by its id, where it is open to whoever asks, or by the code of a link. */
const way = { conversationId: z.optional(Id), code: z.optional(InviteCode) }
const oneWay = z.refine<{ conversationId?: string | undefined; code?: string | undefined }>(
  ({ conversationId, code }) => (conversationId === undefined) !== (code === undefined),
  'name either conversationId or code',
)
const inGroup = ['NOT_FOUND', 'FORBIDDEN/not_a_member', 'GONE/group_dissolved'] as const
const tooLow = 'FORBIDDEN/role_too_low'

export const joining = {
  'group:preview': {
    summary: 'What somebody may know of a group before joining it, and whether joining would work.',
    input: z.strictObject(way).check(oneWay),
    output: z.object({ group: GroupPreview, users: z.array(User) }),
    errors: ['NOT_FOUND'],
    auth: 'session',
  },
  'group:join': {
    summary:
      'Join, or ask to where that needs approval; asking again refreshes the words. A member gets their group.',
    input: z.strictObject({ ...way, text: z.optional(Greeting) }).check(oneWay),
    output: z.object({
      conversation: z.optional(Conversation),
      group: z.optional(Group),
      request: z.optional(JoinRequest),
      users: z.array(User),
    }),
    errors: [
      'NOT_FOUND',
      'GONE/invite_expired',
      'GONE/group_dissolved',
      'FORBIDDEN/not_accepting',
      'CONFLICT/group_full',
    ],
    auth: 'session',
  },
  'group:cancel': {
    summary: 'Take back my asking to join.',
    input: z.strictObject({ requestId: Id }),
    output: z.object({ request: JoinRequest }),
    errors: ['NOT_FOUND', 'CONFLICT/already_handled'],
    auth: 'session',
  },
  'group:respond': {
    summary: 'Let somebody in, or not; the first answer counts.',
    input: z.strictObject({ requestId: Id, accept: z.boolean() }),
    output: z.object({ request: JoinRequest }),
    errors: [...inGroup, tooLow, 'CONFLICT/already_handled', 'CONFLICT/group_full', 'GONE/request_expired'],
    auth: 'session',
  },
  'group:requests': {
    summary: 'Who waits to be let in, the oldest first.',
    input: z.strictObject({ conversationId: Id }),
    output: z.object({ requests: z.array(JoinRequest), users: z.array(User) }),
    errors: ['NOT_FOUND', 'FORBIDDEN/not_a_member', tooLow],
    auth: 'session',
  },
  'group:create-invite': {
    summary: 'Make a link. Without an end it lasts seven days; without a number anybody may use it.',
    input: z.strictObject({
      conversationId: Id,
      expiresAt: z.optional(Time),
      maxUses: z.optional(z.nullable(z.int().check(z.minimum(1), z.maximum(lengths.groupPeople)))),
    }),
    output: z.object({ invite: Invite }),
    errors: [...inGroup, tooLow],
    auth: 'session',
  },
  'group:invites': {
    summary: 'The links of a group: all for the owner and admins, else my own. Newest first.',
    input: z.strictObject({ conversationId: Id }),
    output: z.object({ invites: z.array(Invite), users: z.array(User) }),
    errors: ['NOT_FOUND', 'FORBIDDEN/not_a_member'],
    auth: 'session',
  },
  'group:revoke-invite': {
    summary: 'End a link: mine, or any as owner or admin.',
    input: z.strictObject({ conversationId: Id, inviteId: Id }),
    output: z.object({ invite: Invite }),
    errors: inGroup,
    auth: 'session',
  },
} as const satisfies OperationTable
