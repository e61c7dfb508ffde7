import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Answer } from '#protocol/errors.ts'
import type { PullInput, PullPage } from '#protocol/operations/sync.ts'
import { createEngine } from './engine.ts'
import type { Kv } from './store/kv.ts'
import { openIdbKv } from './store/kv-idb.ts'
import { openMemoryKv } from './store/kv-memory.ts'
import { FakeClock, Locks, settle } from './testing/fakeClock.ts'
import { FakeTransport } from './testing/fakeTransport.ts'
import { ModelServer, refusal } from './testing/modelServer.ts'
import { ada, bob, idOf, me } from './testing/people.ts'
import { Tabs } from './testing/tabs.ts'
import type { Engine } from './types.ts'

let server: ModelServer
let clock: FakeClock
let transport: FakeTransport
let kv: Kv
let engine: Engine
let a: string

const unhandled: unknown[] = []
const note = (error: unknown) => unhandled.push(error)

beforeEach(() => {
  unhandled.length = 0
  process.on('unhandledRejection', note)
  server = new ModelServer()
  a = server.open(ada)
  kv = openMemoryKv()
  clock = new FakeClock()
})

afterEach(async () => {
  await engine.stop()
  await settle()
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
  expect(clock.reported).toEqual([])
})

/** A page on the store: its engine is live when this returns, unless told otherwise. */
async function page(options: { tabs?: Tabs; on?: FakeClock; wait?: boolean } = {}): Promise<{
  engine: Engine
  transport: FakeTransport
}> {
  const on = options.on ?? clock
  const link = new FakeTransport(on.env.setTimer, () => refusal('BAD_REQUEST'))
  server.serve(link)
  const made = await createEngine({
    userId: me,
    kv,
    channel: options.tabs?.channel(),
    transport: link,
    env: on.env,
  })
  made.start()
  if (!options.wait) await settle()
  return { engine: made, transport: link }
}

async function open(): Promise<void> {
  ;({ engine, transport } = await page())
  expect(engine.connection().state).toBe('live')
  transport.asked.length = 0
}

/** Answers of this operation are held back, oldest first. */
function hold(on: FakeTransport, name: string): { release: () => Promise<void>; waiting: () => number } {
  const waiting: (() => void)[] = []
  const { respond } = on
  on.respond = (asked, input, link) => {
    const answer = respond(asked, input, link)
    return asked === name ? new Promise(resolve => waiting.push(() => resolve(answer))) : answer
  }
  return {
    waiting: () => waiting.length,
    async release() {
      waiting.shift()?.()
      await settle()
    },
  }
}

/** What the server says meanwhile never arrives. */
function deaf<T>(work: () => T): T {
  const { link } = transport
  const { event } = link
  link.event = () => undefined
  const result = work()
  link.event = event
  return result
}

const pulls = (on = transport) => on.inputs('sync:pull') as PullInput[]
const shown = async (of = engine, id = a) => {
  const timeline = of.openTimeline(id)
  await settle()
  const { rows } = timeline.view()
  timeline.close()
  return rows.map(row => (row.kind === 'message' ? String(row.message.content?.text) : `(${row.text})`))
}

