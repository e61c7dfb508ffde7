import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Message } from '#protocol/entities/message.ts'
import { createEngine } from './engine.ts'
import type { Kv } from './store/kv.ts'
import { openIdbKv } from './store/kv-idb.ts'
import { openMemoryKv } from './store/kv-memory.ts'
import { FakeClock, Locks, settle } from './testing/fakeClock.ts'
import { FakeTransport } from './testing/fakeTransport.ts'
import { ModelServer, refusal } from './testing/modelServer.ts'
import { ada, bob, me } from './testing/people.ts'
import { Tabs } from './testing/tabs.ts'
import { watch } from './testing/watch.ts'
import type { Engine, Timeline } from './types.ts'

let server: ModelServer
let clock: FakeClock
let transport: FakeTransport
let kv: Kv
let engine: Engine
let timeline: Timeline
let a: string
/** What is wrong with any view that was ever published. */
let wrong: string[]

const unhandled: unknown[] = []
const note = (error: unknown) => unhandled.push(error)

beforeEach(() => {
  unhandled.length = 0
  process.on('unhandledRejection', note)
  wrong = []
  server = new ModelServer()
  a = server.open(ada)
  kv = openMemoryKv()
  clock = new FakeClock()
})

afterEach(async () => {
  timeline?.close()
  await engine.stop()
  await settle()
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
  expect(clock.reported).toEqual([])
  expect(wrong).toEqual([])
})

async function start(tabs?: Tabs): Promise<void> {
  transport = new FakeTransport(clock.env.setTimer, () => refusal('BAD_REQUEST'))
  server.serve(transport)
  engine = await createEngine({ userId: me, kv, channel: tabs?.channel(), transport, env: clock.env })
  engine.start()
  await settle()
  transport.asked.length = 0
}

async function open(id = a): Promise<void> {
  timeline = watch(engine.openTimeline(id), wrong)
  await settle()
}

const fill = (count: number, from = 1) => {
  for (let n = from; n < from + count; n++) server.write(a, ada, `${n}`)
}
const seqs = () => timeline.view().rows.flatMap(row => (row.kind === 'message' ? [row.message.seq] : []))
const ends = () => [seqs()[0], seqs().at(-1)]
const texts = () =>
  timeline
    .view()
    .rows.map(row => (row.kind === 'message' ? String(row.message.content?.text) : `(${row.text})`))

/** What the server says meanwhile never arrives. */
function deaf<T>(work: () => T): T {
  const { link } = transport
  const { event } = link
  link.event = () => undefined
  const result = work()
  link.event = event
  return result
}

/** Away while `work` happens, and back. */
async function away(work: () => void): Promise<void> {
  transport.link.end()
  work()
  await clock.advance(1000)
}

async function hold(id: string, seq: number): Promise<void> {
  while (timeline.view().rows.length > 0 && seqs()[0]! > seq) {
    await timeline.loadOlder()
    await settle()
  }
  expect(id).toBe(a)
}

describe('opening', () => {
  it('stands at the end, and follows it', async () => {
    fill(25)
    server.read(a, 25)
    await start()
    await open()
    expect(timeline.view()).toMatchObject({ ready: true, reachedEnd: true, loading: null, failed: false })
    expect(ends()).toEqual([1, 25])
    expect(timeline.view().reachedStart).toBe(true)
    server.write(a, ada, 'new')
    await settle()
    expect(texts().at(-1)).toBe('new')
  })

  it('reaches back to the first unread message, as far as it is here', async () => {
    fill(20)
    server.read(a, 20)
    await start()
    await open()
    await timeline.loadOlder()
    timeline.close()
    for (let n = 21; n <= 300; n++) server.write(a, ada, `${n}`)
    await settle()
    await open()
    expect(ends()).toEqual([10, 300])
    expect(timeline.view().reachedEnd).toBe(true)
  })

  it('of a conversation with nothing in it has reached both ends and asks for nothing', async () => {
    await start()
    await open()
    expect(timeline.view()).toMatchObject({ ready: true, rows: [], reachedStart: true, reachedEnd: true })
    await timeline.loadOlder()
    await timeline.loadNewer()
    expect(transport.inputs('message:history')).toEqual([])
    await engine.send({ conversationId: a, text: 'first' })
    await settle()
    expect(texts()).toEqual(['first'])
  })

  it('of a conversation that was cleared has reached its start and asks for nothing', async () => {
    fill(25)
    await start()
    await open()
    server.clear(a, 25)
    await settle()
    expect(timeline.view()).toMatchObject({ rows: [], reachedStart: true })
    await timeline.loadOlder()
    expect(transport.inputs('message:history')).toEqual([])
    server.write(a, ada, 'after')
    await settle()
    expect(texts()).toEqual(['after'])
    expect(timeline.view().reachedStart).toBe(true)
  })

  it('of one whose messages are not here loads the newest page by itself', async () => {
    fill(250)
    const { item } = server
    // The far end of a snapshot: an own row and no messages.
    server.item = (id, cursor) => {
      const made = item.call(server, id, cursor)
      return made && 'own' in made ? { ...made, updated: [], latest: [], more: true } : made
    }
    await start()
    server.item = item
    expect((await kv.read(['conversations'], tx => tx.get('conversations', a)))?.ranges).toEqual([])
    await open()
    expect(seqs().at(-1)).toBe(250)
    expect(transport.inputs('message:history')).toHaveLength(1)
  })

  it('of an unknown conversation is ready and empty', async () => {
    await start()
    timeline = engine.openTimeline('nowhere')
    await settle()
    expect(timeline.view()).toMatchObject({ ready: true, rows: [] })
    expect(await timeline.jumpTo(3)).toBe(false)
  })
})

