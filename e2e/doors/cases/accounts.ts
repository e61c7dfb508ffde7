import { v7 as uuidv7 } from 'uuid'
import type { accounts } from '#protocol/operations/accounts.ts'
import { password } from '../caller.ts'
import { type CasesOf, elsewhere, nobody } from './case.ts'

export const accountCases: CasesOf<keyof typeof accounts> = {
  'account:register': {
    success: () => ({ input: { username: `new-${uuidv7().slice(-12)}`, password, displayName: '新人' } }),
    refusals: {
      'CONFLICT/username_taken': ({ ada }) => ({
        input: { username: ada.person.user.username.toUpperCase(), password, displayName: 'Ada again' },
      }),
      'FORBIDDEN/sign_up_closed': elsewhere,
      'FORBIDDEN/sign_up_code': elsewhere,
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
}