describe('a gap in a conversation', () => {
  it('that stays open for 300 ms is pulled, once', async () => {
    await open()
    deaf(() => server.write(a, ada, 'one'))
    server.write(a, ada, 'two')
    server.write(a, ada, 'three')
    await clock.advance(299)
    expect(pulls()).toEqual([])
    await clock.advance(1)
    expect(pulls()).toEqual([{ epoch: 'one', conversations: { [a]: { rev: 0, seq: 0 } } }])
    await clock.advance(10_000)
    expect(pulls()).toHaveLength(1)
    expect(await shown()).toEqual(['one', 'two', 'three'])
    expect(engine.conversation(a)?.unread).toBe(3)
  })

  it('that closes by itself is not pulled', async () => {
    await open()
    const { link } = transport
    const late: (() => void)[] = []
    const { event } = link
    link.event = (name, payload) => void late.push(() => event.call(link, name, payload))
    server.write(a, ada, 'one')
    server.write(a, ada, 'two')
    late[1]!()
    await clock.advance(200)
    late[0]!()
    await clock.advance(10_000)
    expect(pulls()).toEqual([])
    expect(await shown()).toEqual(['one', 'two'])
  })

  it('does not stop the rows: they show in lists, and counts go on', async () => {
    await open()
    deaf(() => server.write(a, ada, 'one'))
    server.write(a, ada, 'two')
    await settle()
    expect(engine.conversation(a)?.lastMsg?.content?.text).toBe('two')
  })

  it('is asked for again when the answer did not come, without haste', async () => {
    await open()
    const { respond } = transport
    transport.respond = () => refusal('UNAVAILABLE')
    deaf(() => server.write(a, ada, 'one'))
    server.write(a, ada, 'two')
    await clock.advance(10_300)
    expect(pulls().length).toBeGreaterThanOrEqual(5)
    expect(pulls().length).toBeLessThanOrEqual(21)
    transport.respond = respond
    await clock.advance(2000)
    expect(await shown()).toEqual(['one', 'two'])
  })

  it('a bare number is asked for, and a server that knows of nothing more is believed', async () => {
    await open()
    transport.link.event('rev', { conversationId: a, rev: 99 })
    await clock.advance(60_000)
    expect(pulls()).toHaveLength(1)
    transport.link.event('rev', { conversationId: a, rev: 99 })
    await clock.advance(60_000)
    expect(pulls()).toHaveLength(2)
  })

  it('that opens while a pull of the same conversation is on its way is seen', async () => {
    await open()
    const held = hold(transport, 'sync:pull')
    transport.link.event('rev', { conversationId: a, rev: 1 })
    await clock.advance(300)
    expect(held.waiting()).toBe(1)
    // The answer was made before this: it says that nothing changed.
    deaf(() => server.write(a, ada, 'one'))
    server.write(a, ada, 'two')
    await held.release()
    await clock.advance(300)
    while (held.waiting() > 0) await held.release()
    await clock.advance(300)
    while (held.waiting() > 0) await held.release()
    expect(await shown()).toEqual(['one', 'two'])
  })

  it('of many conversations at once is one pull', async () => {
    const more = Array.from({ length: 20 }, () => server.open(bob))
    await open()
    for (const id of more) deaf(() => server.write(id, bob, 'one'))
    for (const id of more) server.write(id, bob, 'two')
    await clock.advance(1000)
    expect(pulls()).toHaveLength(1)
    for (const id of more) expect(engine.conversation(id)?.unread).toBe(2)
  })
})

describe('catching up', () => {
  it('updates that come meanwhile wait, and are taken behind it', async () => {
    server.write(a, ada, 'one')
    await open()
    transport.link.end()
    server.write(a, ada, 'two')
    const held = hold(transport, 'sync:pull')
    await clock.advance(1000)
    expect(engine.connection().state).toBe('catching-up')
    server.write(a, ada, 'three')
    server.edit(a, 1, 'one, edited')
    await settle()
    expect(engine.conversation(a)?.unread).toBe(1)
    await held.release()
    expect(engine.connection().state).toBe('live')
    expect(await shown()).toEqual(['one, edited', 'two', 'three'])
    await clock.advance(1000)
    expect(pulls()).toHaveLength(1)
  })

  it('a long absence comes in one bounded page, the rest on demand (I9)', async () => {
    await open()
    transport.link.end()
    for (let n = 1; n <= 500; n++) server.write(a, ada, `${n}`)
    await clock.advance(1000)
    expect(engine.conversation(a)).toMatchObject({ unread: 500, lastMsg: { seq: 500 } })
    await clock.advance(10_000)
    expect(pulls()).toHaveLength(1)
  })

  it('tries again until it succeeds, while the link stands', async () => {
    const { respond } = transportThatFails(3)
    ;({ engine, transport } = await page({ wait: true }))
    const real = transport.respond
    transport.respond = (name, input, link) => respond(name) ?? real(name, input, link)
    await settle()
    expect(engine.connection().state).toBe('catching-up')
    await clock.advance(5000)
    expect(engine.connection().state).toBe('live')
  })

  it('a write the disk refuses does not leave it hanging', async () => {
    let refused = 0
    const disk = kv
    kv = {
      ...disk,
      write: (tables, work, options) =>
        tables.includes('friends') && refused++ < 2
          ? Promise.reject(new DOMException('', 'QuotaExceededError'))
          : disk.write(tables, work, options),
    }
    ;({ engine, transport } = await page())
    await clock.advance(10_000)
    expect(engine.connection().state).toBe('live')
    expect(clock.reported.splice(0).length).toBeGreaterThan(0)
  })

  it('a link that goes in the middle begins anew on the next', async () => {
    ;({ engine, transport } = await page({ wait: true }))
    const held = hold(transport, 'sync:pull')
    await settle()
    expect(held.waiting()).toBe(1)
    transport.link.end()
    server.write(a, ada, 'one')
    await clock.advance(1000)
    await held.release()
    await held.release()
    expect(engine.connection().state).toBe('live')
    expect(await shown()).toEqual(['one'])
  })
})

