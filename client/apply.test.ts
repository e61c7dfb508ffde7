import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Device } from './testing/convergence.ts'
import { messageOf } from './testing/messages.ts'
import { ModelServer } from './testing/modelServer.ts'
import { ada, idOf, me } from './testing/people.ts'

/** What happens to a conversation, at the server and on the way from it; numbers are reduced to what there is. */
type Step =
  | { do: 'ada' | 'mine' | 'line' | 'myLine' | 'mention' }
  | { do: 'edit' | 'recall' | 'read' | 'mark' | 'clear' | 'remove'; at: number }
  | { do: 'hide' | 'pin' | 'ask' | 'askOwn' }
  | { do: 'history'; at: number; limit: number }
  | { do: 'deliver' | 'deliverTwice' | 'lose'; at: number }

const at = fc.nat({ max: 1000 })
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constantFrom('ada', 'ada', 'mine', 'line', 'myLine', 'mention') }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('edit', 'recall', 'recall', 'read', 'mark', 'clear', 'remove'),
      at,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('hide', 'pin', 'ask', 'ask', 'askOwn') }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('history'), at, limit: fc.integer({ min: 1, max: 8 }) }),
  },
  {
    weight: 9,
    arbitrary: fc.record({ do: fc.constantFrom('deliver', 'deliver', 'deliverTwice', 'lose'), at }),
  },
) as fc.Arbitrary<Step>

async function take(server: ModelServer, device: Device, id: string, one: Step): Promise<void> {
  const { seq, clearSeq } = server.own(id)
  const some = 'at' in one ? 1 + (one.at % Math.max(1, seq)) : 1
  switch (one.do) {
    case 'ada':
      return void server.write(id, ada, 'hello')
    case 'mine':
      return void server.write(id, me, 'hello yourself')
    case 'line':
      return void server.write(id, ada, 'a line', { type: 'notification' })
    case 'myLine':
      return void server.write(id, me, 'a line about what I did', { type: 'notification' })
    case 'mention':
      return void server.write(id, ada, '@Mia', { mentions: [{ userId: me, offset: 0, length: 4 }] })
    case 'edit':
      return seq > 0 ? server.edit(id, some, `edited ${server.time}`) : undefined
    case 'recall':
      return seq > 0 ? server.recall(id, some) : undefined
    case 'read':
      return server.read(id, Math.min(some, seq))
    case 'mark': {
      const top = device.store.peek('conversations', id)?.row.lastMsg?.seq ?? 0
      return top > 0 ? device.mark(id, 1 + (one.at % top)) : undefined
    }
    case 'clear':
      return server.clear(id, clearSeq + (one.at % 4))
    case 'remove':
      return server.clear(id, clearSeq + (one.at % 4), true)
    case 'hide':
      return server.hide(id)
    case 'pin':
      return server.pin(id, !server.own(id).pinned)
    case 'ask':
      return device.ask(id)
    case 'askOwn':
      return device.askOwn(id)
    case 'history':
      return device.askHistory(id, one.at % 3 === 0 ? undefined : some + 1, one.limit)
    default: {
      if (device.parcels.length === 0) return
      const index = one.at % device.parcels.length
      const parcel = device.parcels[index]!
      if (one.do !== 'deliverTwice') device.parcels.splice(index, 1)
      if (one.do !== 'lose') await parcel()
    }
  }
}

async function expectSame(server: ModelServer, device: Device, id: string): Promise<void> {
  const own = server.own(id)
  const state = device.state(id)
  const { unread, mentions, lastMsg, readSeq, clearSeq, updateTime, pinned } = state.row
  const shown = await device.shown(id)
  const all = server.rows(id)
  // What brought it back to the list may lie in a part that is not here.
  const hidden = shown.length === all.length ? device.hidden(id) : server.isHidden(id)
  const ours = { unread, mentions, lastMsg, readSeq, clearSeq, updateTime, pinned, hidden }
  expect(ours).toEqual({
    unread: own.unread,
    mentions: own.mentions,
    lastMsg: own.lastMsg,
    readSeq: own.readSeq,
    clearSeq: own.clearSeq,
    updateTime: own.updateTime,
    pinned: own.pinned,
    hidden: server.isHidden(id),
  })
  expect({ rev: state.rev, seq: state.seq }).toEqual({ rev: own.rev, seq: own.seq })

  expect(shown).toEqual(all.filter(row => shown.some(({ seq }) => seq === row.seq)))
  for (const [from, to] of state.ranges) {
    expect(from).toBeGreaterThan(own.clearSeq)
    const seqs = shown.filter(({ seq }) => from <= seq && seq <= to).map(({ seq }) => seq)
    expect(seqs).toEqual(Array.from({ length: to - from + 1 }, (_, n) => from + n))
  }
  if (all.length > 0) expect(shown.at(-1)).toEqual(all.at(-1))
}

