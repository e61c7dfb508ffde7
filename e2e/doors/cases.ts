import { v7 as uuidv7 } from 'uuid'
import type { Answer } from '#protocol/errors.ts'
import type { OperationName, operations } from '#protocol/operations/index.ts'
import { must } from '../laws/world.ts'
import { type Caller, type Cast, password } from './cast.ts'

/** What is asked, by whom (Ada unless said otherwise). */
export interface Asked {
  by?: Caller
  input: unknown
}
type Ask = (cast: Cast) => Asked | Promise<Asked>

/** For one operation: a success, each refusal it lists, and what a stranger to the thing gets. */
export interface OperationCase<N extends OperationName> {
  success: Ask
  refusals: { [E in (typeof operations)[N]['errors'][number]]: Ask }
  /** How a person who has nothing to do with the thing is answered; null where there is no thing of anyone's. */
  stranger: { ask: Ask; answer: string } | null
}

const nobody = () => uuidv7()
const text = (conversationId: string, said = 'hello') => ({
  conversationId,
  idClient: uuidv7(),
  type: 'text',
  content: { text: said },
})
const send = async (by: Caller, conversationId: string): Promise<{ seq: number; idClient: string }> => {
  const input = text(conversationId)
  const { message } = must((await by.ask('message:send', input)) as Answer<{ message: { seq: number } }>)
  return { seq: message.seq, idClient: input.idClient }
}
const userId = (caller: Caller) => caller.person.user.id

/** A friend request from a newcomer to Ada, as both see it. */
async function requestToAda(cast: Cast): Promise<{ from: Caller; requestId: string }> {
  const from = await cast.newcomer()
  const { request } = must(await from.person.call('friend:request', { userId: userId(cast.ada) }))
  return { from, requestId: request.id }
}

const strangersNothing = (input: (cast: Cast) => unknown): { ask: Ask; answer: string } => ({
  ask: cast => ({ by: cast.stranger, input: input(cast) }),
  answer: 'NOT_FOUND',
})

/** Refusals that need a clock of the server moved: tried in the domain's own tests, with that clock. */
const needsClock = 'tried with the server’s own clock'
export const clockRefusals: Record<string, string> = {
  'friend:respond GONE/request_expired': needsClock,
  'message:recall FORBIDDEN/recall_window_over': needsClock,
  'message:edit FORBIDDEN/edit_window_over': needsClock,
  'conversation:reads FORBIDDEN/not_a_member': 'nobody leaves a direct conversation; tried with groups',
  'account:register FORBIDDEN/sign_up_closed': 'tried on a server whose sign-up is closed',
}
const elsewhere: Ask = () => {
  throw new Error('listed in clockRefusals')
}