describe('a snapshot', () => {
  it('in several pages drops conversations no page named, never outbox or drafts (I9)', async () => {
    const gone = server.open(bob)
    server.snapshotPage = 1
    const c = server.open(idOf(4))
    await open()
    await engine.setDraft(gone, { text: 'half a thought' })
    await clock.advance(100)
    transport.respond = () => refusal('UNAVAILABLE')
    await engine.send({ conversationId: gone, text: 'unsent' })
    transport.link.end()
    server.conversations.delete(gone)
    // The cursor is above the server's: it has another past than this device thinks.
    server.userRev = 0
    server.serve(transport)
    await clock.advance(1000)
    expect(engine.connection().state).toBe('live')
    expect(engine.conversation(gone)).toBeUndefined()
    expect(engine.conversation(a)).toBeDefined()
    expect(engine.conversation(c)).toBeDefined()
    expect(engine.unsent()).toBe(1)
    expect((await engine.exportUnsent()).map(({ text }) => text)).toEqual(['unsent'])
    expect(await kv.read(['drafts'], tx => tx.get('drafts', gone))).toMatchObject({
      draft: { text: 'half a thought' },
    })
  })

  it('a conversation that appears while its pages are fetched is there in the end', async () => {
    server.snapshotPage = 1
    server.open(bob)
    ;({ engine, transport } = await page({ wait: true }))
    const held = hold(transport, 'sync:pull')
    await settle()
    const late = server.open(idOf(5))
    server.write(late, idOf(5), 'hello')
    while (held.waiting() > 0) await held.release()
    await clock.advance(1000)
    while (held.waiting() > 0) await held.release()
    expect(engine.conversation(late)?.unread).toBe(1)
  })
})

