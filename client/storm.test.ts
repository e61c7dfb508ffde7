import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Member } from '#protocol/entities/group.ts'
import { createEngine } from './engine.ts'
import { openMemoryKv } from './store/kv-memory.ts'
import { FakeClock, Locks, settle } from './testing/fakeClock.ts'
import { type FakeLink, FakeTransport } from './testing/fakeTransport.ts'
import { ModelServer, refusal } from './testing/modelServer.ts'
import { ada, bob, idOf, me } from './testing/people.ts'
import { Tabs } from './testing/tabs.ts'
import { watch } from './testing/watch.ts'
import { unknownOutcome } from './transport/transport.ts'
import type { Engine, Timeline } from './types.ts'

/** What may happen to what the server says to one tab. */
type Weather = 'calm' | 'drop' | 'hold' | 'double' | 'lose answers'

interface Tab {
  engine: Engine
  transport: FakeTransport
  timeline: Timeline
  weather: Weather
  held: (() => void)[]
}

type Step =
  | { do: 'say' | 'nickname' | 'come' | 'go' | 'leave' | 'rejoin'; at: number }
  | { do: 'ada' | 'bob' | 'edit' | 'recall' | 'clear' | 'read' | 'pin' | 'mine elsewhere'; at: number }
  | { do: 'send' | 'mark' | 'draft' | 'older' | 'cut' | 'reload'; tab: number; at: number }
  | { do: 'weather'; tab: number; weather: Weather }
  | { do: 'wait'; ms: number }

const at = fc.nat({ max: 1000 })
const tab = fc.nat({ max: 1 })
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('ada', 'ada', 'bob', 'edit', 'recall', 'clear', 'read', 'pin', 'mine elsewhere'),
      at,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('send', 'send', 'send', 'mark', 'draft', 'older', 'cut', 'reload'),
      tab,
      at,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('say', 'say', 'nickname', 'come', 'go', 'leave', 'rejoin', 'rejoin'),
      at,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('weather'),
      tab,
      weather: fc.constantFrom('calm', 'drop', 'hold', 'double', 'lose answers'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('wait'), ms: fc.constantFrom(0, 50, 310, 2000, 11_000) }),
  },
) as fc.Arbitrary<Step>

const others = [idOf(2000), idOf(2001), idOf(2002)]

class World {
  readonly server = new ModelServer()
  readonly a = this.server.open(ada)
  readonly b = this.server.open(bob)
  readonly group = this.server.openGroup([ada, bob, ...others])
  readonly clock = new FakeClock(new Locks())
  readonly sent: string[] = []
  readonly wrong: string[] = []
  tabs: Tab[] = []
  private readonly kv = openMemoryKv()
  private readonly channels = new Tabs()

  async openTab(): Promise<Tab> {
    const transport = new FakeTransport(this.clock.env.setTimer, () => refusal('BAD_REQUEST'))
    this.server.serve(transport)
    const engine = await createEngine({
      userId: me,
      kv: this.kv,
      channel: this.channels.channel(),
      transport,
      env: this.clock.env,
    })
    const timeline = watch(engine.openTimeline(this.a), this.wrong)
    const made: Tab = { engine, transport, timeline, weather: 'calm', held: [] }
    this.spoil(made)
    engine.start()
    return made
  }

  async take(one: Step): Promise<void> {
    const { server, a, b } = this
    const { seq, clearSeq } = server.own(a)
    const some = 'at' in one ? 1 + (one.at % Math.max(1, seq)) : 0
    const on = 'tab' in one ? this.tabs[one.tab]! : undefined
    switch (one.do) {
      case 'say':
      case 'nickname':
      case 'come':
      case 'go':
      case 'leave':
      case 'rejoin':
        return this.takeInGroup(one.do, one.at)
      case 'ada':
        return void server.write(a, ada, `ada ${server.time}`)
      case 'bob':
        return void server.write(b, bob, `bob ${server.time}`)
      case 'mine elsewhere':
        return void server.write(a, me, `elsewhere ${server.time}`)
      case 'edit':
        return seq > 0 ? server.edit(a, some, `edited ${server.time}`) : undefined
      case 'recall':
        return seq > 0 ? server.recall(a, some) : undefined
      case 'clear':
        return server.clear(a, clearSeq + (one.at % 3))
      case 'read':
        return server.read(a, some)
      case 'pin':
        return server.pin(a, one.at % 2 === 0)
      case 'send': {
        const text = `sent ${this.sent.length}`
        this.sent.push(text)
        await on!.engine.send({ conversationId: one.at % 4 ? a : b, text })
        return
      }
      case 'mark': {
        const last = on!.engine.conversation(a)?.lastMsg?.seq ?? 0
        return last > 0 ? on!.engine.markRead(a, 1 + (one.at % last)) : undefined
      }
      case 'draft':
        return on!.engine.setDraft(a, one.at % 3 ? { text: `draft ${one.at}` } : null)
      case 'older':
        return void on!.timeline.loadOlder()
      case 'cut':
        return on!.transport.link.end()
      case 'reload': {
        on!.timeline.close()
        await on!.engine.stop()
        this.tabs[one.tab] = await this.openTab()
        return
      }
      case 'weather':
        return this.change(on!, one.weather)
      case 'wait':
        return this.clock.advance(one.ms)
    }
  }

