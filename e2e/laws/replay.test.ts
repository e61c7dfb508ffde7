import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operationNames } from '#protocol/operations/index.ts'
import { firstDifference, stateOf } from './state.ts'
import { type Device, must, openWorld, type Person, settled, type World } from './world.ts'

/**
 * The replay law: for every operation that changes something, what each device held before plus the pushes the
 * operation caused equals what a fresh device is given. Pulls are refused meanwhile, so nothing else can mend it.
 */
let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

interface Cast {
  ada: Person
  ben: Person
  /** The conversation of the two, where they are friends. */
  conversationId: string
  /** Another token of Ada's, whose session may be ended. */
  say(person: Person, text: string): Promise<number>
}

type Case = {
  friends: boolean
  prepare?: (cast: Cast) => Promise<unknown>
  act: (cast: Cast) => Promise<unknown>
}

const friends = (act: Case['act'], prepare?: Case['prepare']): Case => ({
  friends: true,
  act,
  ...(prepare && { prepare }),
})
const strangers = (act: Case['act'], prepare?: Case['prepare']): Case => ({
  friends: false,
  act,
  ...(prepare && { prepare }),
})

async function pendingRequest({ ada, ben }: Cast): Promise<string> {
  const { friends: rows } = must(await ben.call('friend:list', {}))
  return rows.find(row => row.userId === ada.user.id)!.incoming!.id
}
const ask = async ({ ada, ben }: Cast) =>
  must(await ada.call('friend:request', { userId: ben.user.id, greeting: 'hi' }))

const cases: Partial<Record<(typeof operationNames)[number], Case>> = {
  'account:update': friends(async ({ ada }) =>
    must(await ada.call('account:update', { displayName: 'Ada L.', settings: { typing: false } })),
  ),
  'friend:request': strangers(ask),
  'friend:respond': strangers(async cast => {
    must(await cast.ben.call('friend:respond', { requestId: await pendingRequest(cast), accept: true }))
  }, ask),
  'friend:cancel': strangers(async cast => {
    must(await cast.ada.call('friend:cancel', { requestId: await pendingRequest(cast) }))
  }, ask),
  'friend:update': friends(async ({ ada, ben }) =>
    must(await ada.call('friend:update', { userId: ben.user.id, remark: '老本' })),
  ),
  'friend:remove': friends(async ({ ada, ben }) =>
    must(await ada.call('friend:remove', { userId: ben.user.id })),
  ),
  'friend:block': friends(async ({ ada, ben }) =>
    must(await ada.call('friend:block', { userId: ben.user.id })),
  ),
  'friend:unblock': friends(
    async ({ ada, ben }) => must(await ada.call('friend:unblock', { userId: ben.user.id })),
    async ({ ada, ben }) => must(await ada.call('friend:block', { userId: ben.user.id })),
  ),
  'notice:read': strangers(async ({ ben }) => must(await ben.call('notice:read', {})), ask),
  'conversation:read': friends(
    async ({ ben, conversationId }) => must(await ben.call('conversation:read', { conversationId, seq: 3 })),
    async ({ ada, say }) => {
      await say(ada, 'one')
      await say(ada, 'two')
    },
  ),
  'conversation:update': friends(async ({ ada, conversationId }) =>
    must(
      await ada.call('conversation:update', {
        conversationId,
        pinned: true,
        notify: 'none',
        markedUnread: true,
        draft: { text: '写到一半', time: Date.now() },
      }),
    ),
  ),
  'conversation:clear': friends(
    async ({ ada, conversationId }) =>
      must(await ada.call('conversation:clear', { conversationId, seq: 2, remove: true })),
    async ({ ada, ben, say }) => {
      await say(ada, 'goes')
      await say(ben, 'stays')
    },
  ),
  'message:send': friends(async ({ ada, say }) => say(ada, '你好')),
  'message:recall': friends(
    async ({ ada, conversationId }) => must(await ada.call('message:recall', { conversationId, seq: 2 })),
    async ({ ada, say }) => say(ada, 'a slip'),
  ),
  'message:edit': friends(
    async ({ ada, conversationId }) =>
      must(await ada.call('message:edit', { conversationId, seq: 2, content: { text: 'better' } })),
    async ({ ada, say }) => say(ada, 'wrose'),
  ),
}

/** They change nothing a device of the caller or of anyone else stores. */
const storesNothing = [
  'account:register', // before there is any device
  'account:check-username',
  'account:get',
  'account:change-password', // ends other sessions; told by session:revoked
  'account:delete', // ends every session
  'session:create', // the notice of a new sign-in is tried in the sessions' own tests
  'session:list',
  'session:revoke',
  'user:find',
  'user:get',
  'friend:list',
  'presence:watch',
  'notice:list',
  'conversation:list',
  'conversation:get',
  'conversation:reads',
  'message:history',
  'sync:pull',
]

async function cast(friendly: boolean): Promise<Cast> {
  const ada = await world.person('ada')
  const ben = await world.person('ben')
  const conversationId = friendly ? await world.befriend(ada, ben) : ''
  let said = 0
  return {
    ada,
    ben,
    conversationId,
    say: async (person, text) => {
      const input = {
        conversationId,
        idClient: `say-${++said}-${person.name}`,
        type: 'text' as const,
        content: { text },
      }
      return must(await person.call('message:send', input)).message.seq
    },
  }
}

const isLive = (device: Device) =>
  settled(() => (device.engine.connection().state === 'live' ? null : 'not live'))

/** A device that holds what there is now and from here on hears pushes only. */
async function listener(person: Person): Promise<Device> {
  const device = await world.device(person, `${person.name}'s device`)
  await isLive(device)
  device.transport.noPulls = true
  device.transport.pulls = 0
  return device
}

async function expectLikeFresh(device: Device): Promise<void> {
  const fresh = await world.device(device.person, 'fresh')
  await isLive(fresh)
  await settled(async () => firstDifference(device.name, await stateOf(device), await stateOf(fresh)), 5000)
  await fresh.engine.stop()
}

describe('replay law', () => {
  it('knows every operation', () => {
    // Groups have a cast and a file of their own.
    const here = operationNames.filter(name => !name.startsWith('group:'))
    expect([...Object.keys(cases), ...storesNothing].sort()).toEqual([...here].sort())
  })

  it.each(Object.entries(cases))(
    'what %s pushes is what it changed',
    async (_name, { friends, prepare, act }) => {
      const people = await cast(friends)
      await prepare?.(people)
      const devices = [await listener(people.ada), await listener(people.ben)]
      await act(people)
      for (const device of devices) await expectLikeFresh(device)
      for (const device of devices) {
        expect(device.transport.pulls, `${device.name} had to pull`).toBe(0)
        await device.engine.stop()
      }
    },
  )
})
