import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { away, Browser, deaf, type Page } from './testing/browser.ts'
import { settle } from './testing/fakeClock.ts'
import { ada, bob, me } from './testing/people.ts'
import { watch } from './testing/watch.ts'
import type { Timeline } from './types.ts'

let browser: Browser
let page: Page
let group: string
let timeline: Timeline
let wrong: string[]

const unhandled: unknown[] = []
const note = (error: unknown) => unhandled.push(error)

beforeEach(async () => {
  unhandled.length = 0
  process.on('unhandledRejection', note)
  wrong = []
  browser = new Browser()
  group = browser.server.openGroup([ada, bob])
})

afterEach(async () => {
  timeline?.close()
  await browser.closeAll()
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
  expect(browser.clock.reported).toEqual([])
  expect(wrong).toEqual([])
})

const say = (count: number) => {
  for (let n = 0; n < count; n++) browser.server.write(group, ada, `said ${browser.server.time}`)
}
const seqs = () => timeline.view().rows.flatMap(row => (row.kind === 'message' ? [row.message.seq] : []))
const visible = () => browser.server.rows(group).map(({ seq }) => seq)
const histories = () => page.transport.inputs('message:history')

async function open(): Promise<void> {
  page = await browser.open()
  await browser.clock.advance(1000)
  show()
  await settle()
}

function show(): void {
  timeline?.close()
  timeline = watch(page.engine.openTimeline(group), wrong, browser.server.own(group).visible)
}

/** Away from the group for so many messages. */
function leaveFor(count: number, history: 'none' | 'recent' | 'all'): void {
  browser.server.leaveMyself(group)
  say(count)
  browser.server.rejoin(group, history)
}

async function toStart(): Promise<number> {
  let steps = 0
  for (; !timeline.view().reachedStart && steps < 20; steps++) await timeline.loadOlder()
  return steps
}

describe('somebody who came back to a group', () => {
  it('sees what was before they left and since they are back, as one piece', async () => {
    say(5)
    await open()
    leaveFor(1000, 'none')
    say(3)
    await browser.clock.advance(1000)
    show()
    await settle()
    expect(seqs()).toEqual(visible())
    expect(seqs()).toHaveLength(1 + 5 + 2 + 1 - 1 + 3)
    expect(timeline.view()).toMatchObject({ reachedStart: true, reachedEnd: true })
    expect(histories()).toEqual([])
  })

  it('pages across what they missed without an empty page', async () => {
    say(300)
    leaveFor(5000, 'none')
    say(120)
    await open()
    expect(seqs().at(-1)).toBe(visible().at(-1))
    for (let before = seqs()[0]!; !timeline.view().reachedStart; before = seqs()[0]!) {
      await timeline.loadOlder()
      expect(seqs()[0]).toBeLessThan(before)
    }
    expect(seqs()).toEqual(visible())
    expect(histories().length).toBeLessThanOrEqual(5)
  })

  it('goes from the store across what they missed, without asking', async () => {
    say(40)
    await open()
    leaveFor(700, 'none')
    say(70)
    await browser.clock.advance(1000)
    show()
    await settle()
    await toStart()
    page.transport.asked.length = 0
    show()
    await settle()
    await toStart()
    expect(seqs()).toEqual(visible())
    expect(histories()).toEqual([])
  })

  it('who may see the last hundred sees them, loaded when they are asked for', async () => {
    say(5)
    await open()
    await away(browser, page, () => {
      leaveFor(500, 'recent')
      say(2)
    })
    show()
    await settle()
    await toStart()
    expect(seqs()).toEqual(visible())
    expect(seqs()).toHaveLength(1 + 5 + 2 + 100 + 2)
  })

  it('who may see all is shown what they missed, though the device took it for nothing', async () => {
    say(5)
    await open()
    leaveFor(30, 'none')
    await browser.clock.advance(1000)
    await toStart()
    leaveFor(3, 'all')
    await browser.clock.advance(1000)
    show()
    await settle()
    await toStart()
    expect(seqs()).toEqual(visible())
    expect(seqs()[0]).toBe(1)
  })

  it('counts what is unread on both sides of what they missed', async () => {
    await open()
    say(4)
    leaveFor(50, 'none')
    say(3)
    await browser.clock.advance(1000)
    expect(page.engine.conversation(group)).toMatchObject({ unread: 3 })
    browser.server.write(group, bob, '@all', { mentions: [{ userId: 'all', offset: 0, length: 4 }] })
    await settle()
    await page.engine.markRead(group, 0)
    expect(page.engine.conversation(group)).toMatchObject({ unread: 4, mentions: 1 })
    await page.engine.markRead(group, visible().at(-2)!)
    await browser.clock.advance(2000)
    expect(page.engine.conversation(group)).toMatchObject({ unread: 1, mentions: 1 })
    expect(page.transport.inputs('conversation:get')).toEqual([])
  })

  it('cannot jump to what was said while they were away', async () => {
    say(5)
    await open()
    leaveFor(50, 'none')
    await browser.clock.advance(1000)
    const before = seqs()
    page.transport.asked.length = 0
    expect(await timeline.jumpTo(30)).toBe(false)
    expect(seqs()).toEqual(before)
    expect(histories()).toEqual([])
    expect(await timeline.jumpTo(3)).toBe(true)
  })

  it('misses nothing when the line of it comes before their own row', async () => {
    await open()
    const { link } = page.transport
    browser.server.leaveMyself(group)
    await browser.clock.advance(1000)
    const { event } = link
    const late: (() => void)[] = []
    link.event = (name, payload) =>
      name === 'conversation'
        ? void late.push(() => event.call(link, name, payload))
        : event.call(link, name, payload)
    browser.server.rejoin(group, 'none')
    say(3)
    await settle()
    for (const give of late) give()
    await browser.clock.advance(1000)
    show()
    await settle()
    expect(seqs()).toEqual(visible())
    expect(page.engine.conversation(group)?.unread).toBe(3)
  })
})