describe('older pages', () => {
  beforeEach(async () => {
    fill(500)
    await start()
    await open()
  })

  it('come from the server when the store has no more, and then from the store', async () => {
    expect(ends()).toEqual([471, 500])
    await timeline.loadOlder()
    expect(ends()).toEqual([371, 500])
    expect(transport.inputs('message:history')).toEqual([{ conversationId: a, limit: 100, before: 471 }])
    timeline.close()
    transport.link.end()
    server.read(a, 500)
    await clock.advance(1000)
    transport.asked.length = 0
    await open()
    expect(ends()).toEqual([441, 500])
    await timeline.loadOlder()
    expect(ends()).toEqual([371, 500])
    expect(transport.inputs('message:history')).toEqual([])
  })

  it('go on to the start, and say so', async () => {
    for (let n = 0; n < 20 && !timeline.view().reachedStart; n++) await timeline.loadOlder()
    expect(ends()).toEqual([1, 500])
    expect(seqs()).toHaveLength(500)
    const asked = transport.inputs('message:history').length
    await timeline.loadOlder()
    expect(transport.inputs('message:history')).toHaveLength(asked)
  })

  it('are asked for once, however often they are wanted', async () => {
    await Promise.all([timeline.loadOlder(), timeline.loadOlder(), timeline.loadOlder()])
    expect(transport.inputs('message:history')).toHaveLength(1)
    expect(ends()).toEqual([371, 500])
  })

  it('that cannot be had say so, and can be asked for again', async () => {
    const { respond } = transport
    transport.respond = () => refusal('UNAVAILABLE')
    await timeline.loadOlder()
    expect(timeline.view()).toMatchObject({ failed: true, loading: null })
    expect(ends()).toEqual([471, 500])
    transport.respond = respond
    await timeline.loadOlder()
    expect(timeline.view().failed).toBe(false)
    expect(ends()).toEqual([371, 500])
  })

  it('that the disk does not take say so too, and nothing hangs', async () => {
    const { write } = kv
    kv.write = () => Promise.reject(new DOMException('', 'QuotaExceededError'))
    await timeline.loadOlder()
    expect(timeline.view()).toMatchObject({ failed: true, loading: null })
    expect(clock.reported.splice(0)).toHaveLength(1)
    kv.write = write
    await timeline.loadOlder()
    expect(ends()).toEqual([371, 500])
  })
})

