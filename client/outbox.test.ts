import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Answer } from '#protocol/errors.ts'
import type { Input } from '#protocol/operations/index.ts'
import { Applier } from './apply.ts'
import { Outbox } from './outbox.ts'
import type { Kv } from './store/kv.ts'
import { openIdbKv } from './store/kv-idb.ts'
import { openMemoryKv } from './store/kv-memory.ts'
import { Store } from './store/store.ts'
import { FakeClock, Locks, settle } from './testing/fakeClock.ts'
import { type FakeLink, FakeTransport } from './testing/fakeTransport.ts'
import { ModelServer, refusal } from './testing/modelServer.ts'
import { ada, bob, me } from './testing/people.ts'
import { Tabs } from './testing/tabs.ts'
import { unknownOutcome } from './transport/transport.ts'

type Send = Input<'message:send'>
const lost = unknownOutcome('lost')
/** Ten minutes from try to try: a day of them is soon over. */
const busy = {
  ok: false as const,
  error: { code: 'UNAVAILABLE' as const, message: '', retryAfterMs: 600_000 },
}

/** One page of a browser: its own link and mirror, with the store, locks and clock of all. */
interface Tab {
  store: Store
  outbox: Outbox
  transport: FakeTransport
  live: boolean
  /** Faults of work nobody waited for. */
  faults: unknown[]
}

let kv: Kv
let tabs: Tabs
let locks: Locks
let clock: FakeClock
let server: ModelServer
let a: string
let b: string
/** What sends are answered with before the model is asked; undefined lets it answer. */
let answer: (input: Send, nth: number) => Answer<unknown> | Promise<Answer<unknown>> | undefined
let counts: Map<string, number>

async function openTab(on: FakeClock = clock): Promise<Tab> {
  const store = await Store.open(kv, tabs.channel())
  const applier = new Applier(store, me)
  const transport = new FakeTransport(on.env.setTimer, () => refusal('BAD_REQUEST'))
  transport.respond = async (name, input, link) => {
    const send = input as Send
    const nth = (counts.get(send.idClient) ?? 0) + 1
    counts.set(send.idClient, nth)
    return (await answer(send, nth)) ?? server.answer(name, input, link)
  }
  transport.open({ hello: () => undefined, event: () => undefined, end: () => undefined })
  const tab: Tab = {
    store,
    transport,
    live: true,
    faults: [],
    outbox: new Outbox(store, on.env, {
      link: () => (tab.live ? (transport.link as FakeLink) : null),
      sent: async message => void (await applier.messages(message.conversationId, [message])),
      report: work => void work.catch(error => tab.faults.push(error)),
    }),
  }
  return tab
}

/** The link of a tab goes, and the tab knows. */
function cut(tab: Tab): void {
  tab.live = false
  tab.transport.link.end()
  tab.outbox.lost()
}

function link(tab: Tab): void {
  tab.transport.open({ hello: () => undefined, event: () => undefined, end: () => undefined })
  tab.live = true
  void tab.outbox.drain()
}

const item = (tab: Tab, idClient: string) => tab.store.peek('outbox', idClient)
const texts = (tab: Tab) =>
  tab.transport.inputs('message:send').map(input => String((input as Send).content.text))
const written = (id: string) => server.rows(id).map(row => row.content?.text)

beforeEach(async () => {
  kv = openMemoryKv()
  tabs = new Tabs()
  locks = new Locks()
  clock = new FakeClock(locks)
  server = new ModelServer()
  a = server.open(ada)
  b = server.open(bob)
  answer = () => undefined
  counts = new Map()
  const store = await Store.open(kv)
  await new Applier(store, me).page(server.pull({}), new Set(), undefined)
})

const unhandled: unknown[] = []
const note = (error: unknown) => unhandled.push(error)
beforeEach(() => {
  unhandled.length = 0
  process.on('unhandledRejection', note)
})
afterEach(async () => {
  await settle()
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
})

