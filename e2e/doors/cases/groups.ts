import type { groups } from '#protocol/operations/groups.ts'
import { password } from '../caller.ts'
import type { Cast } from '../cast.ts'
import type { Club } from '../crew.ts'
import { type Ask, type CasesOf, nobody, strangersNothing, userId } from './case.ts'

type Input = (club: Club, cast: Cast) => object
const on = (club: Club, input: object) => ({ conversationId: club.id, ...input })

/** Ada, who owns it, on a group of her own. */
const inFreshGroup =
  (input: Input): Ask =>
  async cast => {
    const club = await cast.crew.club()
    return { input: on(club, input(club, cast)) }
  }

/** What looking at a group refuses, and what changing one refuses besides. */
export const refusedToOutsiders = (input: Input = () => ({})) => ({
  NOT_FOUND: ((cast: Cast) => ({
    input: on({ ...cast.crew.open, id: nobody() }, input(cast.crew.open, cast)),
  })) as Ask,
  'FORBIDDEN/not_a_member': (cast => ({
    by: cast.crew.former,
    input: on(cast.crew.open, input(cast.crew.open, cast)),
  })) as Ask,
})
export const refusedChanges = (input: Input = () => ({})) => ({
  ...refusedToOutsiders(input),
  'GONE/group_dissolved': (cast => ({ input: on(cast.crew.ended, input(cast.crew.ended, cast)) })) as Ask,
})
/** An ordinary member asks for what is the owner's or the admins'. */
export const tooLow = (input: Input = () => ({})) => ({
  'FORBIDDEN/role_too_low': (cast => ({
    by: cast.crew.member,
    input: on(cast.crew.open, input(cast.crew.open, cast)),
  })) as Ask,
})
/** A stranger with the true id. */
export const strangerTo = (input: Input = () => ({})) =>
  strangersNothing(cast => on(cast.crew.open, input(cast.crew.open, cast)))

const adding: Input = (_, { crew }) => ({ userIds: [userId(crew.guest)] })
const removing: Input = (_, { crew }) => ({ userIds: [userId(crew.peer)] })
const muting: Input = (_, { crew }) => ({ userIds: [userId(crew.peer)], until: null })
const promoting: Input = (_, { crew }) => ({ userId: userId(crew.peer), role: 'admin' })
const demoting: Input = (_, { crew }) => ({ userId: userId(crew.admin), role: 'member' })
const transferring: Input = (_, { crew }) => ({ userId: userId(crew.peer), password })
const announcing: Input = club => ({ baseRev: club.rev, announcement: 'Sunday at ten' })
const dissolving: Input = ({ title }) => ({ title })
const naming: Input = () => ({ nickname: '山羊' })

