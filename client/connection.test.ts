import { beforeEach, describe, expect, it } from 'vitest'
import { Connection, type ConnectionHandlers } from './connection.ts'
import { FakeClock } from './testing/fakeClock.ts'
import { FakeTransport } from './testing/fakeTransport.ts'
import { refusal } from './testing/modelServer.ts'
import type { Link, LinkEnd } from './transport/transport.ts'

let clock: FakeClock
let transport: FakeTransport
let connection: Connection
/** Hellos are answered at once by `settle`, unless a test wants to wait. */
let settles: boolean
let lost: number
let heard: string[]
let said: Link[]

beforeEach(() => {
  clock = new FakeClock()
  transport = new FakeTransport(clock.env.setTimer, () => refusal('BAD_REQUEST'))
  settles = true
  lost = 0
  heard = []
  said = []
  const handlers: ConnectionHandlers = {
    hello(link) {
      said.push(link)
      if (settles) connection.settle(link)
    },
    event: name => void heard.push(name),
    lost: () => {
      lost += 1
    },
    changed: () => undefined,
    sessionEnded: () => undefined,
  }
  connection = new Connection(transport, clock.env, handlers)
})

const state = () => connection.view().state
const ended = (
  reason: string,
  code: 'UNAUTHENTICATED' | 'GONE' | 'UNAVAILABLE' | 'RATE_LIMITED',
): LinkEnd => ({
  error: { code, details: { reason } },
})

/** Fails attempts until `count` of them have failed; answers the pauses between them. */
async function fail(count: number): Promise<number[]> {
  const pauses: number[] = []
  for (let n = 0; n < count; n++) {
    transport.link.end()
    pauses.push(connection.view().retryAt! - clock.now())
    if (n < count - 1) await clock.advance(pauses.at(-1)!)
  }
  return pauses
}

describe('the link comes up', () => {
  it('by way of connecting and catching up to live', async () => {
    settles = false
    connection.start()
    expect(connection.view()).toMatchObject({ state: 'connecting', since: clock.now(), retryAt: null })
    transport.link.hello()
    expect(state()).toBe('catching-up')
    expect(connection.view().since).toBe(clock.now())
    connection.settle(said[0]!)
    expect(connection.view()).toEqual({ state: 'live', since: null, retryAt: null, reason: null })
  })

  it('a settle of a link that is gone changes nothing', async () => {
    settles = false
    connection.start()
    transport.link.hello()
    const old = said[0]!
    transport.link.end()
    connection.settle(old)
    expect(state()).toBe('connecting')
    await clock.advance(1000)
    transport.link.hello()
    connection.settle(old)
    expect(state()).toBe('catching-up')
  })

  it('events pass while it stands, and not after it was closed', () => {
    connection.start()
    transport.link.hello()
    transport.link.event('message', {})
    connection.stop()
    transport.link.event('message', {})
    expect(heard).toEqual(['message'])
  })
})

describe('back-off', () => {
  it('waits half a second at first, doubles, and never waits more than 30 s', async () => {
    clock.dice = () => 1
    connection.start()
    expect(await fail(9)).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
  })

  it('is full jitter: anything from nothing to its bound', async () => {
    let drawn = 0
    clock.dice = () => drawn
    connection.start()
    expect(await fail(1)).toEqual([0])
    await clock.advance(0)
    drawn = 0.25
    expect(await fail(3)).toEqual([250, 500, 1000])
  })

  it('rests for a minute after ten failures, and again after ten more', async () => {
    clock.dice = () => 1
    connection.start()
    const pauses = await fail(20)
    expect(pauses.flatMap((pause, n) => (pause === 60_000 ? [n + 1] : []))).toEqual([10, 20])
    expect(Math.max(...pauses.filter(pause => pause !== 60_000))).toBe(30_000)
  })

  it('starts over after a link that was live, not after one that only said hello', async () => {
    clock.dice = () => 1
    connection.start()
    await fail(4)
    await clock.advance(4000)
    settles = false
    transport.link.hello()
    expect(await fail(1)).toEqual([8000])
    await clock.advance(8000)
    settles = true
    transport.link.hello()
    expect(await fail(1)).toEqual([500])
  })

  it("keeps to the server's word about when to come back", async () => {
    connection.start()
    transport.link.hello()
    transport.link.end({ ...ended('stopping', 'UNAVAILABLE'), resumeAfterMs: 4321 })
    expect(connection.view().retryAt).toBe(clock.now() + 4321)
    await clock.advance(4320)
    expect(transport.links).toHaveLength(1)
    await clock.advance(1)
    expect(transport.links).toHaveLength(2)
  })

  it('says since when it is not live, over all attempts', async () => {
    connection.start()
    transport.link.hello()
    await clock.advance(5000)
    const since = clock.now()
    transport.link.end()
    await clock.advance(30_000)
    transport.link.end()
    expect(connection.view().since).toBe(since)
  })

  it('is called offline where the device is sure of it', async () => {
    connection.start()
    clock.online = false
    transport.link.end()
    expect(state()).toBe('offline')
    await clock.advance(60_000)
    clock.online = true
    transport.link.end()
    expect(state()).toBe('connecting')
  })
})