describe('messages of one conversation', () => {
  it('are on the disk before `add` returns', async () => {
    const tab = await openTab()
    tab.live = false
    const id = await tab.outbox.add({ conversationId: a, text: 'hi', replyTo: { seq: 3 } })
    const stored = await kv.read(['outbox'], tx => tx.get('outbox', id))
    expect(stored).toMatchObject({ status: 'queued', attempts: 0 })
    expect(stored?.request).toEqual({
      conversationId: a,
      idClient: id,
      type: 'text',
      content: { text: 'hi' },
      replyTo: { seq: 3 },
    })
  })

  it('go one after the other, in the order they were written (I7)', async () => {
    const tab = await openTab()
    const held: (() => void)[] = []
    answer = () => new Promise(resolve => held.push(() => resolve(undefined as never)))
    for (const text of ['1', '2', '3']) await tab.outbox.add({ conversationId: a, text })
    for (let n = 1; n <= 3; n++) {
      await settle()
      expect(texts(tab)).toHaveLength(n)
      held.shift()!()
    }
    await settle()
    expect(written(a)).toEqual(['1', '2', '3'])
    expect(tab.outbox.unsent()).toEqual([])
  })

  it('keep their order when the first needs several tries', async () => {
    const tab = await openTab()
    answer = (send, nth) => (send.content.text === '1' && nth <= 4 ? lost : undefined)
    await Promise.all(['1', '2', '3'].map(text => tab.outbox.add({ conversationId: a, text })))
    await clock.advance(60_000)
    expect(written(a)).toEqual(['1', '2', '3'])
    expect(texts(tab)).toEqual(['1', '1', '1', '1', '1', '2', '3'])
  })
})

describe('several conversations', () => {
  it('do not wait for each other', async () => {
    const tab = await openTab()
    answer = send => (send.conversationId === a ? new Promise(() => undefined) : undefined)
    await tab.outbox.add({ conversationId: a, text: 'stuck' })
    await tab.outbox.add({ conversationId: b, text: 'through' })
    await settle()
    expect(written(b)).toEqual(['through'])
  })

  it('do not wait for one that has been in trouble for long, either', async () => {
    const tab = await openTab()
    answer = send => (send.conversationId === a ? lost : undefined)
    await tab.outbox.add({ conversationId: a, text: 'stuck' })
    await clock.advance(300_000)
    await tab.outbox.add({ conversationId: b, text: 'through' })
    await settle()
    expect(written(b)).toEqual(['through'])
    expect(item(tab, tab.store.all('outbox').next().value!.idClient)?.attempts).toBeGreaterThan(5)
  })
})

describe('an answer that got lost', () => {
  it('is asked for by the same request under the same idClient, and the message is there once (I3)', async () => {
    const tab = await openTab()
    answer = (_send, nth) => {
      if (nth > 1) return undefined
      server.answer('message:send', _send)
      return lost
    }
    const id = await tab.outbox.add({ conversationId: a, text: 'once', mentions: [] })
    await clock.advance(1000)
    const [first, second, ...more] = tab.transport.inputs('message:send')
    expect(more).toEqual([])
    expect(second).toEqual(first)
    expect((first as Send).idClient).toBe(id)
    expect(written(a)).toEqual(['once'])
    expect(item(tab, id)).toBeUndefined()
  })

  it('is waited for ten seconds, and no answer that comes later hurts', async () => {
    const tab = await openTab()
    let late: (() => void) | undefined
    answer = (_send, nth) =>
      nth === 1 ? new Promise(resolve => (late = () => resolve(undefined as never))) : undefined
    const id = await tab.outbox.add({ conversationId: a, text: 'slow' })
    await clock.advance(9_999)
    expect(item(tab, id)).toMatchObject({ status: 'sending', attempts: 1 })
    await clock.advance(1)
    expect(item(tab, id)?.status).toBe('queued')
    await clock.advance(1000)
    late!()
    await settle()
    expect(written(a)).toEqual(['slow'])
    expect(item(tab, id)).toBeUndefined()
  })

  it('is tried less and less often, and not more than every half minute', async () => {
    const tab = await openTab()
    clock.dice = () => 1
    const at: number[] = []
    answer = () => {
      at.push(clock.now())
      return lost
    }
    await tab.outbox.add({ conversationId: a, text: 'x' })
    await clock.advance(200_000)
    const pauses = at.slice(1).map((time, n) => time - at[n]!)
    expect(pauses.slice(0, 8)).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
  })

  it('an update that brings the message before the answer settles it, and nothing is sent again', async () => {
    const tab = await openTab()
    const applier = new Applier(tab.store, me)
    answer = async send => {
      const message = server.write(a, me, 'fast', { idClient: send.idClient })
      await applier.messages(a, [message])
      return lost
    }
    await tab.outbox.add({ conversationId: a, text: 'fast' })
    await clock.advance(60_000)
    expect(texts(tab)).toEqual(['fast'])
    expect(tab.outbox.unsent()).toEqual([])
  })
})