export const cases: { [N in OperationName]: OperationCase<N> } = {
  'account:register': {
    success: () => ({ input: { username: `new-${uuidv7().slice(-12)}`, password, displayName: '新人' } }),
    refusals: {
      'CONFLICT/username_taken': ({ ada }) => ({
        input: { username: ada.person.user.username.toUpperCase(), password, displayName: 'Ada again' },
      }),
      'FORBIDDEN/sign_up_closed': elsewhere,
    },
    stranger: null,
  },
  'account:check-username': {
    success: () => ({ input: { username: 'free.name' } }),
    refusals: {},
    stranger: null,
  },
  'account:get': { success: () => ({ input: {} }), refusals: {}, stranger: null },
  'account:update': { success: () => ({ input: { bio: 'two\nlines' } }), refusals: {}, stranger: null },
  'account:change-password': {
    success: async cast => ({
      by: await cast.newcomer(),
      input: { current: password, next: 'another long passphrase' },
    }),
    refusals: {
      'FORBIDDEN/wrong_password': () => ({ input: { current: 'not mine', next: 'another long passphrase' } }),
    },
    stranger: null,
  },
  'account:delete': {
    success: async cast => ({ by: await cast.newcomer(), input: { password } }),
    refusals: { 'FORBIDDEN/wrong_password': () => ({ input: { password: 'not mine' } }) },
    stranger: null,
  },
  'session:create': {
    success: ({ ada }) => ({
      input: { username: ada.person.user.username, password, device: { name: 'bot' } },
    }),
    refusals: {
      'UNAUTHENTICATED/wrong_credentials': ({ ada }) => ({
        input: { username: ada.person.user.username, password: 'wrong', device: { name: 'bot' } },
      }),
    },
    stranger: null,
  },
  'session:list': { success: () => ({ input: {} }), refusals: {}, stranger: null },
  'session:revoke': {
    success: async cast => ({ input: { sessionId: (await cast.anotherSession(cast.ada.person)).sessionId } }),
    refusals: { NOT_FOUND: () => ({ input: { sessionId: nobody() } }) },
    stranger: {
      ask: async cast => ({
        by: cast.stranger,
        input: { sessionId: (await cast.anotherSession(cast.ada.person)).sessionId },
      }),
      answer: 'NOT_FOUND',
    },
  },
  'user:find': {
    success: ({ friend }) => ({ input: { username: friend.person.user.username } }),
    refusals: { NOT_FOUND: () => ({ input: { username: 'nobody.here' } }) },
    stranger: {
      ask: ({ ada, stranger }) => ({ by: stranger, input: { username: ada.person.user.username } }),
      answer: 'ok',
    },
  },
  'user:get': {
    success: ({ friend }) => ({ input: { ids: [userId(friend), nobody()] } }),
    refusals: {},
    stranger: { ask: ({ ada, stranger }) => ({ by: stranger, input: { ids: [userId(ada)] } }), answer: 'ok' },
  },
  'friend:request': {
    success: async cast => ({ input: { userId: userId(await cast.newcomer()), greeting: '我是 Ada' } }),
    refusals: {
      NOT_FOUND: () => ({ input: { userId: nobody() } }),
      'CONFLICT/already_friends': ({ friend }) => ({ input: { userId: userId(friend) } }),
      'FORBIDDEN/you_blocked': ({ blocked }) => ({ input: { userId: userId(blocked) } }),
      BAD_REQUEST: ({ ada }) => ({ input: { userId: userId(ada) } }),
    },
    stranger: null,
  },
  'friend:respond': {
    success: async cast => ({ input: { requestId: (await requestToAda(cast)).requestId, accept: true } }),
    refusals: {
      NOT_FOUND: () => ({ input: { requestId: nobody(), accept: true } }),
      'CONFLICT/already_handled': async cast => {
        const { requestId } = await requestToAda(cast)
        must(await cast.ada.person.call('friend:respond', { requestId, accept: false }))
        return { input: { requestId, accept: true } }
      },
      'GONE/request_expired': elsewhere,
    },
    stranger: {
      ask: async cast => ({
        by: cast.stranger,
        input: { requestId: (await requestToAda(cast)).requestId, accept: true },
      }),
      answer: 'NOT_FOUND',
    },
  },
  'friend:cancel': {
    success: async cast => {
      const { from, requestId } = await requestToAda(cast)
      return { by: from, input: { requestId } }
    },
    refusals: {
      NOT_FOUND: () => ({ input: { requestId: nobody() } }),
      'CONFLICT/already_handled': async cast => {
        const { from, requestId } = await requestToAda(cast)
        must(await cast.ada.person.call('friend:respond', { requestId, accept: true }))
        return { by: from, input: { requestId } }
      },
    },
    stranger: {
      ask: async cast => ({ by: cast.stranger, input: { requestId: (await requestToAda(cast)).requestId } }),
      answer: 'NOT_FOUND',
    },
  },
  'friend:list': { success: () => ({ input: {} }), refusals: {}, stranger: null },
  'friend:update': {
    success: ({ friend }) => ({ input: { userId: userId(friend), remark: '老友' } }),
    refusals: { NOT_FOUND: () => ({ input: { userId: nobody(), remark: 'x' } }) },
    stranger: null,
  },
  'friend:remove': {
    success: async cast => ({ input: { userId: userId(await cast.newcomer('friend')) } }),
    refusals: { NOT_FOUND: () => ({ input: { userId: nobody() } }) },
    stranger: strangersNothing(({ ada }) => ({ userId: userId(ada) })),
  },
  'friend:block': {
    success: async cast => ({ input: { userId: userId(await cast.newcomer('friend')) } }),
    refusals: {
      NOT_FOUND: () => ({ input: { userId: nobody() } }),
      BAD_REQUEST: ({ ada }) => ({ input: { userId: userId(ada) } }),
    },
    stranger: null,
  },
  'friend:unblock': {
    success: async cast => {
      const newcomer = await cast.newcomer('friend')
      must(await cast.ada.person.call('friend:block', { userId: userId(newcomer) }))
      return { input: { userId: userId(newcomer) } }
    },
    refusals: { NOT_FOUND: () => ({ input: { userId: nobody() } }) },
    stranger: null,
  },
  'presence:watch': {
    success: ({ friend }) => ({ input: { userIds: [userId(friend)] } }),
    refusals: {},
    stranger: null,
  },
  'notice:list': { success: () => ({ input: { limit: 5 } }), refusals: {}, stranger: null },
  'notice:read': { success: () => ({ input: {} }), refusals: {}, stranger: null },
  'conversation:list': { success: () => ({ input: { limit: 10 } }), refusals: {}, stranger: null },
  'conversation:get': {
    success: ({ conversations }) => ({ input: { conversationId: conversations.friend } }),
    refusals: { NOT_FOUND: () => ({ input: { conversationId: nobody() } }) },
    stranger: strangersNothing(({ conversations }) => ({ conversationId: conversations.friend })),
  },
  'conversation:read': {
    success: ({ conversations }) => ({ input: { conversationId: conversations.friend, seq: 1 } }),
    refusals: { NOT_FOUND: () => ({ input: { conversationId: nobody(), seq: 1 } }) },
    stranger: strangersNothing(({ conversations }) => ({ conversationId: conversations.friend, seq: 1 })),
  },
  'conversation:reads': {
    success: ({ conversations }) => ({ input: { conversationId: conversations.friend } }),
    refusals: {
      NOT_FOUND: () => ({ input: { conversationId: nobody() } }),
      'FORBIDDEN/not_a_member': elsewhere,
    },
    stranger: strangersNothing(({ conversations }) => ({ conversationId: conversations.friend })),
  },
  'conversation:update': {
    success: ({ conversations }) => ({ input: { conversationId: conversations.friend, pinned: true } }),
    refusals: { NOT_FOUND: () => ({ input: { conversationId: nobody(), pinned: true } }) },
    stranger: strangersNothing(({ conversations }) => ({
      conversationId: conversations.friend,
      pinned: true,
    })),
  },
  'conversation:clear': {
    success: async cast => ({
      input: { conversationId: (await cast.newcomer('friend')).conversationId, seq: 1 },
    }),
    refusals: { NOT_FOUND: () => ({ input: { conversationId: nobody(), seq: 1 } }) },
    stranger: strangersNothing(({ conversations }) => ({ conversationId: conversations.friend, seq: 1 })),
  },
  'message:send': {
    success: ({ conversations }) => ({ input: text(conversations.friend, '你好，世界 🌏') }),
    refusals: {
      NOT_FOUND: () => ({ input: text(nobody()) }),
      'FORBIDDEN/you_blocked': ({ conversations }) => ({ input: text(conversations.blocked) }),
      'FORBIDDEN/not_accepting': ({ conversations }) => ({ input: text(conversations.blocker) }),
      'FORBIDDEN/not_friends': ({ conversations }) => ({ input: text(conversations.remover) }),
      'FORBIDDEN/kind_not_allowed': ({ conversations }) => ({
        input: { ...text(conversations.friend), type: 'notification', content: { event: 'friend_added' } },
      }),
      'CONFLICT/other_content': async ({ ada, conversations }) => ({
        input: {
          ...text(conversations.friend, 'other'),
          idClient: (await send(ada, conversations.friend)).idClient,
        },
      }),
      'GONE/recalled': async ({ ada, conversations }) => {
        const conversationId = conversations.friend
        const { seq } = await send(ada, conversationId)
        must(await ada.person.call('message:recall', { conversationId, seq }))
        return { input: { ...text(conversationId), replyTo: { seq } } }
      },
    },
    stranger: strangersNothing(({ conversations }) => text(conversations.friend)),
  },
  'message:history': {
    success: ({ conversations }) => ({ input: { conversationId: conversations.friend, limit: 5 } }),
    refusals: { NOT_FOUND: () => ({ input: { conversationId: nobody(), limit: 5 } }) },
    stranger: strangersNothing(({ conversations }) => ({ conversationId: conversations.friend, limit: 5 })),
  },
  'message:recall': {
    success: async ({ ada, conversations }) => ({
      input: { conversationId: conversations.friend, seq: (await send(ada, conversations.friend)).seq },
    }),
    refusals: {
      NOT_FOUND: ({ conversations }) => ({ input: { conversationId: conversations.friend, seq: 1_000_000 } }),
      'FORBIDDEN/role_too_low': async ({ friend, conversations }) => ({
        input: { conversationId: conversations.friend, seq: (await send(friend, conversations.friend)).seq },
      }),
      'FORBIDDEN/recall_window_over': elsewhere,
      'FORBIDDEN/kind_not_allowed': ({ conversations }) => ({
        input: { conversationId: conversations.friend, seq: 1 },
      }),
    },
    stranger: strangersNothing(({ conversations }) => ({ conversationId: conversations.friend, seq: 1 })),
  },
  'message:edit': {
    success: async ({ ada, conversations }) => ({
      input: {
        conversationId: conversations.friend,
        seq: (await send(ada, conversations.friend)).seq,
        content: { text: 'better' },
      },
    }),
    refusals: {
      NOT_FOUND: ({ conversations }) => ({ input: edit(conversations.friend, 1_000_000) }),
      'FORBIDDEN/not_the_author': async ({ friend, conversations }) => ({
        input: edit(conversations.friend, (await send(friend, conversations.friend)).seq),
      }),
      'FORBIDDEN/edit_window_over': elsewhere,
      'FORBIDDEN/kind_not_allowed': async cast => {
        const conversationId = cast.conversations.friend
        const { messages } = must(
          await cast.ada.person.call('message:history', { conversationId, after: 0, limit: 1 }),
        )
        const author = messages[0]!.from === userId(cast.ada) ? cast.ada : cast.friend
        return { by: author, input: edit(conversationId, 1) }
      },
      'FORBIDDEN/you_blocked': cast =>
        editAfter(cast, (ada, other) => ada.call('friend:block', { userId: other })),
      'FORBIDDEN/not_accepting': cast =>
        editAfter(cast, (ada, _other, newcomer) => newcomer.call('friend:block', { userId: ada.user.id })),
      'FORBIDDEN/not_friends': cast =>
        editAfter(cast, (ada, other) => ada.call('friend:remove', { userId: other })),
      'GONE/recalled': async ({ ada, conversations }) => {
        const conversationId = conversations.friend
        const { seq } = await send(ada, conversationId)
        must(await ada.person.call('message:recall', { conversationId, seq }))
        return { input: edit(conversationId, seq) }
      },
    },
    stranger: strangersNothing(({ conversations }) => edit(conversations.friend, 1)),
  },
  'sync:pull': { success: () => ({ input: {} }), refusals: {}, stranger: null },
}

const edit = (conversationId: string, seq: number) => ({ conversationId, seq, content: { text: 'better' } })

type Change = (ada: Caller['person'], otherId: string, other: Caller['person']) => Promise<Answer<unknown>>

/** Ada edits what she wrote to a newcomer, after something came between the two. */
async function editAfter(cast: Cast, change: Change): Promise<Asked> {
  const newcomer = await cast.newcomer('friend')
  const { seq } = await send(cast.ada, newcomer.conversationId)
  must(await change(cast.ada.person, userId(newcomer), newcomer.person))
  return { input: edit(newcomer.conversationId, seq) }
}