describe('whatever happens to a conversation, in whatever order a device hears of it', () => {
  it.each([
    { known: true, name: 'one it knew' },
    { known: false, name: 'one it never heard of' },
  ])('$name stands as at the server after one pull: rows, counts, cursor (I2, I4)', async ({ known }) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 60, size: 'max' }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 4 }),
        async (steps, latestLimit, updatedLimit) => {
          const server = new ModelServer()
          Object.assign(server, { latestLimit, updatedLimit })
          const device = await Device.open(server)
          const id = known ? server.open() : idOf(77)
          await device.complete()
          if (!known) server.open(ada, id)
          for (const one of steps) {
            await take(server, device, id, one)
            const stored = device.store.peek('conversations', id)
            if (stored) expect(stored.row.unread).toBeGreaterThanOrEqual(0)
          }
          // Reads on their way arrive at last; of the rest nothing does.
          for (const seq of [device.store.peek('conversations', id)?.readTo ?? 0])
            if (seq > 0) server.read(id, seq)
          await device.complete()
          await expectSame(server, device, id)

          const first = server.own(id).clearSeq + 1
          for (let round = 0; device.state(id).ranges.length > 0; round++) {
            const { ranges } = device.state(id)
            if (ranges.length === 1 && ranges[0]![0] === first) break
            expect(round).toBeLessThan(200)
            device.parcels = []
            device.askHistory(id, ranges.at(-1)![0], 5)
            await device.parcels[0]!()
          }
          await expectSame(server, device, id)
          expect(await device.shown(id)).toEqual(server.rows(id))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('ends the same when everything arrives, only in another order and twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 40, size: 'max' }),
        fc.infiniteStream(at),
        async (steps, order) => {
          const server = new ModelServer()
          const device = await Device.open(server)
          const id = server.open()
          await device.complete()
          device.parcels = []
          for (const one of steps)
            if (!/deliver|lose|ask|history|mark/.test(one.do)) await take(server, device, id, one)
          const twice = [...device.parcels, ...device.parcels]
          while (twice.length > 0) await twice.splice(order.next().value % twice.length, 1)[0]!()
          const { recount, rev, headRev } = device.state(id)
          // A bare number says that there is something, not what.
          const isBehind = rev < headRev
          if (isBehind) expect(server.own(id).clearSeq).toBeGreaterThan(0)
          if (recount || isBehind) await device.complete()
          await expectSame(server, device, id)
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('numbers above the cursor', () => {
  it('a row that came before its conversation was known is not taken for seen', async () => {
    const server = new ModelServer()
    const device = await Device.open(server)
    await device.complete()
    const id = server.open(ada, idOf(77))
    const [opened] = device.parcels.splice(0)
    server.write(id, ada, 'one')
    server.write(id, ada, 'two')
    const [one, two] = device.parcels.splice(0)
    await one!()
    await opened!()
    await two!()
    // Message one was heard of and could not be kept: the cursor must not pass it.
    expect(device.state(id).rev).toBe(0)
    await device.complete()
    expect((await device.shown(id)).map(({ seq }) => seq)).toEqual([1, 2])
  })

  it('a row the disk refused is not taken for seen', async () => {
    const server = new ModelServer()
    const id = server.open()
    const device = await Device.open(server)
    await device.complete()
    server.write(id, ada, 'one')
    server.write(id, ada, 'two')
    const [one, two] = device.parcels.splice(0)
    const { write } = device.store
    device.store.write = () => Promise.reject(new DOMException('', 'QuotaExceededError'))
    await expect(one!()).rejects.toThrow()
    device.store.write = write
    await two!()
    expect(device.state(id).rev).toBe(0)
    await device.complete()
    expect((await device.shown(id)).map(({ seq }) => seq)).toEqual([1, 2])
  })

  it('an own row the disk refused is not taken for seen', async () => {
    const server = new ModelServer()
    const id = server.open()
    const device = await Device.open(server)
    await device.complete()
    const { userRev } = device.applier.cursor()
    server.pin(id, true)
    server.befriend(ada)
    const [pin] = device.parcels.splice(0)
    const { write } = device.store
    device.store.write = () => Promise.reject(new DOMException('', 'QuotaExceededError'))
    await expect(pin!()).rejects.toThrow()
    device.store.write = write
    await device.applier.own({ friends: [...server.friends.values()] }, true)
    expect(device.applier.cursor().userRev).toBe(userRev)
  })

  it('a bare number that comes while an older answer says "level" is not forgotten', async () => {
    const server = new ModelServer()
    const id = server.open()
    server.write(id, ada, 'one')
    const device = await Device.open(server)
    await device.complete()
    const { rev, headRev } = device.state(id)
    await device.applier.head(id, rev + 1)
    await device.applier.level(id, rev, headRev)
    expect(device.state(id).headRev).toBe(rev + 1)
    await device.applier.level(id, rev, rev + 1)
    expect(device.state(id).headRev).toBe(rev)
  })
})

describe('an own row that comes a second time', () => {
  it('does not take back what was counted since', async () => {
    const server = new ModelServer()
    const id = server.open()
    const device = await Device.open(server)
    await device.complete()
    device.askOwn(id)
    const [again] = device.parcels.splice(0)
    server.write(id, ada, 'lost')
    device.parcels = []
    server.write(id, ada, 'two')
    await device.parcels.pop()!()
    expect(device.state(id).row.unread).toBe(1)
    await again!()
    expect(device.state(id).row.unread).toBe(1)
    server.recall(id, 2)
    await device.parcels.pop()!()
    expect(device.state(id).row.unread).toBe(0)
  })
})

describe("the other one's read mark", () => {
  it('moves forward with any own row, and goes when they hide it (I11)', async () => {
    const server = new ModelServer()
    const id = server.open()
    const device = await Device.open(server)
    await device.complete()
    const take = async (peerReadSeq: number | undefined) => {
      server.conversations.get(id)!.peerReadSeq = peerReadSeq
      await device.applier.own({ conversations: [server.own(id)] }, false)
      return device.state(id).row.peerReadSeq
    }
    expect(await take(3)).toBe(3)
    await device.applier.peerRead(id, ada, 5)
    expect(await take(4)).toBe(5)
    expect(await take(undefined)).toBeUndefined()
  })
})

describe('mention counts', () => {
  it('follow an edit that takes the mention away, also of a message counted by the server', async () => {
    const server = new ModelServer()
    const id = server.open()
    const mention = server.write(id, ada, '@Mia', { mentions: [{ userId: me, offset: 0, length: 4 }] })
    const device = await Device.open(server)
    await device.complete()
    expect(device.state(id).row.mentions).toBe(1)
    device.parcels = []
    server.edit(id, mention.seq, 'nobody')
    await device.parcels.pop()!()
    expect(device.state(id).row.mentions).toBe(0)
    expect(device.state(id).row.unread).toBe(1)
  })
})

describe('a snapshot', () => {
  it('takes friends the server does not name any more off the list', async () => {
    const server = new ModelServer()
    const id = server.open()
    server.befriend(ada)
    const device = await Device.open(server)
    await device.complete()
    expect([...device.store.all('friends')]).toHaveLength(1)
    server.friends.clear()
    const page = server.pull({})
    await device.page({ ...page })
    expect([...device.store.all('friends')]).toHaveLength(0)
    expect(device.store.peek('conversations', id)).toBeDefined()
  })

  it('keeps a conversation whose own row it brings without an item', async () => {
    const server = new ModelServer()
    const id = server.open()
    const device = await Device.open(server)
    await device.complete()
    const page = server.pull({})
    await device.page({
      ...page,
      conversations: [],
      changes: { conversations: [server.own(id)], friends: [], notices: [] },
    })
    expect(device.store.peek('conversations', id)).toBeDefined()
  })
})

describe('a message of mine', () => {
  it('settles its outbox item whichever path brings it, and nobody else of the same idClient does', async () => {
    const server = new ModelServer()
    const id = server.open()
    const device = await Device.open(server)
    await device.complete()
    const waiting = (idClient: string) => ({
      idClient,
      conversationId: id,
      order: 1,
      time: 0,
      request: { conversationId: id, idClient, type: 'text' as const, content: { text: 'x' } },
      status: 'queued' as const,
      error: null,
      attempts: 1,
      triedMs: 0,
    })
    await device.store.write(['outbox'], async tx => {
      for (const name of ['a', 'b', 'c']) tx.put('outbox', name, waiting(name))
    })
    const base = { conversationId: id }
    await device.applier.messages(id, [messageOf({ ...base, seq: 1, idClient: 'a', from: ada })])
    expect(device.store.peek('outbox', 'a')).toBeDefined()
    await device.applier.messages(id, [messageOf({ ...base, seq: 2, idClient: 'a', from: me })])
    expect(device.store.peek('outbox', 'a')).toBeUndefined()
    await device.applier.history(id, [messageOf({ ...base, seq: 3, idClient: 'b', from: me })], {
      from: 3,
      to: 3,
    })
    expect(device.store.peek('outbox', 'b')).toBeUndefined()
    expect(device.store.peek('outbox', 'c')).toBeDefined()
  })
})