describe('a newcomer', () => {
  it('who sees nothing of before begins with the line of their joining, and has nothing unread there', async () => {
    browser.server.leaveMyself(group)
    say(40)
    const kept = browser.server.group(group)
    kept.visible = []
    browser.server.rejoin(group, 'none')
    say(2)
    await open()
    expect(seqs()).toEqual(visible())
    expect(timeline.view().reachedStart).toBe(true)
    expect(histories()).toEqual([])
    await page.engine.markRead(group, visible().at(-2)!)
    await browser.clock.advance(2000)
    expect(page.engine.conversation(group)?.unread).toBe(1)
    expect(page.transport.inputs('conversation:get')).toEqual([])
  })
})

describe('somebody who left a group', () => {
  it('keeps what they could see, with what was taken back since, and asks for nothing for ever', async () => {
    say(5)
    await open()
    browser.server.leaveMyself(group)
    say(5)
    browser.server.recall(group, 3)
    browser.server.edit(group, 4, 'changed behind their back')
    await away(browser, page, () => undefined)
    await browser.clock.advance(60_000)
    expect(page.transport.inputs('sync:pull').length).toBeLessThanOrEqual(3)
    const own = browser.server.own(group)
    expect(page.engine.conversation(group)).toMatchObject({ left: true, seq: own.seq, rev: own.leaveRev! })
    expect(seqs()).toEqual(visible())
    const third = timeline.view().rows.find(row => row.kind === 'message' && row.message.seq === 3)
    expect(third).toMatchObject({ message: { content: null } })
    expect(timeline.view().reachedStart).toBe(true)
  })

  it('without ever having seen it reads it from the server', async () => {
    say(80)
    browser.server.leaveMyself(group)
    say(5)
    await open()
    await toStart()
    expect(seqs()).toEqual(visible())
    expect(page.engine.conversation(group)).toMatchObject({ left: true })
    expect(page.engine.conversation(group)?.lastMsg?.seq).toBe(visible().at(-1))
  })
})

describe('mentions', () => {
  it('of everybody count as mine, and stop counting with an edit that takes them away', async () => {
    await open()
    const all = [{ userId: 'all', offset: 0, length: 4 }]
    const { seq } = browser.server.write(group, ada, '@all', { mentions: all })
    browser.server.write(group, ada, '@Bob', { mentions: [{ userId: bob, offset: 0, length: 4 }] })
    deaf(page, () => browser.server.write(group, me, '@all', { mentions: all }))
    await settle()
    expect(page.engine.conversation(group)).toMatchObject({ unread: 2, mentions: 1 })
    browser.server.edit(group, seq, 'nobody')
    await settle()
    expect(page.engine.conversation(group)).toMatchObject({ mentions: 0 })
  })
})