describe('another epoch (I23)', () => {
  beforeEach(async () => {
    for (let n = 1; n <= 3; n++) server.write(a, ada, `${n}`)
    await open()
    server.answer('conversation:read', { conversationId: a, seq: 3 })
    await engine.send({ conversationId: a, text: 'kept' })
    await settle()
    await engine.send({ conversationId: a, text: 'lost' })
    await settle()
    server.write(a, ada, 'lost too')
    await engine.setDraft(a, { text: 'a draft' })
    await settle()
    transport.link.end()
    server.restore(a, 4, 'two')
  })

  it('voids the history, keeps drafts, and gives own newer messages back to their author', async () => {
    await clock.advance(1000)
    expect(engine.connection().state).toBe('live')
    expect(await shown()).toEqual(['1', '2', '3', 'kept', '(lost)'])
    expect(engine.conversation(a)).toMatchObject({ seq: 4, failed: 1, pending: 0, unread: 0 })
    expect(engine.conversation(a)?.localDraft?.text).toBe('a draft')
    const item = (await kv.read(['outbox'], tx => tx.getAll('outbox')))[0]!
    expect(item).toMatchObject({
      status: 'fail',
      error: { code: 'GONE', details: { reason: 'lost_by_restore' } },
    })
  })

  it('messages with numbers it already had are not taken for known', async () => {
    server.write(a, ada, 'new five')
    server.write(a, ada, 'new six')
    await clock.advance(1000)
    expect(await shown()).toEqual(['1', '2', '3', 'kept', 'new five', 'new six', '(lost)'])
    server.write(a, ada, 'new seven')
    await settle()
    expect((await shown()).slice(-2)).toEqual(['new seven', '(lost)'])
    expect(engine.conversation(a)?.unread).toBe(3)
  })

  it('what was lost can be sent again, and is there once', async () => {
    await clock.advance(1000)
    const [item] = await kv.read(['outbox'], tx => tx.getAll('outbox'))
    await engine.resend(item!.idClient)
    await settle()
    expect(await shown()).toEqual(['1', '2', '3', 'kept', 'lost'])
    expect(engine.unsent()).toBe(0)
  })

  it("the other one's read mark of the old history is void (I11)", async () => {
    const again = await page({ on: clock })
    await again.engine.stop()
    server.conversations.get(a)!.peerReadSeq = 2
    await clock.advance(1000)
    expect(engine.conversation(a)?.peerReadSeq).toBe(2)
  })
})

describe('a peer read mark', () => {
  it('above what is there now does not outlive a restore', async () => {
    for (let n = 1; n <= 5; n++) server.write(a, me, `${n}`)
    await open()
    transport.link.event('read', { conversationId: a, userId: ada, readSeq: 5 })
    await settle()
    expect(engine.conversation(a)?.peerReadSeq).toBe(5)
    transport.link.end()
    server.conversations.get(a)!.peerReadSeq = 1
    server.restore(a, 3, 'two')
    await clock.advance(1000)
    expect(engine.conversation(a)?.peerReadSeq).toBe(1)
  })
})

describe('a conversation nobody told of', () => {
  it('is pulled from the start when a message of it comes', async () => {
    await open()
    const late = deaf(() => server.open(bob))
    server.write(late, bob, 'hello')
    await settle()
    expect(pulls()).toEqual([{ epoch: 'one', conversations: { [late]: { rev: 0, seq: 0 } } }])
    expect(engine.conversation(late)?.unread).toBe(1)
    expect(await shown(engine, late)).toEqual(['hello'])
  })

  it('is pulled when only the head of a pull names it', async () => {
    await open()
    const late = deaf(() => server.open(bob))
    deaf(() => server.write(late, bob, 'hello'))
    // As if its own row had been told long ago, and was lost here.
    server.conversations.get(late)!.userRev = 0
    transport.link.end()
    await clock.advance(1000)
    expect(engine.conversation(late)?.unread).toBe(1)
  })
})

describe('the own feed', () => {
  it('a gap that stays open for 300 ms is pulled, once', async () => {
    await open()
    deaf(() => server.pin(a, true))
    server.befriend(ada)
    await clock.advance(300)
    expect(pulls()).toHaveLength(1)
    expect(pulls()[0]).toMatchObject({ epoch: 'one', userRev: 1 })
    expect(pulls()[0]?.conversations).toBeUndefined()
    expect(engine.conversation(a)?.pinned).toBe(true)
    await clock.advance(10_000)
    expect(pulls()).toHaveLength(1)
  })

  it('a bare number is asked for, and one that was seen is not', async () => {
    await open()
    deaf(() => server.pin(a, true))
    transport.link.event('rev', { userRev: server.userRev })
    await clock.advance(300)
    expect(engine.conversation(a)?.pinned).toBe(true)
    transport.link.event('rev', { userRev: server.userRev })
    await clock.advance(1000)
    expect(pulls()).toHaveLength(1)
  })

  it('an update this program does not understand is asked for by the way it does', async () => {
    await open()
    deaf(() => server.write(a, ada, 'one'))
    transport.link.event('message', { conversationId: a, rev: 'what?' })
    await settle()
    expect(engine.conversation(a)?.unread).toBe(1)
    await clock.advance(10_000)
    expect(pulls().length).toBeLessThanOrEqual(2)
  })
})