export const groupCases: CasesOf<keyof typeof groups> = {
  'group:create': {
    success: ({ crew }) => ({ input: { title: '同学', memberIds: [crew.peer, crew.guest].map(userId) } }),
    refusals: {
      'FORBIDDEN/you_blocked': ({ blocked }) => ({ input: { title: 'x', memberIds: [userId(blocked)] } }),
      'FORBIDDEN/not_accepting': ({ blocker }) => ({ input: { title: 'x', memberIds: [userId(blocker)] } }),
      'FORBIDDEN/not_friends': ({ crew, stranger }) => ({
        input: { title: 'x', memberIds: [crew.peer, stranger].map(userId) },
      }),
      'CONFLICT/group_full': async ({ crew, newcomer }) => {
        const { former, muted, member, admin, deputy, peer, guest } = crew
        const people = [former, muted, member, admin, deputy, peer, guest, await newcomer('friend')]
        return { input: { title: 'x', memberIds: people.map(userId) } }
      },
    },
    stranger: null,
  },
  'group:get': {
    success: ({ crew }) => ({ by: crew.member, input: { conversationId: crew.open.id } }),
    refusals: refusedToOutsiders(),
    stranger: strangerTo(),
  },
  'group:members': {
    success: ({ crew }) => ({ by: crew.member, input: { conversationId: crew.open.id } }),
    refusals: refusedToOutsiders(),
    stranger: strangerTo(),
  },
  'group:add': {
    success: inFreshGroup(adding),
    refusals: {
      ...refusedChanges(adding),
      'FORBIDDEN/role_too_low': async cast => {
        const club = await cast.crew.club({ inviteBy: 'admins' })
        return { by: cast.crew.member, input: on(club, adding(club, cast)) }
      },
      'FORBIDDEN/you_blocked': ({ crew, blocked }) => ({
        input: on(crew.open, { userIds: [userId(blocked)] }),
      }),
      'FORBIDDEN/not_accepting': ({ crew }) => ({ input: on(crew.open, { userIds: [userId(crew.sulker)] }) }),
      'FORBIDDEN/not_friends': ({ crew, stranger }) => ({
        input: on(crew.open, { userIds: [crew.guest, stranger].map(userId) }),
      }),
      'CONFLICT/group_full': async ({ crew, newcomer }) => {
        const people = [crew.former, crew.guest, await newcomer('friend')]
        return { input: on(crew.open, { userIds: people.map(userId) }) }
      },
    },
    stranger: strangerTo(adding),
  },
  'group:remove': {
    success: inFreshGroup(removing),
    refusals: { ...refusedChanges(removing), ...tooLow(removing) },
    stranger: strangerTo(removing),
  },
  'group:leave': {
    success: async ({ crew }) => ({ by: crew.member, input: { conversationId: (await crew.club()).id } }),
    refusals: {
      ...refusedChanges(),
      'FORBIDDEN/owner_must_transfer': ({ crew }) => ({ input: { conversationId: crew.open.id } }),
    },
    stranger: strangerTo(),
  },
  'group:update': {
    success: inFreshGroup(announcing),
    refusals: {
      ...refusedChanges(announcing),
      'FORBIDDEN/muted': cast => ({
        by: cast.crew.muted,
        input: on(cast.crew.open, announcing(cast.crew.open, cast)),
      }),
      ...tooLow(({ rev }) => ({ baseRev: rev, joinMode: 'free' })),
      'CONFLICT/stale': ({ crew }) => ({ input: on(crew.open, { baseRev: crew.open.rev - 1, title: 'x' }) }),
    },
    stranger: strangerTo(announcing),
  },
  'group:set-role': {
    success: inFreshGroup(demoting),
    refusals: {
      ...refusedChanges(promoting),
      ...tooLow(promoting),
      'CONFLICT/too_many_admins': cast => ({ input: on(cast.crew.open, promoting(cast.crew.open, cast)) }),
    },
    stranger: strangerTo(promoting),
  },
  'group:set-nickname': {
    success: inFreshGroup(naming),
    refusals: refusedChanges(naming),
    stranger: strangerTo(naming),
  },
  'group:transfer': {
    success: inFreshGroup(transferring),
    refusals: {
      ...refusedChanges(transferring),
      ...tooLow(transferring),
      'FORBIDDEN/wrong_password': cast => ({
        input: on(cast.crew.open, { ...transferring(cast.crew.open, cast), password: 'not mine' }),
      }),
    },
    stranger: strangerTo(transferring),
  },
  'group:mute': {
    success: inFreshGroup(muting),
    refusals: { ...refusedChanges(muting), ...tooLow(muting) },
    stranger: strangerTo(muting),
  },
  'group:dissolve': {
    success: inFreshGroup(dissolving),
    refusals: {
      ...refusedChanges(dissolving),
      ...tooLow(dissolving),
      'BAD_REQUEST/title_differs': ({ crew }) => ({ input: on(crew.open, { title: 'Hiking' }) }),
    },
    stranger: strangerTo(dissolving),
  },
  'group:read-announcement': {
    success: inFreshGroup(({ announced }) => ({ rev: announced })),
    refusals: refusedChanges(() => ({ rev: 1 })),
    stranger: strangerTo(() => ({ rev: 1 })),
  },
  'group:announcement-reads': {
    success: ({ crew }) => ({ by: crew.admin, input: { conversationId: crew.open.id } }),
    refusals: { ...refusedToOutsiders(), ...tooLow() },
    stranger: strangerTo(),
  },
  'group:log': {
    success: ({ crew }) => ({ by: crew.admin, input: { conversationId: crew.open.id, limit: 5 } }),
    refusals: { ...refusedToOutsiders(), ...tooLow() },
    stranger: strangerTo(),
  },
}