describe('trying at once', () => {
  beforeEach(async () => {
    clock.dice = () => 1
    connection.start()
    await fail(10)
  })

  it.each([
    ['"try now"', () => connection.retryNow()],
    ['a network that comes back', () => clock.wake('online')],
    ['a page that becomes visible', () => clock.wake('visible')],
  ])('%s ends the pause, and back-off starts over', async (_why, wake) => {
    const before = transport.links.length
    wake()
    expect(transport.links).toHaveLength(before + 1)
    expect(connection.view().retryAt).toBeNull()
    expect(await fail(1)).toEqual([500])
    await clock.advance(500)
    expect(transport.links).toHaveLength(before + 2)
  })

  it('never makes a second link beside one that is up or coming up', async () => {
    connection.retryNow()
    connection.retryNow()
    clock.wake('online')
    clock.wake('visible')
    expect(transport.up).toHaveLength(1)
    transport.link.hello()
    connection.retryNow()
    clock.wake('visible')
    await clock.advance(120_000)
    expect(transport.up).toHaveLength(1)
  })
})

describe('trying again is pointless', () => {
  it.each([
    ['session_ended', ended('session_ended', 'UNAUTHENTICATED')],
    ['expired', { error: { code: 'UNAUTHENTICATED' as const } }],
    ['protocol', ended('protocol', 'GONE')],
    ['too_many_sockets', ended('too_many_sockets', 'RATE_LIMITED')],
  ])('%s blocks for good', async (reason, end) => {
    connection.start()
    transport.link.hello()
    await clock.advance(1000)
    transport.link.end(end)
    expect(connection.view()).toMatchObject({ state: 'blocked', reason, retryAt: null, since: clock.now() })
    clock.wake('online')
    await clock.advance(600_000)
    expect(transport.links).toHaveLength(1)
  })

  it('a tab closed to make room comes back when somebody looks at it, not when the network does', () => {
    connection.start()
    transport.link.end(ended('too_many_sockets', 'RATE_LIMITED'))
    clock.wake('online')
    expect(transport.links).toHaveLength(1)
    clock.wake('visible')
    expect(transport.links).toHaveLength(2)
    expect(connection.view()).toMatchObject({ state: 'connecting', reason: null })
  })

  it('an ended session does not come back by looking at it', () => {
    connection.start()
    transport.link.end(ended('session_ended', 'UNAUTHENTICATED'))
    clock.wake('visible')
    connection.retryNow()
    expect(transport.links).toHaveLength(1)
  })

  it('other words of the server are worth another try', async () => {
    connection.start()
    transport.link.end(ended('slow_reader', 'UNAVAILABLE'))
    expect(state()).toBe('connecting')
    await clock.advance(500)
    expect(transport.links).toHaveLength(2)
  })

  it('a block from outside closes the link and tells those who used it', () => {
    connection.start()
    transport.link.hello()
    connection.block('session_ended')
    expect(transport.up).toHaveLength(0)
    expect(lost).toBe(1)
    expect(state()).toBe('blocked')
  })
})

describe('stopping', () => {
  it('while connecting closes the attempt and starts no other', async () => {
    connection.start()
    connection.stop()
    expect(transport.up).toHaveLength(0)
    transport.link.hello()
    await clock.advance(600_000)
    clock.wake('online')
    connection.retryNow()
    expect(transport.links).toHaveLength(1)
    expect(said).toEqual([])
    expect(clock.waiting()).toBe(0)
  })

  it('during a pause leaves no timer behind', async () => {
    connection.start()
    transport.link.end()
    connection.stop()
    expect(clock.waiting()).toBe(0)
    await clock.advance(600_000)
    expect(transport.links).toHaveLength(1)
  })

  it('of a live link tells once that it is lost', () => {
    connection.start()
    transport.link.hello()
    connection.stop()
    expect(lost).toBe(1)
    expect(transport.up).toHaveLength(0)
  })
})

describe('a transport that fails before it returns', () => {
  it('counts as one failure, and "try now" works during the pause', async () => {
    clock.dice = () => 1
    transport.onOpen = link => {
      if (transport.links.length <= 2) link.end()
    }
    connection.start()
    expect(connection.view().retryAt).toBe(clock.now() + 500)
    connection.retryNow()
    expect(transport.links).toHaveLength(2)
    await clock.advance(500)
    expect(transport.links).toHaveLength(3)
    transport.link.hello()
    expect(state()).toBe('live')
    expect(transport.up).toHaveLength(1)
  })

  it('may be blocked by it', () => {
    transport.onOpen = link => link.end(ended('protocol', 'GONE'))
    connection.start()
    expect(connection.view()).toMatchObject({ state: 'blocked', reason: 'protocol' })
  })
})