describe('a refusal for now', () => {
  it('is honoured to the millisecond', async () => {
    const tab = await openTab()
    answer = (_send, nth) =>
      nth === 1 ? { ok: false, error: { code: 'RATE_LIMITED', message: '', retryAfterMs: 7000 } } : undefined
    await tab.outbox.add({ conversationId: a, text: 'x' })
    await clock.advance(6999)
    expect(texts(tab)).toHaveLength(1)
    await clock.advance(1)
    expect(texts(tab)).toHaveLength(2)
    expect(written(a)).toEqual(['x'])
  })

  it.each(['RATE_LIMITED', 'UNAVAILABLE', 'INTERNAL'] as const)('%s is tried again', async code => {
    const tab = await openTab()
    answer = (_send, nth) => (nth === 1 ? refusal(code) : undefined)
    await tab.outbox.add({ conversationId: a, text: 'x' })
    await clock.advance(1000)
    expect(written(a)).toEqual(['x'])
  })
})

describe('a refusal', () => {
  beforeEach(() => {
    server.refused.set('no', { code: 'FORBIDDEN', message: 'no', details: { reason: 'not_friends' } })
  })

  it('fails the message with its reason, and the next one goes', async () => {
    const tab = await openTab()
    const no = await tab.outbox.add({ conversationId: a, text: 'no' })
    await tab.outbox.add({ conversationId: a, text: 'yes' })
    await clock.advance(60_000)
    expect(item(tab, no)).toMatchObject({
      status: 'fail',
      attempts: 1,
      error: { code: 'FORBIDDEN', details: { reason: 'not_friends' } },
    })
    expect(written(a)).toEqual(['yes'])
    expect(texts(tab)).toEqual(['no', 'yes'])
  })

  it('resent goes under its own idClient, unchanged, at the end of the queue', async () => {
    const tab = await openTab()
    const no = await tab.outbox.add({ conversationId: a, text: 'no' })
    await clock.advance(10)
    server.refused.clear()
    tab.live = false
    const later = await tab.outbox.add({ conversationId: a, text: 'later' })
    await tab.outbox.resend(no)
    expect(item(tab, no)).toMatchObject({ status: 'queued', error: null })
    expect(item(tab, no)!.order).toBeGreaterThan(item(tab, later)!.order)
    link(tab)
    await clock.advance(10)
    expect(written(a)).toEqual(['later', 'no'])
    const [first, , again] = tab.transport.inputs('message:send')
    expect(again).toEqual(first)
  })

  it('a message that is not refused is not queued a second time by a resend', async () => {
    const tab = await openTab()
    tab.live = false
    const id = await tab.outbox.add({ conversationId: a, text: 'x' })
    const { order } = item(tab, id)!
    await tab.outbox.resend(id)
    await tab.outbox.resend('unknown')
    expect(item(tab, id)!.order).toBe(order)
  })
})

describe('taking a message back before it is sent', () => {
  it('gives its text where it was refused or never tried', async () => {
    const tab = await openTab()
    server.refused.set('no', { code: 'FORBIDDEN', message: 'no' })
    const no = await tab.outbox.add({ conversationId: a, text: 'no' })
    await clock.advance(10)
    expect(await tab.outbox.discard(no)).toMatchObject({ conversationId: a, text: 'no' })
    tab.live = false
    const never = await tab.outbox.add({ conversationId: a, text: 'never', replyTo: { seq: 1 } })
    expect(await tab.outbox.discard(never)).toMatchObject({ text: 'never', replyTo: { seq: 1 } })
    expect(tab.outbox.unsent()).toEqual([])
    expect(await tab.outbox.discard(never)).toBeNull()
  })

  it('gives nothing where it may have reached the server', async () => {
    const tab = await openTab()
    answer = () => lost
    const id = await tab.outbox.add({ conversationId: a, text: 'x' })
    await settle()
    expect(await tab.outbox.discard(id)).toBeNull()
    cut(tab)
    await clock.advance(60_000)
    expect(await tab.outbox.discard(id)).toBeNull()
    expect(item(tab, id)).toBeDefined()
  })

  it('in the very moment it was to be sent: either the text comes back or it is sent, never both', async () => {
    for (let delay = 0; delay < 30; delay++) {
      const tab = await openTab()
      const before = written(a).length
      tab.live = false
      const id = await tab.outbox.add({ conversationId: a, text: 'x' })
      tab.live = true
      void tab.outbox.drain()
      for (let n = 0; n < delay; n++) await Promise.resolve()
      const back = await tab.outbox.discard(id)
      await clock.advance(1000)
      expect(written(a).length - before).toBe(back ? 0 : 1)
    }
  })
})