describe('a jump', () => {
  beforeEach(async () => {
    fill(1000)
    await start()
    await open()
  })

  it('into a part that is not here loads it, and stands there', async () => {
    expect(await timeline.jumpTo(300)).toBe(true)
    expect(seqs()).toContain(300)
    expect(timeline.view().reachedEnd).toBe(false)
    const [first, last] = ends()
    expect(first).toBeLessThan(300)
    expect(last).toBeGreaterThan(300)
  })

  it('stays where it is while new messages come, and newer pages close the gap to them', async () => {
    await timeline.jumpTo(300)
    const before = ends()
    server.write(a, ada, 'new')
    await settle()
    expect(ends()).toEqual(before)
    for (let n = 0; n < 20 && !timeline.view().reachedEnd; n++) await timeline.loadNewer()
    expect(timeline.view().reachedEnd).toBe(true)
    expect(texts().at(-1)).toBe('new')
    server.write(a, ada, 'newer')
    await settle()
    expect(texts().at(-1)).toBe('newer')
  })

  it('pages through what is here a page at a time', async () => {
    await hold(a, 1)
    await timeline.jumpTo(100)
    const asked = transport.inputs('message:history').length
    expect(ends()).toEqual([50, 150])
    await timeline.loadNewer()
    expect(ends()).toEqual([50, 250])
    await timeline.loadOlder()
    expect(ends()).toEqual([1, 250])
    expect(transport.inputs('message:history')).toHaveLength(asked)
  })

  it('to the latest is the end again, with what waits there', async () => {
    await timeline.jumpTo(300)
    await engine.send({ conversationId: a, text: 'mine' })
    await settle()
    expect(seqs()).not.toContain(1001)
    await timeline.toLatest()
    expect(texts().at(-1)).toBe('mine')
    expect(timeline.view().reachedEnd).toBe(true)
  })

  it('to what cannot be had answers so and leaves the window', async () => {
    const before = ends()
    transport.respond = () => refusal('UNAVAILABLE')
    expect(await timeline.jumpTo(10)).toBe(false)
    expect(ends()).toEqual(before)
    expect(timeline.view().reachedEnd).toBe(true)
  })
})

describe('a long absence', () => {
  beforeEach(async () => {
    fill(40)
    server.read(a, 40)
    await start()
    await open()
    expect(ends()).toEqual([11, 40])
    await away(() => fill(200, 41))
  })

  it('keeps the window on screen; newer pages follow it to the end', async () => {
    expect(ends()).toEqual([11, 40])
    expect(timeline.view().reachedEnd).toBe(false)
    await timeline.loadNewer()
    expect(ends()).toEqual([11, 140])
    for (let n = 0; n < 5 && !timeline.view().reachedEnd; n++) await timeline.loadNewer()
    expect(ends()).toEqual([11, 240])
    expect(timeline.view().reachedEnd).toBe(true)
  })

  it('can be skipped', async () => {
    await timeline.toLatest()
    expect(ends()).toEqual([211, 240])
    expect(timeline.view().reachedEnd).toBe(true)
  })
})

describe('own messages', () => {
  it('are one row from writing to the acknowledgement, in every view (I10)', async () => {
    fill(5)
    await start()
    await open()
    const counts: number[] = []
    let id = ''
    timeline.subscribe(() => {
      if (id) counts.push(timeline.view().rows.filter(row => row.key === id).length)
    })
    for (let n = 0; n < 5; n++) {
      id = await engine.send({ conversationId: a, text: `mine ${n}` })
      server.write(a, ada, `theirs ${n}`)
      await settle()
    }
    expect(counts.length).toBeGreaterThan(5)
    expect(new Set(counts)).toEqual(new Set([1]))
    expect(texts().at(-1)).toContain('4')
  })

  it('confirmed show while others before them are still on their way', async () => {
    fill(5)
    await start()
    await open()
    deaf(() => server.write(a, ada, 'missing'))
    const id = await engine.send({ conversationId: a, text: 'mine' })
    await settle()
    expect(seqs()).toEqual([1, 2, 3, 4, 5, 7])
    expect(timeline.view().rows.at(-1)).toMatchObject({ kind: 'message', key: id })
    await clock.advance(300)
    expect(texts()).toEqual(['1', '2', '3', '4', '5', 'missing', 'mine'])
  })

  it('confirmed in a conversation of which nothing else is here show too', async () => {
    await start()
    const late = deaf(() => server.open(bob))
    deaf(() => server.write(late, bob, 'hello', { type: 'notification' }))
    // Its own row is all there is, as after accepting a request.
    const { respond } = transport
    transport.respond = (name, input, link) =>
      name === 'sync:pull' ? new Promise(() => undefined) : respond(name, input, link)
    await engine.run('conversation:get', { conversationId: late })
    await open(late)
    const id = await engine.send({ conversationId: late, text: 'mine' })
    await settle()
    expect(timeline.view().rows.map(row => row.key)).toEqual([id])
  })

  it('that wait stand behind all confirmed ones in their order, also refused ones', async () => {
    fill(3)
    server.refused.set('no', { code: 'FORBIDDEN', message: 'no' })
    await start()
    await open()
    await engine.send({ conversationId: a, text: 'no' })
    await settle()
    transport.link.end()
    await engine.send({ conversationId: a, text: 'later' })
    await settle()
    expect(texts()).toEqual(['1', '2', '3', '(no)', '(later)'])
    expect(timeline.view().rows.map(row => (row.kind === 'outgoing' ? row.status : ''))).toEqual([
      '',
      '',
      '',
      'fail',
      'queued',
    ])
    await clock.advance(1000)
    expect(texts()).toEqual(['1', '2', '3', 'later', '(no)'])
  })

  it.each([
    ['memory', async () => openMemoryKv()],
    ['IndexedDB', () => openIdbKv(`timeline-${Math.random()}`, () => undefined)],
  ] as const)('sent by another tab over %s are one row in every view of this one', async (_kind, disk) => {
    kv = await disk()
    fill(3)
    const tabs = new Tabs()
    const locks = new Locks()
    clock = new FakeClock(locks)
    await start(tabs)
    const other = new FakeTransport(clock.env.setTimer, () => refusal('BAD_REQUEST'))
    server.serve(other)
    const sender = await createEngine({
      userId: me,
      kv,
      channel: tabs.channel(),
      transport: other,
      env: clock.env,
    })
    sender.start()
    await open()
    // This tab hears of it by the store alone: its own link is silent.
    transport.link.event = () => undefined
    const counts: number[] = []
    timeline.subscribe(() => {
      const mine = timeline.view().rows.filter(row => row.kind === 'outgoing' || row.flow === 'out')
      counts.push(mine.length)
    })
    for (let n = 1; n <= 5; n++) {
      await sender.send({ conversationId: a, text: `mine ${n}` })
      await settle()
    }
    expect(counts.every((count, n) => n === 0 || count >= counts[n - 1]!)).toBe(true)
    expect(texts().slice(3)).toEqual([1, 2, 3, 4, 5].map(n => `mine ${n}`))
    await sender.stop()
  })

  it("another one's message under the same idClient is a row of its own", async () => {
    await start()
    await open()
    const id = await engine.send({ conversationId: a, text: 'mine' })
    await settle()
    server.write(a, ada, 'copycat', { idClient: id })
    await settle()
    expect(texts()).toEqual(['mine', 'copycat'])
    expect(timeline.view().rows[0]?.key).toBe(id)
  })
})

