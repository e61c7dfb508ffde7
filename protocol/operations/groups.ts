import * as z from 'zod/mini'
import { Conversation } from '../entities/conversation.ts'
import { Audience, Group, HistoryForNew, JoinMode, LogEntry, Member } from '../entities/group.ts'
import { User } from '../entities/user.ts'
import { AnnouncementText, GroupTitle, Id, Nickname, Rev, Time } from '../fields.ts'
import { lengths } from '../limits.ts'
import type { OperationTable } from './table.ts'

/** People named at once: a whole group at most. */
const People = z.array(Id).check(z.minLength(1), z.maxLength(lengths.groupPeople))
const GivenPassword = z.string().check(z.minLength(1), z.maxLength(lengths.passwordMax))
/** What any operation on a group may refuse with. */
const inGroup = ['NOT_FOUND', 'FORBIDDEN/not_a_member', 'GONE/group_dissolved'] as const
const tooLow = 'FORBIDDEN/role_too_low'

export const groups = {
  'group:create': {
    summary: 'Make a group of friends of mine, all or none; those refused are named in `details.userIds`.',
    input: z.strictObject({
      title: GroupTitle,
      memberIds: z.array(Id).check(z.maxLength(lengths.groupPeople)),
    }),
    output: z.object({ conversation: Conversation, group: Group, users: z.array(User) }),
    errors: [
      'FORBIDDEN/you_blocked',
      'FORBIDDEN/not_accepting',
      'FORBIDDEN/not_friends',
      'CONFLICT/group_full',
    ],
    auth: 'session',
  },
  'group:get': {
    summary: 'The row members share, and my own.',
    input: z.strictObject({ conversationId: Id }),
    output: z.object({ conversation: Conversation, group: Group, member: Member, users: z.array(User) }),
    errors: ['NOT_FOUND', 'FORBIDDEN/not_a_member'],
    auth: 'session',
  },
  'group:members': {
    summary: 'The members, page by page: `after` is the last answer’s `next`. `rev` is where the feed stood.',
    input: z.strictObject({ conversationId: Id, after: z.optional(Id) }),
    output: z.object({ members: z.array(Member), users: z.array(User), rev: Rev, next: z.optional(Id) }),
    errors: ['NOT_FOUND', 'FORBIDDEN/not_a_member'],
    auth: 'session',
  },
  'group:add': {
    summary:
      'Bring friends of mine in, all or none. Where joining needs approval, those whom a member brings are asked for instead.',
    input: z.strictObject({ conversationId: Id, userIds: People }),
    output: z.object({ added: z.array(Id), requested: z.array(Id) }),
    errors: [
      ...inGroup,
      tooLow,
      'FORBIDDEN/you_blocked',
      'FORBIDDEN/not_accepting',
      'FORBIDDEN/not_friends',
      'CONFLICT/group_full',
    ],
    auth: 'session',
  },
  'group:remove': {
    summary:
      'Remove members, all or none. `ban` keeps them from coming back; `recallRecent` recalls what they wrote within a day.',
    input: z.strictObject({
      conversationId: Id,
      userIds: People,
      ban: z.optional(z.boolean()),
      recallRecent: z.optional(z.boolean()),
    }),
    output: z.object({ removed: z.array(Id) }),
    errors: [...inGroup, tooLow],
    auth: 'session',
  },
  'group:leave': {
    summary:
      'Leave. The owner hands the group over or dissolves it first; the last one dissolves it by leaving.',
    input: z.strictObject({ conversationId: Id }),
    output: z.object({ conversation: Conversation }),
    errors: [...inGroup, 'FORBIDDEN/owner_must_transfer'],
    auth: 'session',
  },
  'group:update': {
    summary:
      'Change what members share; what is not named stays. `baseRev` is the `rev` of the group as the caller saw it.',
    input: z.strictObject({
      conversationId: Id,
      baseRev: Rev,
      title: z.optional(GroupTitle),
      avatar: z.optional(z.nullable(Id)),
      /** Empty takes it away. */
      announcement: z.optional(AnnouncementText),
      joinMode: z.optional(JoinMode),
      history: z.optional(HistoryForNew),
      inviteBy: z.optional(Audience),
      editBy: z.optional(Audience),
      mentionAllBy: z.optional(Audience),
      membersVisible: z.optional(z.boolean()),
      muteAll: z.optional(z.boolean()),
      slowModeSeconds: z.optional(z.int().check(z.minimum(0), z.maximum(lengths.slowModeSeconds))),
      recallSeconds: z.optional(z.int().check(z.minimum(0), z.maximum(lengths.recallSeconds))),
    }),
    output: z.object({ group: Group }),
    errors: [...inGroup, tooLow, 'FORBIDDEN/muted', 'CONFLICT/stale'],
    auth: 'session',
  },
  'group:set-role': {
    summary: 'Make a member an admin, or an admin a member again.',
    input: z.strictObject({ conversationId: Id, userId: Id, role: z.enum(['admin', 'member']) }),
    output: z.object({ member: Member }),
    errors: [...inGroup, tooLow, 'CONFLICT/too_many_admins'],
    auth: 'session',
  },
  'group:set-nickname': {
    summary: 'My own name in this group; empty takes it away.',
    input: z.strictObject({ conversationId: Id, nickname: Nickname }),
    output: z.object({ member: Member }),
    errors: inGroup,
    auth: 'session',
  },
  'group:transfer': {
    summary: 'Hand the group over to a member; the old owner stays as an admin.',
    input: z.strictObject({ conversationId: Id, userId: Id, password: GivenPassword }),
    output: z.object({ conversation: Conversation }),
    errors: [...inGroup, tooLow, 'FORBIDDEN/wrong_password'],
    auth: 'session',
  },
  'group:mute': {
    summary: 'Keep members from writing until then, all or none; null lets them write again.',
    input: z.strictObject({ conversationId: Id, userIds: People, until: z.nullable(Time) }),
    output: z.object({ members: z.array(Member) }),
    errors: [...inGroup, tooLow],
    auth: 'session',
  },
  'group:dissolve': {
    summary: 'End the group for everybody; it stays readable. The title is given once more, to be sure.',
    input: z.strictObject({
      conversationId: Id,
      title: z.string().check(z.maxLength(lengths.groupTitle * 4)),
    }),
    output: z.object({ conversation: Conversation }),
    errors: [...inGroup, tooLow, 'BAD_REQUEST/title_differs'],
    auth: 'session',
  },
  'group:read-announcement': {
    summary: 'I have read this version of the announcement.',
    input: z.strictObject({ conversationId: Id, rev: Rev }),
    output: z.object({ rev: Rev }),
    errors: inGroup,
    auth: 'session',
  },
  'group:announcement-reads': {
    summary: 'Who has read the announcement as it stands.',
    input: z.strictObject({ conversationId: Id }),
    output: z.object({ rev: Rev, userIds: z.array(Id), users: z.array(User) }),
    errors: ['NOT_FOUND', 'FORBIDDEN/not_a_member', tooLow],
    auth: 'session',
  },
  'group:log': {
    summary: 'Who did what, newest first, of the last 90 days; `before` is the last `next`.',
    input: z.strictObject({
      conversationId: Id,
      before: z.optional(z.string().check(z.maxLength(100))),
      limit: z.optional(z.int().check(z.minimum(1), z.maximum(200))),
    }),
    output: z.object({ entries: z.array(LogEntry), users: z.array(User), next: z.optional(z.string()) }),
    errors: ['NOT_FOUND', 'FORBIDDEN/not_a_member', tooLow],
    auth: 'session',
  },
} as const satisfies OperationTable
