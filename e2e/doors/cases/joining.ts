import type { joining } from '#protocol/operations/joining.ts'
import { must } from '../../laws/world.ts'
import type { Cast } from '../cast.ts'
import type { Club } from '../crew.ts'
import { type CasesOf, elsewhere, nobody, userId } from './case.ts'
import { refusedChanges, refusedToOutsiders, strangerTo, tooLow } from './groups.ts'

const byLink = (club: Club) => ({ code: club.invite.code })
const revoking = (club: Club) => ({ inviteId: club.invite.id })

/** A group into which nobody more goes. */
async function fullGroup({ crew, ada }: Cast): Promise<Club> {
  const club = await crew.club()
  const userIds = [crew.former, crew.guest].map(userId)
  must(await ada.person.call('group:add', { conversationId: club.id, userIds }))
  return club
}

export const joiningCases: CasesOf<keyof typeof joining> = {
  'group:preview': {
    success: ({ crew, stranger }) => ({ by: stranger, input: byLink(crew.open) }),
    refusals: { NOT_FOUND: () => ({ input: { conversationId: nobody() } }) },
    stranger: {
      ask: async ({ crew, stranger }) => {
        const club = await crew.club({ joinMode: 'invite' })
        return { by: stranger, input: { conversationId: club.id } }
      },
      answer: 'NOT_FOUND',
    },
  },
  'group:join': {
    success: async ({ crew, newcomer }) => ({ by: await newcomer(), input: byLink(await crew.club({})) }),
    refusals: {
      NOT_FOUND: ({ crew, stranger }) => ({
        by: stranger,
        input: { code: `x${crew.open.invite.code.slice(1)}` },
      }),
      'GONE/invite_expired': async ({ crew, stranger }) => {
        const club = await crew.club({})
        must(
          await crew.admin.person.call('group:revoke-invite', {
            conversationId: club.id,
            inviteId: club.invite.id,
          }),
        )
        return { by: stranger, input: byLink(club) }
      },
      'GONE/group_dissolved': ({ crew, stranger }) => ({ by: stranger, input: byLink(crew.ended) }),
      'FORBIDDEN/not_accepting': async ({ crew, ada }) => {
        const club = await crew.club({})
        const userIds = [userId(crew.peer)]
        must(await ada.person.call('group:remove', { conversationId: club.id, userIds, ban: true }))
        return { by: crew.peer, input: byLink(club) }
      },
      'CONFLICT/group_full': async cast => ({ by: cast.stranger, input: byLink(await fullGroup(cast)) }),
    },
    stranger: {
      ask: async ({ crew, stranger }) => {
        const club = await crew.club({ joinMode: 'invite' })
        return { by: stranger, input: { conversationId: club.id } }
      },
      answer: 'NOT_FOUND',
    },
  },
  'group:cancel': {
    success: async ({ crew }) => ({
      by: crew.applicant,
      input: { requestId: (await crew.club()).requestId },
    }),
    refusals: {
      NOT_FOUND: () => ({ input: { requestId: nobody() } }),
      'CONFLICT/already_handled': ({ crew }) => ({
        by: crew.applicant,
        input: { requestId: crew.ended.requestId },
      }),
    },
    stranger: {
      ask: ({ crew, stranger }) => ({ by: stranger, input: { requestId: crew.open.requestId } }),
      answer: 'NOT_FOUND',
    },
  },
  'group:respond': {
    success: async ({ crew }) => ({
      by: crew.admin,
      input: { requestId: (await crew.club()).requestId, accept: true },
    }),
    refusals: {
      NOT_FOUND: () => ({ input: { requestId: nobody(), accept: true } }),
      'FORBIDDEN/not_a_member': ({ crew }) => ({
        by: crew.former,
        input: { requestId: crew.open.requestId, accept: true },
      }),
      'GONE/group_dissolved': ({ crew }) => ({ input: { requestId: crew.ended.requestId, accept: true } }),
      'FORBIDDEN/role_too_low': ({ crew }) => ({
        by: crew.member,
        input: { requestId: crew.open.requestId, accept: true },
      }),
      'CONFLICT/already_handled': async ({ crew }) => {
        const { requestId } = await crew.club()
        must(await crew.admin.person.call('group:respond', { requestId, accept: false }))
        return { input: { requestId, accept: true } }
      },
      'CONFLICT/group_full': async cast => ({
        input: { requestId: (await fullGroup(cast)).requestId, accept: true },
      }),
      'GONE/request_expired': elsewhere,
    },
    stranger: {
      ask: ({ crew, stranger }) => ({
        by: stranger,
        input: { requestId: crew.open.requestId, accept: true },
      }),
      answer: 'NOT_FOUND',
    },
  },
  'group:requests': {
    success: ({ crew }) => ({ by: crew.admin, input: { conversationId: crew.open.id } }),
    refusals: { ...refusedToOutsiders(), ...tooLow() },
    stranger: strangerTo(),
  },
  'group:create-invite': {
    success: ({ crew }) => ({ by: crew.member, input: { conversationId: crew.open.id, maxUses: 3 } }),
    refusals: {
      ...refusedChanges(),
      'FORBIDDEN/role_too_low': async ({ crew }) => ({
        by: crew.member,
        input: { conversationId: (await crew.club({ inviteBy: 'admins' })).id },
      }),
    },
    stranger: strangerTo(),
  },
  'group:invites': {
    success: ({ crew }) => ({ by: crew.member, input: { conversationId: crew.open.id } }),
    refusals: refusedToOutsiders(),
    stranger: strangerTo(),
  },
  'group:revoke-invite': {
    success: async ({ crew }) => {
      const club = await crew.club()
      return { by: crew.admin, input: { conversationId: club.id, ...revoking(club) } }
    },
    refusals: refusedChanges(revoking),
    stranger: strangerTo(revoking),
  },
}