describe('read marks', () => {
  beforeEach(async () => {
    for (let n = 1; n <= 10; n++) server.write(a, ada, `${n}`)
    await open()
  })
  const reads = () => transport.inputs('conversation:read').map(input => (input as { seq: number }).seq)

  it('show here at once and go out once a second, always the newest', async () => {
    await engine.markRead(a, 1)
    expect(engine.conversation(a)).toMatchObject({ readSeq: 1, unread: 9 })
    for (let seq = 2; seq <= 5; seq++) await engine.markRead(a, seq)
    await settle()
    expect(reads()).toEqual([1])
    await clock.advance(1000)
    expect(reads()).toEqual([1, 5])
    await engine.markRead(a, 3)
    await clock.advance(10_000)
    expect(reads()).toEqual([1, 5])
    expect(server.own(a).readSeq).toBe(5)
    expect(engine.conversation(a)?.unread).toBe(5)
    expect(clock.waiting()).toBe(0)
  })

  it('made without a link go out when there is one again, and no timer runs meanwhile', async () => {
    transport.link.end()
    await engine.markRead(a, 4)
    await engine.markRead(a, 6)
    expect(engine.conversation(a)?.unread).toBe(4)
    const { connection } = engine
    expect(connection().state).toBe('connecting')
    // Nothing but the next try of the link is waited for.
    expect(clock.waiting()).toBe(1)
    await clock.advance(20_000)
    expect(reads()).toEqual([6])
    expect(server.own(a).readSeq).toBe(6)
    await clock.advance(10_000)
    expect(clock.waiting()).toBe(0)
  })

  it('outlive the page', async () => {
    transport.link.end()
    await engine.markRead(a, 6)
    await engine.stop()
    ;({ engine, transport } = await page())
    await clock.advance(2000)
    expect(server.own(a).readSeq).toBe(6)
    expect(engine.conversation(a)).toMatchObject({ readSeq: 6, unread: 4 })
  })

  it('that the server refuses for good are not repeated', async () => {
    const { respond } = transport
    transport.respond = (name, input, link) =>
      name === 'conversation:read' ? refusal('BAD_REQUEST') : respond(name, input, link)
    await engine.markRead(a, 4)
    await clock.advance(60_000)
    expect(reads()).toHaveLength(1)
  })

  it('in a part this device does not hold are counted by the server (I4)', async () => {
    for (let n = 11; n <= 200; n++) deaf(() => server.write(a, ada, `${n}`))
    transport.link.end()
    await clock.advance(1000)
    transport.asked.length = 0
    await engine.markRead(a, 100)
    await clock.advance(5000)
    expect(engine.conversation(a)).toMatchObject({ readSeq: 100, unread: 100 })
    expect(transport.inputs('conversation:get').length).toBeLessThanOrEqual(2)
  })

  it('a mark of another device moves this one (I4)', async () => {
    server.read(a, 7)
    await settle()
    expect(engine.conversation(a)).toMatchObject({ readSeq: 7, unread: 3 })
    server.write(a, me, 'answer')
    await settle()
    expect(engine.conversation(a)).toMatchObject({ readSeq: 11, unread: 0 })
  })
})

