import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Message } from '#protocol/entities/message.ts'
import { firstWrongMessage, stateOf } from '../laws/state.ts'
import { type Device, inhabit, must, type Person, settled } from '../laws/world.ts'
import { createServerProcess, type ServerProcess } from './process.ts'

/**
 * I1, I3, I7: whatever dies at whatever moment, every acknowledged message is there, none twice, all in order, and
 * what was not acknowledged arrives by being sent again.
 */
const killsPerPoint = 5
/** Passings of a point before the kill; each writes at least one message, so at least as many were acknowledged. */
const passings = 220
const messagesPerDevice = 500

let server: ServerProcess
let world: ReturnType<typeof inhabit>

beforeEach(async () => {
  server = await createServerProcess()
  await server.start()
  world = inhabit(server.url)
})
afterEach(async () => {
  await world.close()
  await server.close()
})

interface Talk {
  conversationId: string
  people: [Person, Person]
  devices: [Device, Device]
}

async function talk(): Promise<Talk> {
  const people: [Person, Person] = [await world.person('ada'), await world.person('ben')]
  const conversationId = await world.befriend(...people)
  const devices: [Device, Device] = [
    await world.device(people[0], 'ada'),
    await world.device(people[1], 'ben'),
  ]
  await settled(() => (devices.every(isLive) ? null : 'not live'))
  return { conversationId, people, devices }
}

const isLive = ({ engine }: Device) => engine.connection().state === 'live'

/** Both talk; resolves when everything is written to the outboxes. */
async function write({ devices, conversationId }: Talk, round: number): Promise<string[][]> {
  const written: string[][] = []
  for (const device of devices) {
    const ids: string[] = []
    for (let i = 0; i < messagesPerDevice; i++)
      ids.push(await device.engine.send({ conversationId, text: `${device.name} ${round}.${i}` }))
    written.push(ids)
  }
  return written
}

async function acknowledged(written: string[], device: Device): Promise<number> {
  const waiting = new Set(
    (await device.kv.read(['outbox'], tx => tx.getAll('outbox'))).map(item => item.idClient),
  )
  return written.filter(id => !waiting.has(id)).length
}

async function history(person: Person, conversationId: string): Promise<Message[]> {
  const all: Message[] = []
  for (let after = 0; ; ) {
    const page = must(await person.call('message:history', { conversationId, after, limit: 200 }))
    all.push(...page.messages)
    if (page.reachedEnd) return all
    after = all[all.length - 1]!.seq
  }
}

/** Everything written is stored once, in the order it was written in, and both devices hold exactly that. */
async function expectAllThere({ devices, people, conversationId }: Talk, written: string[][]): Promise<void> {
  await settled(async () => {
    for (const [i, device] of devices.entries()) {
      const sent = await acknowledged(written[i]!, device)
      if (sent < written[i]!.length) return `${device.name} has ${written[i]!.length - sent} unsent`
    }
    return null
  }, 120_000)
  const stored = await history(people[0], conversationId)
  expect(stored.map(message => message.seq)).toEqual(stored.map((_, i) => i + 1))
  for (const ids of written) {
    const own = new Set(ids)
    expect(stored.map(message => message.idClient).filter(id => own.has(id))).toEqual(ids)
  }
  for (const device of devices) {
    await settled(async () => {
      const held = (await stateOf(device)).messages[conversationId] ?? []
      return (
        firstWrongMessage(device.name, held, stored) ??
        (held.at(-1)?.seq === stored.length ? null : 'not level')
      )
    })
  }
}

describe.each(['before-commit', 'after-commit', 'after-answer'] as const)('a server killed %s', point => {
  it(`loses nothing, ${killsPerPoint} times`, async () => {
    const conversation = await talk()
    for (let round = 0; round < killsPerPoint; round++) {
      await server.kill()
      await server.start(`kill:${point}:${passings + round}`)
      const written = await write(conversation, round)
      await server.ended()
      const sent = await Promise.all(
        conversation.devices.map((device, i) => acknowledged(written[i]!, device)),
      )
      expect(sent[0]! + sent[1]!, 'acknowledged before the kill').toBeGreaterThanOrEqual(200)
      await server.start()
      await expectAllThere(conversation, written)
    }
  })
})

describe('a killed database', () => {
  it(`loses nothing, ${killsPerPoint} times, and the server stays up`, async () => {
    const conversation = await talk()
    for (let round = 0; round < killsPerPoint; round++) {
      const written = await write(conversation, round)
      await settled(async () => {
        const sent = await Promise.all(
          conversation.devices.map((device, i) => acknowledged(written[i]!, device)),
        )
        return sent[0]! + sent[1]! >= 200 ? null : 'not enough acknowledged'
      })
      server.killDatabase()
      await expectAllThere(conversation, written)
    }
  })
})

describe('a dropped push', () => {
  it('is found by a recipient whose connection never broke', async () => {
    await server.kill()
    await server.start('drop-push:1:all')
    const conversation = await talk()
    const [ada, ben] = conversation.devices
    await ada.engine.send({
      conversationId: conversation.conversationId,
      text: 'the only one, and nobody pushes it',
    })
    await settled(async () => {
      const held = (await stateOf(ben)).messages[conversation.conversationId] ?? []
      return held.some(message => message.from === conversation.people[0].user.id)
        ? null
        : 'Ben has nothing yet'
    }, 25_000)
    expect(ben.engine.connection().state).toBe('live')
  })
})