describe('being signed out', () => {
  it('pauses a message for as long as it lasts, and never fails it', async () => {
    const tab = await openTab()
    let signedOut = true
    const error = { ...refusal('UNAUTHENTICATED', 'session_ended').error, retryAfterMs: 600_000 }
    answer = () => (signedOut ? { ok: false, error } : undefined)
    const id = await tab.outbox.add({ conversationId: a, text: 'x' })
    await clock.advance(30 * 3_600_000)
    expect(item(tab, id)?.status).not.toBe('fail')
    signedOut = false
    await clock.advance(600_000)
    expect(written(a)).toEqual(['x'])
  })
})

describe('a day of trying', () => {
  it('while connected fails a message; less does not', async () => {
    const tab = await openTab()
    answer = () => busy
    const id = await tab.outbox.add({ conversationId: a, text: 'x' })
    await clock.advance(23.5 * 3_600_000)
    expect(item(tab, id)?.status).not.toBe('fail')
    await clock.advance(3_600_000)
    expect(item(tab, id)).toMatchObject({ status: 'fail', error: { code: 'UNAVAILABLE' } })
  })

  it('a day without a connection counts for nothing', async () => {
    const tab = await openTab()
    answer = (_send, nth) => (nth === 1 ? lost : undefined)
    const id = await tab.outbox.add({ conversationId: a, text: 'x' })
    await settle()
    cut(tab)
    await clock.advance(48 * 3_600_000)
    expect(item(tab, id)?.status).toBe('queued')
    link(tab)
    await clock.advance(1000)
    expect(written(a)).toEqual(['x'])
  })

  it('a laptop that slept for a week in the middle of a send does not fail it (I22)', async () => {
    const tab = await openTab()
    let give: (() => void) | undefined
    answer = (_send, nth) => (nth === 1 ? new Promise(resolve => (give = () => resolve(lost))) : undefined)
    const id = await tab.outbox.add({ conversationId: a, text: 'x' })
    await settle()
    clock.jump(7 * 24 * 3_600_000)
    give!()
    await settle()
    expect(item(tab, id)?.status).toBe('queued')
    await clock.advance(1000)
    expect(written(a)).toEqual(['x'])
  })

  it('a clock that is set back does not make it try for ever', async () => {
    const tab = await openTab()
    answer = () => busy
    const id = await tab.outbox.add({ conversationId: a, text: 'x' })
    for (let n = 0; n < 12; n++) {
      await clock.advance(2.5 * 3_600_000)
      clock.jump(-24 * 3_600_000)
    }
    expect(item(tab, id)?.status).toBe('fail')
  })

  it('a resend has a day of its own', async () => {
    const tab = await openTab()
    answer = () => busy
    const id = await tab.outbox.add({ conversationId: a, text: 'x' })
    await clock.advance(25 * 3_600_000)
    await tab.outbox.resend(id)
    await clock.advance(3_600_000)
    expect(item(tab, id)?.status).not.toBe('fail')
  })
})

describe('a link that goes', () => {
  it('ends all tries; the next one begins at once, whatever the pause was', async () => {
    const tab = await openTab()
    answer = () => ({ ok: false, error: { code: 'RATE_LIMITED', message: '', retryAfterMs: 3_600_000 } })
    await tab.outbox.add({ conversationId: a, text: 'x' })
    await settle()
    cut(tab)
    await settle()
    expect(clock.waiting()).toBe(0)
    answer = () => undefined
    link(tab)
    await settle()
    expect(written(a)).toEqual(['x'])
  })

  it('in the middle of a send leaves it to be asked for again', async () => {
    const tab = await openTab()
    answer = (send, nth) => {
      if (nth > 1) return undefined
      server.answer('message:send', send)
      return new Promise(() => undefined)
    }
    const id = await tab.outbox.add({ conversationId: a, text: 'x' })
    await settle()
    cut(tab)
    await settle()
    expect(item(tab, id)?.status).toBe('queued')
    link(tab)
    await settle()
    expect(written(a)).toEqual(['x'])
    expect(counts.get(id)).toBe(2)
  })
})

describe('an answer for a conversation this device does not know', () => {
  it('is asked for again with pauses until the message can be kept, and nothing vanishes', async () => {
    const tab = await openTab()
    await tab.store.write(['conversations'], async tx => tx.delete('conversations', a))
    const id = await tab.outbox.add({ conversationId: a, text: 'x' })
    await clock.advance(10_000)
    expect(item(tab, id)).toBeDefined()
    expect(texts(tab).length).toBeLessThan(10)
    await new Applier(tab.store, me).own({ conversations: [server.own(a)] }, false)
    await clock.advance(30_000)
    expect(item(tab, id)).toBeUndefined()
    expect(written(a)).toEqual(['x'])
  })
})

