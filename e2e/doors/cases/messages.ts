import type { Answer } from '#protocol/errors.ts'
import type { messages } from '#protocol/operations/messages.ts'
import { everybody } from '#protocol/values.ts'
import { must } from '../../laws/world.ts'
import type { Caller } from '../caller.ts'
import type { Cast } from '../cast.ts'
import { generous, strict, text } from '../crew.ts'
import { type Asked, type CasesOf, elsewhere, nobody, send, strangersNothing, userId } from './case.ts'

export const messageCases: CasesOf<keyof typeof messages> = {
  'message:send': {
    success: ({ conversations }) => ({ input: text(conversations.friend, '你好，世界 🌏') }),
    refusals: {
      NOT_FOUND: () => ({ input: text(nobody()) }),
      'FORBIDDEN/you_blocked': ({ conversations }) => ({ input: text(conversations.blocked) }),
      'FORBIDDEN/not_accepting': ({ conversations }) => ({ input: text(conversations.blocker) }),
      'FORBIDDEN/not_friends': ({ conversations }) => ({ input: text(conversations.remover) }),
      'FORBIDDEN/not_a_member': ({ crew }) => ({ by: crew.former, input: text(crew.open.id) }),
      'GONE/group_dissolved': ({ crew }) => ({ input: text(crew.ended.id) }),
      'FORBIDDEN/muted': ({ crew }) => ({ by: crew.muted, input: text(crew.open.id) }),
      'FORBIDDEN/role_too_low': async ({ crew }) => {
        const mentions = [{ userId: everybody, offset: 0, length: 4 }]
        return { by: crew.member, input: { ...text((await crew.club(strict)).id, '@all hello'), mentions } }
      },
      'RATE_LIMITED/slow_mode': async ({ crew }) => {
        const club = await crew.club({ ...generous, slowModeSeconds: 3600 })
        return { by: crew.member, input: text(club.id) }
      },
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
      'FORBIDDEN/not_a_member': ({ crew }) => ({
        by: crew.former,
        input: at(crew.open.id, crew.open.said.former),
      }),
      'GONE/group_dissolved': ({ crew }) => ({ input: at(crew.ended.id, crew.ended.said.owner) }),
      'FORBIDDEN/recall_window_over': async ({ crew }) => {
        const club = await crew.club(strict)
        return { by: crew.member, input: at(club.id, club.said.member) }
      },
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
      'FORBIDDEN/not_a_member': ({ crew }) => ({
        by: crew.former,
        input: edit(crew.open.id, crew.open.said.former),
      }),
      'GONE/group_dissolved': ({ crew }) => ({ input: edit(crew.ended.id, crew.ended.said.owner) }),
      'FORBIDDEN/muted': ({ crew }) => ({ by: crew.muted, input: edit(crew.open.id, crew.open.said.muted) }),
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
}

const at = (conversationId: string, seq: number) => ({ conversationId, seq })
const edit = (conversationId: string, seq: number) => ({ conversationId, seq, content: { text: 'better' } })

type Change = (ada: Caller['person'], otherId: string, other: Caller['person']) => Promise<Answer<unknown>>

/** Ada edits what she wrote to a newcomer, after something came between the two. */
async function editAfter(cast: Cast, change: Change): Promise<Asked> {
  const newcomer = await cast.newcomer('friend')
  const { seq } = await send(cast.ada, newcomer.conversationId)
  must(await change(cast.ada.person, userId(newcomer), newcomer.person))
  return { input: edit(newcomer.conversationId, seq) }
}