describe('rows', () => {
  it('keep their identity while others change, and get a new one when they do', async () => {
    fill(20)
    await start()
    await open()
    const before = timeline.view().rows
    server.write(a, ada, 'new')
    server.edit(a, 7, 'edited')
    await settle()
    const after = timeline.view().rows
    expect(
      after.filter((row, n) => row !== before[n]).map(row => (row as { message: Message }).message.seq),
    ).toEqual([7, 21])
  })

  it('recalled lose their content in place (I12)', async () => {
    fill(3)
    await start()
    await open()
    server.recall(a, 2)
    await settle()
    expect(texts()).toEqual(['1', 'undefined', '3'])
  })

  it('cleared on another device go, and what is newer stays', async () => {
    fill(20)
    await start()
    await open()
    server.clear(a, 15)
    await settle()
    expect(seqs()).toEqual([16, 17, 18, 19, 20])
    expect(timeline.view().reachedStart).toBe(true)
  })

  it('cleared under a window that stood elsewhere: it stands at the end again', async () => {
    fill(300)
    await start()
    await open()
    await timeline.jumpTo(20)
    expect(timeline.view().reachedEnd).toBe(false)
    server.clear(a, 250)
    await settle()
    expect(seqs().at(-1)).toBe(300)
    expect(timeline.view().reachedEnd).toBe(true)
  })
})

describe('a restore under an open window (I23)', () => {
  it('shows what there is now, though all numbers are lower', async () => {
    fill(200)
    server.read(a, 200)
    await start()
    await open()
    expect(seqs().at(-1)).toBe(200)
    await away(() => server.restore(a, 20, 'two'))
    expect(ends()).toEqual([1, 20])
    server.write(a, ada, 'again')
    await settle()
    expect(texts().at(-1)).toBe('again')
    expect(seqs().at(-1)).toBe(21)
  })
})

describe('a closed window', () => {
  it('publishes nothing any more and reads nothing', async () => {
    fill(3)
    await start()
    await open()
    let told = 0
    timeline.subscribe(() => {
      told += 1
    })
    timeline.close()
    const { read } = kv
    let reads = 0
    kv.read = (tables, work) => {
      reads += 1
      return read(tables, work)
    }
    server.write(a, ada, 'new')
    await settle()
    expect(told).toBe(0)
    expect(reads).toBe(0)
  })
})
