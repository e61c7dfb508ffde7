import * as z from 'zod/mini'
import { Conversation } from '../entities/conversation.ts'
import { Friend, FriendRequest } from '../entities/friendship.ts'
import { Notice } from '../entities/notice.ts'
import { User } from '../entities/user.ts'
import { Greeting, Id, Remark } from '../fields.ts'
import { lengths } from '../limits.ts'
import { Presence } from '../signals.ts'
import type { OperationTable } from './table.ts'

const ids = (max: number) => z.array(Id).check(z.maxLength(max))

export const people = {
  'user:find': {
    summary: 'The person with exactly this user name, if they may be found.',
    input: z.strictObject({
      username: z.string().check(z.trim(), z.minLength(1), z.maxLength(lengths.usernameMax)),
    }),
    output: z.object({ user: User }),
    errors: ['NOT_FOUND'],
    auth: 'session',
  },
  'user:get': {
    summary: 'People by id; those who do not exist are left out.',
    input: z.strictObject({ ids: ids(100) }),
    output: z.object({ users: z.array(User) }),
    errors: [],
    auth: 'session',
  },
  'friend:request': {
    summary:
      'Ask to become friends. A request again refreshes text and time; one the other way is accepted by it; where the other still lists me it is accepted at once.',
    input: z.strictObject({ userId: Id, greeting: z.optional(Greeting) }),
    output: z.object({ request: FriendRequest }),
    errors: ['NOT_FOUND', 'CONFLICT/already_friends', 'FORBIDDEN/you_blocked', 'BAD_REQUEST'],
    auth: 'session',
  },
  'friend:respond': {
    summary: 'Accept or decline a request made to me.',
    input: z.strictObject({ requestId: Id, accept: z.boolean() }),
    output: z.object({ friend: z.optional(Friend), conversation: z.optional(Conversation) }),
    errors: ['NOT_FOUND', 'CONFLICT/already_handled', 'GONE/request_expired'],
    auth: 'session',
  },
  'friend:cancel': {
    summary: 'Take back a request of mine.',
    input: z.strictObject({ requestId: Id }),
    output: z.object({ request: FriendRequest }),
    errors: ['NOT_FOUND', 'CONFLICT/already_handled'],
    auth: 'session',
  },
  'friend:list': {
    summary: 'Everyone I have something with: friends, requests both ways, people I blocked.',
    input: z.strictObject({}),
    output: z.object({ friends: z.array(Friend), users: z.array(User) }),
    errors: [],
    auth: 'session',
  },
  'friend:update': {
    summary: 'My own name for somebody; empty takes it away.',
    input: z.strictObject({ userId: Id, remark: Remark }),
    output: z.object({ friend: Friend }),
    errors: ['NOT_FOUND'],
    auth: 'session',
  },
  'friend:remove': {
    summary: 'Take somebody off my list; they are not told.',
    input: z.strictObject({ userId: Id }),
    output: z.object({ friend: Friend }),
    errors: ['NOT_FOUND'],
    auth: 'session',
  },
  'friend:block': {
    summary: 'Block somebody; the friendship stays as it is.',
    input: z.strictObject({ userId: Id }),
    output: z.object({ friend: Friend }),
    errors: ['NOT_FOUND', 'BAD_REQUEST'],
    auth: 'session',
  },
  'friend:unblock': {
    summary: 'End a block.',
    input: z.strictObject({ userId: Id }),
    output: z.object({ friend: Friend }),
    errors: ['NOT_FOUND'],
    auth: 'session',
  },
  'presence:watch': {
    summary: 'Whose presence this socket wants to hear of; replaces the list it gave before.',
    input: z.strictObject({ userIds: ids(200) }),
    output: z.object({ states: z.array(Presence) }),
    errors: [],
    auth: 'session',
  },
  'notice:list': {
    summary: 'System notices, newest first.',
    input: z.strictObject({
      limit: z.optional(z.int().check(z.minimum(1), z.maximum(200))),
      before: z.optional(z.string().check(z.maxLength(100))),
    }),
    output: z.object({ notices: z.array(Notice), unread: z.int(), next: z.optional(z.string()) }),
    errors: [],
    auth: 'session',
  },
  'notice:read': {
    summary: 'Mark notices as read: those named, or all.',
    input: z.strictObject({ msgIds: z.optional(ids(200)) }),
    output: z.object({ unread: z.int() }),
    errors: [],
    auth: 'session',
  },
} as const satisfies OperationTable
