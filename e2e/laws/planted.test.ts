import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { firstDifference, firstLeak, firstWrongMessage, stateOf } from './state.ts'
import { type Device, must, openWorld, type Person, settled, type World } from './world.ts'

/** A law that cannot fail proves nothing: each kind of fault is planted, and the laws' own checks must object. */
let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

async function talk(): Promise<{
  ada: Person
  ben: Person
  conversationId: string
  device: Device
  fresh(): Promise<Device>
}> {
  const ada = await world.person('ada')
  const ben = await world.person('ben')
  const conversationId = await world.befriend(ada, ben)
  const ready = async (name: string) => {
    const device = await world.device(ben, name)
    await settled(() => (device.engine.connection().state === 'live' ? null : 'not live'))
    return device
  }
  return { ada, ben, conversationId, device: await ready('held'), fresh: () => ready('fresh') }
}

const say = async (person: Person, conversationId: string, idClient: string) =>
  must(
    await person.call('message:send', {
      conversationId,
      idClient,
      type: 'text',
      content: { text: idClient },
    }),
  ).message

describe('planted faults are caught', () => {
  it('a skipped rev: an update that never came and nobody asked for', async () => {
    const { ada, conversationId, device, fresh } = await talk()
    device.transport.noPulls = true
    let swallowed = 0
    device.transport.tamper = (name, payload) =>
      name === 'message' && swallowed++ === 0 ? undefined : { name, payload }
    await say(ada, conversationId, 'first')
    await say(ada, conversationId, 'second')
    await settled(() => (swallowed === 2 ? null : 'not heard yet'))
    const other = await fresh()
    await settled(async () => {
      const complaint = firstDifference('held', await stateOf(device), await stateOf(other))
      return complaint?.includes('held') ? null : 'the checks did not object'
    })
  })

  it('an older rev applied over a newer one', async () => {
    const { ada, conversationId, device } = await talk()
    const message = await say(ada, conversationId, 'before')
    const edited = must(
      await ada.call('message:edit', { conversationId, seq: message.seq, content: { text: 'after' } }),
    ).message
    await settled(async () => {
      const held = (await stateOf(device)).messages[conversationId]!
      return held.some(one => one.rev === edited.rev) ? null : 'the edit is not here yet'
    })
    const held = (await stateOf(device)).messages[conversationId]!
    const stored = must(await ada.call('message:history', { conversationId, limit: 50 })).messages
    expect(firstWrongMessage('held', held, stored)).toBeNull()
    const withOlder = held.map(one => (one.seq === message.seq ? message : one))
    expect(firstWrongMessage('held', withOlder, stored)).toContain('message 2')
  })

  it('a row leaked to one who may not see it', async () => {
    const { ada, conversationId, device } = await talk()
    const chen = await world.person('chen')
    const foreign = await world.befriend(ada, chen)
    expect(firstLeak(device, [conversationId])).toBeNull()
    device.transport.heardOf.add(foreign)
    expect(firstLeak(device, [conversationId])).toContain(foreign)
  })

  it('an engine that is handed a foreign row keeps nothing of it', async () => {
    const { ada, conversationId, device, fresh } = await talk()
    const chen = await world.person('chen')
    const foreign = await world.befriend(ada, chen)
    const secret = await say(ada, foreign, 'secret')
    device.transport.tamper = (name, payload) =>
      name === 'message'
        ? { name, payload: { conversationId: foreign, rev: secret.rev, message: secret } }
        : { name, payload }
    const pullsBefore = device.transport.pulls
    await say(ada, conversationId, 'public')
    await settled(() => (device.transport.pulls > pullsBefore ? null : 'it did not ask'))
    device.transport.tamper = undefined
    await device.restart()
    const other = await fresh()
    await settled(async () => firstDifference('held', await stateOf(device), await stateOf(other)))
    expect((await stateOf(device)).messages[foreign]).toBeUndefined()
  })
})
