import type { people } from '#protocol/operations/people.ts'
import { must } from '../../laws/world.ts'
import type { Caller } from '../caller.ts'
import type { Cast } from '../cast.ts'
import { type CasesOf, elsewhere, nobody, strangersNothing, userId } from './case.ts'

/** A friend request from a newcomer to Ada, as both see it. */
async function requestToAda(cast: Cast): Promise<{ from: Caller; requestId: string }> {
  const from = await cast.newcomer()
  const { request } = must(await from.person.call('friend:request', { userId: userId(cast.ada) }))
  return { from, requestId: request.id }
}

export const peopleCases: CasesOf<keyof typeof people> = {
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
}