describe('drafts', () => {
  const told = () => transport.inputs('conversation:update').map(input => (input as { draft: unknown }).draft)
  beforeEach(open)

  it('are here at once and told some seconds after the last change', async () => {
    await engine.setDraft(a, { text: 'h' })
    await clock.advance(4000)
    await engine.setDraft(a, { text: 'hi' })
    expect(engine.conversation(a)?.localDraft?.text).toBe('hi')
    await clock.advance(4999)
    expect(told()).toEqual([])
    await clock.advance(1)
    expect(told()).toMatchObject([{ text: 'hi' }])
    await clock.advance(60_000)
    expect(told()).toHaveLength(1)
    expect(server.own(a).draft?.text).toBe('hi')
  })

  it('written without a link outlive the page and are told by the next', async () => {
    transport.link.end()
    await engine.setDraft(a, { text: 'later' })
    await engine.stop()
    ;({ engine, transport } = await page())
    expect(engine.conversation(a)?.localDraft?.text).toBe('later')
    await settle()
    expect(server.own(a).draft?.text).toBe('later')
  })

  it('one that was sent away is not brought back by an own row that does not know it yet', async () => {
    await engine.setDraft(a, { text: 'hi' })
    await clock.advance(5000)
    transport.respond = () => new Promise(() => undefined)
    await engine.setDraft(a, null)
    await clock.advance(10)
    server.pin(a, true)
    await settle()
    expect(engine.conversation(a)).toMatchObject({ pinned: true, localDraft: null })
  })

  it('a newer one of another device takes the place of this one', async () => {
    await engine.setDraft(a, { text: 'here' })
    await clock.advance(5000)
    server.answer('conversation:update', {
      conversationId: a,
      draft: { text: 'there', time: engine.serverNow() + 5000 },
    })
    await settle()
    expect(engine.conversation(a)?.localDraft?.text).toBe('there')
  })

  it("one the server had a newer one for gives way to the server's", async () => {
    await engine.setDraft(a, { text: 'here' })
    deaf(() =>
      server.answer('conversation:update', {
        conversationId: a,
        draft: { text: 'there', time: engine.serverNow() + 100_000 },
      }),
    )
    await clock.advance(5000)
    await settle()
    expect(server.own(a).draft?.text).toBe('there')
    expect(engine.conversation(a)?.localDraft?.text).toBe('there')
  })
})

describe('several tabs', () => {
  it('a session that was ended while this device was away leaves nothing behind when it comes back', async () => {
    await open()
    server.write(a, ada, 'for my eyes only')
    await settle()
    transport.link.end({ error: { code: 'UNAUTHENTICATED', details: { reason: 'session_ended' } } })
    await settle()
    expect(engine.connection()).toMatchObject({ state: 'blocked', reason: 'session_ended' })
    expect(await kv.read(['conversations'], tx => tx.getAll('conversations'))).toEqual([])
  })

  it('one that only ran out keeps everything for the same person', async () => {
    await open()
    transport.link.end({ error: { code: 'UNAUTHENTICATED' } })
    await settle()
    expect(engine.connection()).toMatchObject({ state: 'blocked', reason: 'expired' })
    expect(await kv.read(['conversations'], tx => tx.getAll('conversations'))).not.toEqual([])
  })

  it('a wipe in one deletes all and blocks the other', async () => {
    const tabs = new Tabs()
    const locks = new Locks()
    clock = new FakeClock(locks)
    const one = await page({ tabs })
    const two = await page({ tabs })
    engine = two.engine
    await one.engine.wipe()
    await settle()
    expect(one.engine.connection()).toMatchObject({ state: 'blocked', reason: 'session_ended' })
    expect(two.engine.connection()).toMatchObject({ state: 'blocked', reason: 'session_ended' })
    expect(two.transport.up).toHaveLength(0)
    two.engine.retryNow()
    clock.wake('visible')
    await clock.advance(600_000)
    expect(two.transport.up).toHaveLength(0)
    expect(await kv.read(['conversations'], tx => tx.getAll('conversations'))).toEqual([])
    await one.engine.stop()
  })

  it('read marks, messages and drafts of one show in the other', async () => {
    const tabs = new Tabs()
    for (let n = 1; n <= 3; n++) server.write(a, ada, `${n}`)
    const one = await page({ tabs })
    const two = await page({ tabs })
    engine = two.engine
    await one.engine.markRead(a, 2)
    await one.engine.setDraft(a, { text: 'draft' })
    await one.engine.send({ conversationId: a, text: 'mine' })
    await settle()
    expect(two.engine.conversation(a)).toMatchObject({ unread: 0, localDraft: { text: 'draft' } })
    expect(await shown(two.engine)).toEqual(['1', '2', '3', 'mine'])
    await one.engine.stop()
  })

  it('the cursor one moved is not moved back by the other', async () => {
    const tabs = new Tabs()
    const one = await page({ tabs })
    const two = await page({ tabs })
    engine = two.engine
    server.pin(a, true)
    server.write(a, ada, 'one')
    await settle()
    const cursor = (await kv.read(['meta'], tx => tx.get('meta', 'cursor'))) as {
      cursor: { userRev: number }
    }
    expect(cursor.cursor.userRev).toBe(server.userRev)
    const stored = await kv.read(['conversations'], tx => tx.get('conversations', a))
    expect(stored).toMatchObject({ rev: 1, seq: 1 })
    await one.engine.stop()
  })
})

