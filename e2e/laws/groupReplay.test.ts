import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OperationName, operationNames } from '#protocol/operations/index.ts'
import { firstDifference, stateOf } from './state.ts'
import {
  type Device,
  holdsRosters,
  must,
  openWorld,
  type Person,
  password,
  settled,
  type World,
} from './world.ts'

/**
 * The replay law for groups: what each member's device held before plus the pushes an operation caused equals what a
 * fresh device is given. Ada owns the group, Ben and Chen are in it; only a conversation that appears or is closed
 * for somebody is pulled, by them alone.
 */
let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

interface Cast {
  ada: Person
  ben: Person
  chen: Person
  /** A friend of Ada's who is not in the group. */
  dora: Person
  id: string
}

interface Case {
  prepare?: (cast: Cast) => Promise<unknown>
  act: (cast: Cast) => Promise<unknown>
  /** For whom a conversation appears or is closed. */
  pulls?: ('ada' | 'ben' | 'chen' | 'dora')[]
}

const groupOf = async ({ ada, id }: Cast) => must(await ada.call('group:get', { conversationId: id })).group
const update = async (cast: Cast, change: object) =>
  must(
    await cast.ada.call('group:update', {
      conversationId: cast.id,
      baseRev: (await groupOf(cast)).rev,
      ...change,
    }),
  )
const needApproval = (cast: Cast) => update(cast, { joinMode: 'approval' })
const ask = async (cast: Cast) => {
  await needApproval(cast)
  must(await cast.dora.call('group:join', { conversationId: cast.id, text: 'please' }))
}
const waiting = async ({ ada, id }: Cast) =>
  must(await ada.call('group:requests', { conversationId: id })).requests[0]!.id

const cases: Partial<Record<OperationName, Case>> = {
  'group:create': {
    act: async ({ ada, ben }) =>
      must(await ada.call('group:create', { title: 'Two', memberIds: [ben.user.id] })),
    pulls: ['ada', 'ben'],
  },
  'group:add': {
    act: async ({ ada, dora, id }) =>
      must(await ada.call('group:add', { conversationId: id, userIds: [dora.user.id] })),
    pulls: ['dora'],
  },
  'group:remove': {
    act: async ({ ada, chen, id }) =>
      must(
        await ada.call('group:remove', { conversationId: id, userIds: [chen.user.id], recallRecent: true }),
      ),
    prepare: async ({ chen, id }) =>
      must(
        await chen.call('message:send', {
          conversationId: id,
          idClient: `spam-${id}`,
          type: 'text',
          content: { text: 'spam' },
        }),
      ),
    pulls: ['chen'],
  },
  'group:leave': {
    act: async ({ chen, id }) => must(await chen.call('group:leave', { conversationId: id })),
    pulls: ['chen'],
  },
  'group:update': {
    act: cast =>
      update(cast, { title: 'Renamed', announcement: 'Meet at seven', slowModeSeconds: 10, muteAll: true }),
  },
  'group:set-role': {
    act: async ({ ada, ben, id }) =>
      must(await ada.call('group:set-role', { conversationId: id, userId: ben.user.id, role: 'admin' })),
  },
  'group:set-nickname': {
    act: async ({ ben, id }) =>
      must(await ben.call('group:set-nickname', { conversationId: id, nickname: '本' })),
  },
  'group:transfer': {
    act: async ({ ada, ben, id }) =>
      must(await ada.call('group:transfer', { conversationId: id, userId: ben.user.id, password })),
  },
  'group:mute': {
    act: async ({ ada, ben, id }) =>
      must(
        await ada.call('group:mute', {
          conversationId: id,
          userIds: [ben.user.id],
          until: Date.now() + 3_600_000,
        }),
      ),
  },
  'group:dissolve': {
    act: async ({ ada, id }) =>
      must(await ada.call('group:dissolve', { conversationId: id, title: 'Three' })),
  },
  'group:join': { act: ask },
  'group:cancel': {
    prepare: ask,
    act: async cast => must(await cast.dora.call('group:cancel', { requestId: await waiting(cast) })),
  },
  'group:respond': {
    prepare: ask,
    act: async cast =>
      must(await cast.ada.call('group:respond', { requestId: await waiting(cast), accept: true })),
    pulls: ['dora'],
  },
}

/** They change nothing that a device stores. */
const storesNothing: OperationName[] = [
  'group:get',
  'group:members',
  'group:read-announcement',
  'group:announcement-reads',
  'group:log',
  'group:preview',
  'group:requests',
  'group:create-invite',
  'group:invites',
  'group:revoke-invite',
]

async function gather(): Promise<Cast> {
  const [ada, ben, chen, dora] = (await Promise.all(
    ['ada', 'ben', 'chen', 'dora'].map(name => world.person(name)),
  )) as [Person, Person, Person, Person]
  for (const friend of [ben, chen, dora]) await world.befriend(ada, friend)
  const memberIds = [ben.user.id, chen.user.id]
  const { conversation } = must(await ada.call('group:create', { title: 'Three', memberIds }))
  return { ada, ben, chen, dora, id: conversation.id }
}

const isLevel = ({ name, engine }: Device) =>
  settled(() => {
    if (engine.connection().state !== 'live') return `${name} is not live`
    const bare = engine.conversations().find(view => view.scene === 'group' && !view.left && !view.group)
    return bare ? `${name} has not pulled its group` : null
  })

async function expectLikeFresh(device: Device): Promise<void> {
  const fresh = await world.device(device.person, 'fresh')
  await isLevel(fresh)
  await holdsRosters(fresh)
  await settled(async () => firstDifference(device.name, await stateOf(device), await stateOf(fresh)), 5000)
  await fresh.engine.stop()
}

describe('replay law of groups', () => {
  it('knows every operation', () => {
    const all = operationNames.filter(name => name.startsWith('group:'))
    expect([...Object.keys(cases), ...storesNothing].sort()).toEqual([...all].sort())
  })

  it.each(Object.entries(cases))(
    'what %s pushes is what it changed',
    async (_name, { prepare, act, pulls = [] }) => {
      const cast = await gather()
      await prepare?.(cast)
      const devices: Device[] = []
      for (const name of ['ada', 'ben', 'chen', 'dora'] as const) {
        const device = await world.device(cast[name], name)
        await isLevel(device)
        await holdsRosters(device)
        device.transport.noPulls = !pulls.includes(name)
        device.transport.pulls = 0
        devices.push(device)
      }
      await act(cast)
      for (const device of devices) await expectLikeFresh(device)
      for (const device of devices) {
        if (device.transport.noPulls) expect(device.transport.pulls, `${device.name} had to pull`).toBe(0)
        await device.engine.stop()
      }
    },
  )
})
