import type { conversations } from '#protocol/operations/conversations.ts'
import type { sync } from '#protocol/operations/sync.ts'
import { type CasesOf, nobody, strangersNothing } from './case.ts'

export const conversationCases: CasesOf<keyof typeof conversations | keyof typeof sync> = {
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
      'FORBIDDEN/not_a_member': ({ crew }) => ({ by: crew.former, input: { conversationId: crew.open.id } }),
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
  'sync:pull': { success: () => ({ input: {} }), refusals: {}, stranger: null },
}