describe('people', () => {
  it('more than a hundred unknown ones are all asked for', async () => {
    await open()
    const ids = Array.from({ length: 230 }, (_, n) => idOf(5000 + n))
    engine.loadUsers(ids)
    engine.loadUsers(ids)
    await settle()
    const asked = transport.inputs('user:get').map(input => (input as { ids: string[] }).ids)
    expect(asked.map(list => list.length)).toEqual([100, 100, 30])
    for (const id of ids) expect(engine.person(id).user?.id).toBe(id)
  })

  it('asked for without a link are asked for when there is one', async () => {
    await open()
    transport.link.end()
    engine.loadUsers([idOf(5000)])
    await clock.advance(1000)
    expect(engine.person(idOf(5000)).user?.id).toBe(idOf(5000))
  })
})

describe('stopping', () => {
  beforeEach(async () => {
    // A store on a disk refuses whatever comes after its end.
    kv = await openIdbKv(`stopping-${Math.random()}`, () => undefined)
    for (let n = 1; n <= 200; n++) server.write(a, ada, `${n}`)
  })

  it.each(['sync:pull', 'message:send', 'conversation:read', 'conversation:update', 'message:history'])(
    'in the middle of %s leaves no timer, no rejection and no report',
    async name => {
      await open()
      const held = hold(transport, name)
      const timeline = engine.openTimeline(a)
      await settle()
      const loading = timeline.loadOlder()
      await engine.markRead(a, 190)
      await engine.setDraft(a, { text: 'x' })
      await engine.send({ conversationId: a, text: 'x' })
      deaf(() => server.write(a, ada, 'missed'))
      server.write(a, ada, 'seen')
      transport.link.event('typing', { conversationId: a, userId: ada, kind: 'text' })
      await clock.advance(5500)
      expect(held.waiting()).toBeGreaterThan(0)
      await engine.stop()
      while (held.waiting() > 0) await held.release()
      await loading
      await clock.advance(0)
      expect(clock.waiting()).toBe(0)
      timeline.close()
    },
  )

  it('while a store in the middle of its work is closed is quiet too', async () => {
    await open()
    const timeline = engine.openTimeline(a)
    server.write(a, ada, 'new')
    const sending = engine.send({ conversationId: a, text: 'x' }).catch(() => undefined)
    const marking = engine.markRead(a, 190).catch(() => undefined)
    await engine.stop()
    await Promise.all([sending, marking])
    await settle()
    timeline.close()
  })

  it('while it catches up leaves nothing behind either', async () => {
    ;({ engine, transport } = await page({ wait: true }))
    const held = hold(transport, 'sync:pull')
    await settle()
    await engine.stop()
    await held.release()
    await clock.advance(0)
    expect(clock.waiting()).toBe(0)
  })

  it('during the pause between two tries of catching up', async () => {
    ;({ engine, transport } = await page({ wait: true }))
    transport.respond = () => refusal('UNAVAILABLE')
    await settle()
    await engine.stop()
    await clock.advance(10_000)
    expect(clock.waiting()).toBe(0)
    expect(transport.asked).toHaveLength(1)
  })
})

function transportThatFails(times: number): { respond: (name: string) => Answer<PullPage> | undefined } {
  let left = times
  return { respond: name => (name === 'sync:pull' && left-- > 0 ? refusal('INTERNAL') : undefined) }
}
