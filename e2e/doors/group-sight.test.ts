import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#db/testing.ts'
import type { Answer } from '#protocol/errors.ts'
import type { OperationName, Output } from '#protocol/operations/index.ts'
import { connect } from '#server/process/testing.ts'
import { must } from '../laws/world.ts'
import { startTestServer, type TestServer } from '../testServer.ts'
import { type Caller, doors, nameOf } from './caller.ts'
import { type Cast, openCast } from './cast.ts'
import { type Club, strict } from './crew.ts'

/** What of a group and its people somebody gets to see, where it is not all or nothing (reliability.md 4.1, I14). */
let database: TestDatabase
let server: TestServer
beforeAll(async () => {
  database = await createTestDatabase()
  server = await startTestServer({ databaseUrl: database.url })
})
afterAll(async () => {
  await server.close()
  await database.drop()
})

const idOf = (caller: Caller) => caller.person.user.id
async function get<N extends OperationName>(by: Caller, name: N, input: unknown): Promise<Output<N>> {
  return must((await by.ask(name, input)) as Answer<Output<N>>)
}

describe.each(doors)('at the %s door', door => {
  let cast: Cast
  beforeAll(async () => {
    cast = await openCast(server.url, door)
  })
  afterAll(() => cast.close())

  describe('where the list of members is not shown', () => {
    let club: Club
    beforeAll(async () => {
      club = await cast.crew.club(strict)
    })
    const listed = async (by: Caller) => {
      const { members, users } = await get(by, 'group:members', { conversationId: club.id })
      expect(users.map(user => user.id).sort()).toEqual(members.map(row => row.userId).sort())
      return members.map(row => row.userId).sort()
    }
    const pulled = async (by: Caller) => {
      const { conversations } = await get(by, 'sync:pull', {
        conversations: { [club.id]: { rev: 1, seq: 0 } },
      })
      const [item] = conversations
      return item && 'members' in item ? item.members!.map(row => row.userId) : []
    }
    const everybody = () => {
      const { owner, admin, deputy, member, muted, peer } = cast.crew
      return [owner, admin, deputy, member, muted, peer].map(idOf).sort()
    }

    it.each(['member', 'muted'] as const)('a %s sees who runs the group, and themselves', async standing => {
      const { crew } = cast
      const me = crew[standing]
      const known = [crew.owner, crew.admin, crew.deputy, me].map(idOf).sort()
      expect(await listed(me)).toEqual(known)
      for (const userId of await pulled(me)) expect(known).toContain(userId)
      expect(await get(me, 'conversation:reads', { conversationId: club.id })).toEqual({ reads: [] })
      const { conversation } = await get(me, 'conversation:get', { conversationId: club.id })
      expect(conversation.memberCount).toBe(6)
    })

    it.each(['admin', 'owner'] as const)('the %s sees everybody', async standing => {
      const me = cast.crew[standing]
      expect(await listed(me)).toEqual(everybody())
      const { reads } = await get(me, 'conversation:reads', { conversationId: club.id })
      expect(reads.map(one => one.userId).sort()).toEqual(everybody().filter(id => id !== idOf(me)))
    })

    it('what becomes of another member reaches the admins, and the members as a bare number', async () => {
      const { admin, member, peer } = cast.crew
      const auth = ({ person }: Caller) => ({ auth: { token: person.token, protocol: 1 } })
      const [onAdmins, onMembers] = await Promise.all(
        [admin, member].map(one => connect(server.url, auth(one))),
      )
      const naming = { conversationId: club.id, nickname: `山羊 ${door}` }
      const { member: row } = await get(peer, 'group:set-nickname', naming)
      const told = await onAdmins!.hears<{ members: unknown[] }>(
        'member',
        ({ members }) => members.length > 0,
      )
      expect(told.members).toEqual([row])
      await onMembers!.hears('rev', ({ rev }) => rev === row.rev)
      expect(JSON.stringify(onMembers!.heard)).not.toContain('山羊')
      onAdmins!.close()
      onMembers!.close()
    })
  })

  describe('of several that are named at once', () => {
    it('people who are not there are left out without a word', async () => {
      const { ada, friend, stranger } = cast
      const { users } = await get(ada, 'user:get', { ids: [idOf(friend), uuidv7()] })
      expect(users.map(user => user.id)).toEqual([idOf(friend)])
      // Whether somebody is not there, or not mine to see: the same, and nothing more.
      const watched = [idOf(stranger), uuidv7()]
      const { states } = await get(ada, 'presence:watch', { userIds: watched })
      expect(states).toEqual(watched.map(userId => ({ userId, state: 'offline' })))
    })

    it('a pull answers for mine, and for others’ groups as for none', async () => {
      const { crew, stranger } = cast
      const imagined = uuidv7()
      const theirs = must(await stranger.person.call('group:create', { title: 'Theirs', memberIds: [] }))
      const named = [crew.open.id, theirs.conversation.id, imagined]
      const conversations = Object.fromEntries(named.map(id => [id, { rev: 0, seq: 0 }]))
      const page = await get(crew.member, 'sync:pull', { conversations })
      const mine = page.conversations.filter(item => !('gone' in item)).map(item => item.id)
      expect(mine).toEqual([crew.open.id])
      for (const id of [theirs.conversation.id, imagined])
        expect(page.conversations).toContainEqual({ id, gone: true })
    })

    it('bringing friends and others brings nobody, and names the others', async () => {
      const { crew, stranger, ada } = cast
      const [unknown, outsider] = [uuidv7(), idOf(stranger)]
      const named = [idOf(crew.guest), outsider, unknown]
      const count = async () => (await get(ada, 'conversation:list', { limit: 200 })).conversations.length
      const before = await count()
      const refusals = [
        await ada.ask('group:add', { conversationId: crew.open.id, userIds: named }),
        await ada.ask('group:create', { title: 'All or none', memberIds: named }),
      ]
      for (const refusal of refusals) {
        expect(nameOf(refusal)).toBe('FORBIDDEN/not_friends')
        expect(refusal).toMatchObject({ error: { details: { userIds: [outsider, unknown] } } })
      }
      expect(await count()).toBe(before)
      const { members } = await get(ada, 'group:members', { conversationId: crew.open.id })
      expect(members.map(row => row.userId)).not.toContain(idOf(crew.guest))
    })

    it.each(['group:remove', 'group:mute'] as const)('%s acts on all or on nobody', async name => {
      const { crew } = cast
      const { admin, peer, deputy, guest } = crew
      const conversationId = crew.open.id
      const rows = () => get(admin, 'group:members', { conversationId })
      const before = await rows()
      const act = (...userIds: string[]) => {
        const until = Date.now() + 3_600_000
        return admin.ask(name, { conversationId, userIds, ...(name === 'group:mute' && { until }) })
      }
      const refused = await act(idOf(peer), idOf(deputy))
      expect(nameOf(refused)).toBe('FORBIDDEN/role_too_low')
      expect(refused).toMatchObject({ error: { details: { userIds: [idOf(deputy)] } } })
      const unknown = await act(idOf(peer), idOf(guest))
      expect(nameOf(unknown)).toBe('NOT_FOUND')
      expect(await act(idOf(peer), uuidv7())).toEqual(unknown)
      expect(await rows()).toEqual(before)
    })
  })
})