  private takeInGroup(what: 'say' | 'nickname' | 'come' | 'go' | 'leave' | 'rejoin', at: number): void {
    const { server, group } = this
    const person = others[at % others.length]!
    const { isMine } = server.group(group)
    if (what === 'say') server.write(group, ada, `said ${server.time}`)
    if (what === 'nickname') server.changeMembers(group, [person], { nickname: `N${at}` })
    if (what === 'come') server.join(group, person)
    if (what === 'go') server.leave(group, person)
    if (what === 'leave' && isMine) server.leaveMyself(group)
    if (what === 'rejoin' && !isMine) server.rejoin(group, at % 2 ? 'all' : 'none')
  }

  /** The group as this tab has it is the group as the server has it. */
  async expectGroup({ engine }: Tab): Promise<void> {
    const { server, group } = this
    const { unread, lastMsg, visible } = server.own(group)
    const { isMine, row, members } = server.group(group)
    expect(engine.conversation(group)).toMatchObject({ unread, lastMsg, visible, left: !isMine })
    const timeline = engine.openTimeline(group)
    const roster = engine.openRoster(group)
    await this.clock.advance(5000)
    for (let n = 0; n < 20 && !timeline.view().reachedStart; n++) await timeline.loadOlder()
    const shown = timeline.view().rows.map(one => (one.kind === 'message' ? one.message : one))
    expect(shown).toEqual(server.rows(group))
    if (isMine) {
      expect(engine.conversation(group)?.group).toEqual(row)
      expect(roster.view().complete).toBe(true)
      const byId = (list: Member[]) => [...list].sort((x, y) => (x.userId < y.userId ? -1 : 1))
      expect(byId(roster.view().members)).toEqual(byId(server.group(group).present()))
      for (const { userId } of roster.view().members)
        expect(roster.view().of(userId)).toEqual(members.get(userId))
    }
    timeline.close()
    roster.close()
  }

  /** The sky clears, and everything that was to be mended had its time. */
  async heal(): Promise<void> {
    for (const one of this.tabs) this.change(one, 'calm')
    for (const one of this.tabs) one.engine.retryNow()
    await this.clock.advance(120_000)
    // Whatever got lost after the last word of the server is learnt at the next link.
    for (const one of this.tabs) one.transport.link.end()
    await this.clock.advance(120_000)
  }

  private change(one: Tab, weather: Weather): void {
    one.weather = weather
    for (const give of one.held.splice(0).reverse()) give()
  }

  private spoil(one: Tab): void {
    const { respond, onOpen } = one.transport
    one.transport.respond = (name, input, link) => {
      const answer = respond(name, input, link)
      return one.weather === 'lose answers' ? unknownOutcome('lost') : answer
    }
    one.transport.onOpen = (link: FakeLink) => {
      const event = link.event.bind(link)
      link.event = (name, payload) => {
        if (one.weather === 'drop') return
        if (one.weather === 'hold') return void one.held.push(() => event(name, payload))
        event(name, payload)
        if (one.weather === 'double') event(name, payload)
      }
      onOpen(link)
    }
  }
}

const unhandled: unknown[] = []
const note = (error: unknown) => unhandled.push(error)
beforeEach(() => {
  unhandled.length = 0
  process.on('unhandledRejection', note)
})
afterEach(() => {
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
})

describe('two tabs of one person, in any weather', () => {
  it('end with what the server has, each message once, and no view was ever wrong (I2, I3, I4, I10)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), async steps => {
        const world = new World()
        const { server, a, b } = world
        world.tabs = [await world.openTab(), await world.openTab()]
        await settle()
        for (const one of steps) await world.take(one)
        await world.heal()

        const written = [...server.conversations.values()].flatMap(kept => kept.rows)
        const mine = written.filter(row => row.from === me && !row.idClient.startsWith('c'))
        expect(mine).toHaveLength(world.sent.length)
        expect(new Set(mine.map(row => row.idClient)).size).toBe(world.sent.length)
        for (const one of world.tabs) {
          expect(one.engine.connection().state).toBe('live')
          expect(one.engine.unsent()).toBe(0)
          for (const id of [a, b]) {
            const { unread, readSeq, lastMsg, clearSeq, pinned } = server.own(id)
            expect(one.engine.conversation(id)).toMatchObject({ unread, readSeq, lastMsg, clearSeq, pinned })
          }
          expect(one.engine.conversation(a)?.localDraft?.text).toBe(server.own(a).draft?.text)
          await one.timeline.toLatest()
          for (let n = 0; n < 20 && !one.timeline.view().reachedStart; n++) await one.timeline.loadOlder()
          const shown = one.timeline.view().rows.map(row => (row.kind === 'message' ? row.message : row))
          expect(shown).toEqual(server.rows(a))
          await world.expectGroup(one)
          one.timeline.close()
          await one.engine.stop()
        }
        expect(world.wrong).toEqual([])
        expect(world.clock.reported).toEqual([])
      }),
      { numRuns: 60 },
    )
  }, 120_000)
})
