import { createEngine } from '../engine.ts'
import type { Kv } from '../store/kv.ts'
import { openMemoryKv } from '../store/kv-memory.ts'
import type { Engine } from '../types.ts'
import { FakeClock, Locks, settle } from './fakeClock.ts'
import { type FakeLink, FakeTransport } from './fakeTransport.ts'
import { ModelServer, refusal } from './modelServer.ts'
import { me } from './people.ts'
import { Tabs } from './tabs.ts'

/** A page of mine, with the wires to its engine in the hands of a test. */
export interface Page {
  engine: Engine
  transport: FakeTransport
}

/** One browser of mine: a store, a clock and any number of pages, all talking to one model. */
export class Browser {
  readonly server = new ModelServer()
  readonly clock = new FakeClock(new Locks())
  readonly pages: Page[] = []
  private readonly tabs = new Tabs()
  private readonly kv: Kv

  constructor(kv: Kv = openMemoryKv()) {
    this.kv = kv
  }

  /** Opens a page and lets it catch up; `prepare` lays hands on its wires before anything goes over them. */
  async open(prepare: (page: Page) => void = () => undefined): Promise<Page> {
    const transport = new FakeTransport(this.clock.env.setTimer, () => refusal('BAD_REQUEST'))
    this.server.serve(transport)
    const engine = await createEngine({
      userId: me,
      kv: this.kv,
      channel: this.tabs.channel(),
      transport,
      env: this.clock.env,
    })
    const page = { engine, transport }
    this.pages.push(page)
    prepare(page)
    engine.start()
    await settle()
    return page
  }

  async close(page: Page): Promise<void> {
    this.pages.splice(this.pages.indexOf(page), 1)
    await page.engine.stop()
  }

  async closeAll(): Promise<void> {
    for (const page of [...this.pages]) await this.close(page)
    await settle()
  }
}

/** What the server says meanwhile never arrives there. */
export function deaf<T>({ transport }: Page, work: () => T): T {
  const { link } = transport
  const { event } = link
  link.event = () => undefined
  const result = work()
  link.event = event
  return result
}

/** Answers of this operation are held back, oldest first. */
export function hold({ transport }: Page, name: string): { release(): Promise<void>; waiting(): number } {
  const waiting: (() => void)[] = []
  const { respond } = transport
  transport.respond = (asked: string, input: unknown, link: FakeLink) => {
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

/** Away while `work` happens, and back. */
export async function away(browser: Browser, { transport }: Page, work: () => void): Promise<void> {
  transport.link.end()
  work()
  await browser.clock.advance(2000)
}
