import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { away, Browser, hold, type Page } from './testing/browser.ts'
import { settle } from './testing/fakeClock.ts'
import { ada, bob, me } from './testing/people.ts'
import type { TimelineRow } from './types.ts'

let browser: Browser
let page: Page
let group: string

const unhandled: unknown[] = []
const note = (error: unknown) => unhandled.push(error)

beforeEach(async () => {
  unhandled.length = 0
  process.on('unhandledRejection', note)
  browser = new Browser()
  group = browser.server.openGroup([ada, bob])
  page = await browser.open()
  await browser.clock.advance(1000)
})

afterEach(async () => {
  await browser.closeAll()
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
  expect(browser.clock.reported).toEqual([])
})

const send = (text: string) => page.engine.send({ conversationId: group, text })
const sends = () => page.transport.inputs('message:send')
async function outgoing(): Promise<TimelineRow[]> {
  const timeline = page.engine.openTimeline(group)
  await settle()
  const { rows } = timeline.view()
  timeline.close()
  return rows.filter(row => row.kind === 'outgoing')
}
const slow = (retryAfterMs: number) => ({
  code: 'RATE_LIMITED' as const,
  message: '',
  retryAfterMs,
  details: { reason: 'slow_mode' },
})

describe('what waits to be sent to a group', () => {
  it('fails with the reason as soon as I am taken out, without being sent', async () => {
    await away(browser, page, () => undefined)
    page.transport.link.end()
    const texts = ['one', 'two']
    for (const text of texts) await send(text)
    expect(page.engine.conversation(group)).toMatchObject({ pending: 2, failed: 0 })
    browser.server.leaveMyself(group)
    const held = hold(page, 'message:send')
    await browser.clock.advance(2000)
    expect(held.waiting()).toBe(0)
    expect(sends()).toEqual([])
    expect(page.engine.conversation(group)).toMatchObject({ left: true, pending: 0, failed: 2 })
    for (const row of await outgoing())
      expect(row).toMatchObject({
        status: 'fail',
        error: { code: 'FORBIDDEN', details: { reason: 'not_a_member' } },
      })
  })

  it('fails when the group is dissolved under it', async () => {
    browser.server.refused.set('waits', slow(600_000))
    await send('waits')
    await send('behind it')
    await settle()
    browser.server.changeGroup(group, { dissolvedAt: browser.server.time })
    await settle()
    expect(page.engine.conversation(group)).toMatchObject({
      dissolved: true,
      left: false,
      pending: 0,
      failed: 2,
    })
    for (const row of await outgoing())
      expect(row).toMatchObject({
        status: 'fail',
        error: { code: 'GONE', details: { reason: 'group_dissolved' } },
      })
    expect(sends()).toHaveLength(1)
  })

  it('and was on its way is asked for: it stands as written where it was, and as failed where not', async () => {
    const { respond } = page.transport
    let lost = 0
    page.transport.respond = (name, input, link) => {
      const answer = respond(name, input, link)
      return name === 'message:send' && lost++ === 0 ? new Promise(() => undefined) : answer
    }
    // Written at the server, and its answer never comes.
    await send('written')
    await settle()
    browser.server.leaveMyself(group)
    await settle()
    expect(page.engine.conversation(group)).toMatchObject({ left: true, pending: 1, failed: 0 })
    await browser.clock.advance(20_000)
    expect(page.engine.conversation(group)).toMatchObject({ pending: 0, failed: 0 })
    const written = browser.server.rows(group).filter(row => row.from === me && row.type === 'text')
    expect(written.map(row => row.content?.text)).toEqual(['written'])
  })

  it('is refused by the server where this page does not know yet', async () => {
    browser.server.group(group).leaveRev = 2
    await send('too late')
    await settle()
    expect(await outgoing()).toMatchObject([
      { status: 'fail', error: { details: { reason: 'not_a_member' } } },
    ])
  })

  it('failed can be taken back, and goes again when I am back in the group', async () => {
    page.transport.link.end()
    const [one, two] = [await send('one'), await send('two')]
    browser.server.leaveMyself(group)
    await browser.clock.advance(2000)
    browser.server.rejoin(group, 'none')
    await browser.clock.advance(2000)
    expect(page.engine.conversation(group)).toMatchObject({ left: false, failed: 2 })
    expect(await page.engine.discard(one)).toMatchObject({ text: 'one' })
    await page.engine.resend(two)
    await settle()
    const texts = browser.server.rows(group).map(row => row.content?.text)
    expect(texts.at(-1)).toBe('two')
    expect(page.engine.unsent()).toBe(0)
  })

  it('in another conversation is not touched', async () => {
    const direct = browser.server.open(ada)
    await settle()
    browser.server.refused.set('hi', slow(5000))
    await page.engine.send({ conversationId: direct, text: 'hi' })
    browser.server.leaveMyself(group)
    await settle()
    expect(page.engine.conversation(direct)).toMatchObject({ pending: 1, failed: 0 })
  })
})

describe('slow mode', () => {
  it('has a message wait as long as it says, and the row tells until when', async () => {
    browser.server.refused.set('slowly', slow(30_000))
    await send('slowly')
    await settle()
    expect(await outgoing()).toMatchObject([
      {
        status: 'queued',
        error: { code: 'RATE_LIMITED', details: { reason: 'slow_mode' } },
        retryAt: browser.clock.now() + 30_000,
      },
    ])
    expect(page.engine.conversation(group)).toMatchObject({ pending: 1, failed: 0 })
    browser.server.refused.clear()
    await browser.clock.advance(29_999)
    expect(sends()).toHaveLength(1)
    await browser.clock.advance(1)
    expect(sends()).toHaveLength(2)
    expect(await outgoing()).toEqual([])
  })

  it('that ends lets the message go at once', async () => {
    browser.server.changeGroup(group, { slowModeSeconds: 3600 })
    await settle()
    browser.server.refused.set('slowly', slow(3_600_000))
    await send('slowly')
    await browser.clock.advance(1000)
    browser.server.refused.clear()
    browser.server.write(group, ada, 'somebody else')
    await browser.clock.advance(1000)
    expect(sends()).toHaveLength(1)
    browser.server.changeGroup(group, { slowModeSeconds: 0 })
    await settle()
    expect(sends()).toHaveLength(2)
    expect(page.engine.unsent()).toBe(0)
  })

  it('holds back a message that can still be taken back', async () => {
    browser.server.refused.set('slowly', slow(30_000))
    const id = await send('slowly')
    await settle()
    expect(await page.engine.discard(id)).toMatchObject({ text: 'slowly' })
    await browser.clock.advance(60_000)
    expect(sends()).toHaveLength(1)
    expect(page.engine.unsent()).toBe(0)
  })

  it('is the only word a waiting message shows', async () => {
    browser.server.refused.set('slowly', { code: 'UNAVAILABLE', message: '' })
    await send('slowly')
    await settle()
    expect(await outgoing()).toMatchObject([{ status: 'queued', error: null }])
  })
})