describe.each([
  ['memory', async () => openMemoryKv()],
  ['IndexedDB', async () => openIdbKv(`outbox-${Math.random()}`, () => undefined)],
] as const)('two tabs over %s', (_kind, open) => {
  beforeEach(async () => {
    kv = await open()
    const store = await Store.open(kv)
    await new Applier(store, me).page(server.pull({}), new Set(), undefined)
  })

  it('send every message once, whoever wrote it', async () => {
    const [one, two] = [await openTab(), await openTab()]
    for (let n = 0; n < 10; n++)
      await (n % 2 ? one : two).outbox.add({ conversationId: n % 3 ? a : b, text: `${n}` })
    await clock.advance(1000)
    // Many small steps of the disk, and each is told to the other tab.
    await settle(400)
    expect([...counts.values()]).toEqual(Array(10).fill(1))
    expect([...written(a), ...written(b)].sort()).toEqual([...'0123456789'])
    for (const tab of [one, two]) expect(tab.outbox.unsent()).toEqual([])
  })

  it("one that is stuck does not hold up the other one's messages", async () => {
    const [one, two] = [await openTab(), await openTab()]
    answer = send => (send.conversationId === a ? lost : undefined)
    await one.outbox.add({ conversationId: a, text: 'stuck' })
    await clock.advance(100_000)
    await two.outbox.add({ conversationId: b, text: 'through' })
    await settle()
    expect(written(b)).toEqual(['through'])
  })

  it('the one without a link leaves the sending to the other', async () => {
    const [one, two] = [await openTab(), await openTab()]
    answer = (_send, nth) => (nth === 1 ? refusal('UNAVAILABLE') : undefined)
    clock.dice = () => 1
    await one.outbox.add({ conversationId: a, text: 'x' })
    await settle()
    cut(one)
    void two.outbox.drain()
    await settle()
    expect(written(a)).toEqual(['x'])
  })

  it('a message of one that sees no link itself is sent by the other', async () => {
    const [one, two] = [await openTab(), await openTab()]
    one.live = false
    await one.outbox.add({ conversationId: a, text: 'x' })
    await clock.advance(1000)
    expect(written(a)).toEqual(['x'])
    expect(texts(two)).toEqual(['x'])
    expect(one.outbox.unsent()).toEqual([])
  })

  it('a message refused in one is not sent again by the other', async () => {
    const [one, two] = [await openTab(), await openTab()]
    server.refused.set('no', { code: 'FORBIDDEN', message: 'no' })
    const id = await one.outbox.add({ conversationId: a, text: 'no' })
    void two.outbox.drain()
    await clock.advance(60_000)
    expect(counts.get(id)).toBe(1)
    expect(item(two, id)?.status).toBe('fail')
  })
})

describe('a page that was closed in the middle of sending', () => {
  it.each(['before the server heard of it', 'after'])(
    '%s: the next page sends the message, once (I10)',
    async when => {
      const tab = await openTab()
      answer = send => {
        if (when === 'after') server.answer('message:send', send)
        return new Promise(() => undefined)
      }
      const id = await tab.outbox.add({ conversationId: a, text: 'x' })
      await tab.outbox.add({ conversationId: a, text: 'y' })
      await settle()
      expect((await kv.read(['outbox'], tx => tx.get('outbox', id)))?.status).toBe('sending')
      // Its locks go with it, and nothing of it runs on.
      tab.live = false
      answer = () => undefined
      const next = await openTab(new FakeClock())
      expect(next.outbox.unsent().map(({ text }) => text)).toEqual(['x', 'y'])
      await next.outbox.drain()
      expect(written(a)).toEqual(['x', 'y'])
      expect(next.outbox.unsent()).toEqual([])
    },
  )
})

describe('a store that goes away', () => {
  it('under a running send is reported, and the next drain works again', async () => {
    const tab = await openTab()
    const { write } = tab.store
    let broken = false
    tab.store.write = ((...args: Parameters<typeof write>) =>
      broken ? Promise.reject(new Error('gone')) : write.apply(tab.store, args)) as typeof write
    answer = () => {
      broken = true
      return undefined
    }
    await tab.outbox.add({ conversationId: a, text: 'x' })
    await settle()
    expect(tab.faults).toHaveLength(1)
    broken = false
    answer = () => undefined
    await tab.outbox.drain()
    expect(tab.outbox.unsent()).toEqual([])
    expect(written(a)).toEqual(['x'])
  })
})
