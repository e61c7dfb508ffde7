import type { Answer } from '#protocol/errors.ts'
import type { Hello } from '#protocol/signals.ts'
import {
  type Link,
  type LinkEnd,
  type LinkHandlers,
  type Transport,
  unknownOutcome,
} from '../transport/transport.ts'

/** What stands at the other end. An answer that is a promise may be held back as long as a test likes. */
export type Responder = (
  name: string,
  input: unknown,
  link: FakeLink,
) => Answer<unknown> | Promise<Answer<unknown>>

export interface Asked {
  name: string
  input: unknown
  /** Which link it went by. */
  link: number
}

/** A network in the hands of a test: links come up, say things and end when it says so. */
export class FakeTransport implements Transport {
  readonly links: FakeLink[] = []
  /** Every request, in order. */
  readonly asked: Asked[] = []
  readonly signals: { name: string; payload: unknown }[] = []
  respond: Responder
  /** Runs when a link was asked for; a test that wants it to come up by itself says hello here. */
  onOpen: (link: FakeLink) => void = () => undefined
  private readonly timer: (run: () => void, ms: number) => () => void

  constructor(timer: (run: () => void, ms: number) => () => void, respond: Responder) {
    this.timer = timer
    this.respond = respond
  }

  open(handlers: LinkHandlers): Link {
    const link = new FakeLink(this, this.links.length, handlers, this.timer)
    this.links.push(link)
    this.onOpen(link)
    return link
  }

  /** The newest link. */
  get link(): FakeLink {
    const link = this.links.at(-1)
    if (!link) throw new Error('no link was asked for')
    return link
  }

  /** Links that did not end. */
  get up(): FakeLink[] {
    return this.links.filter(link => !link.ended)
  }

  inputs(name: string): unknown[] {
    return this.asked.filter(one => one.name === name).map(one => one.input)
  }
}

export class FakeLink implements Link {
  ended = false
  private readonly waiting = new Set<() => void>()
  private readonly transport: FakeTransport
  private readonly number: number
  private readonly handlers: LinkHandlers
  private readonly timer: (run: () => void, ms: number) => () => void

  constructor(
    transport: FakeTransport,
    number: number,
    handlers: LinkHandlers,
    timer: (run: () => void, ms: number) => () => void,
  ) {
    this.transport = transport
    this.number = number
    this.handlers = handlers
    this.timer = timer
  }

  request(name: string, input: unknown, timeoutMs: number): Promise<Answer<never>> {
    if (this.ended) return Promise.resolve(unknownOutcome('There is no connection.'))
    // The wire knows JSON only: what is undefined is not sent, and nobody shares an object with the other end.
    const sent = wire(input)
    this.transport.asked.push({ name, input: sent, link: this.number })
    return new Promise(resolve => {
      const give = (answer: Answer<unknown>) => {
        this.waiting.delete(lose)
        cancel()
        resolve(wire(answer) as Answer<never>)
      }
      const lose = () => give(unknownOutcome('The connection was lost.'))
      const cancel = this.timer(() => give(unknownOutcome('The server did not answer in time.')), timeoutMs)
      this.waiting.add(lose)
      void Promise.resolve()
        .then(() => this.transport.respond(name, sent, this))
        .then(give)
    })
  }

  signal(name: string, payload: unknown): void {
    if (!this.ended) this.transport.signals.push({ name, payload })
  }

  close(): void {
    this.end()
  }

  hello(hello: Partial<Hello> = {}): void {
    if (this.ended) return
    this.handlers.hello({
      protocol: 1,
      epoch: 'one',
      time: 1_700_000_000_000,
      userId: '',
      sessionId: '',
      limits: {},
      ...hello,
    })
  }

  event(name: string, payload: unknown): void {
    if (!this.ended) this.handlers.event(name, wire(payload))
  }

  /** The network's end, or the server's. */
  end(end: LinkEnd = { error: null }): void {
    if (this.ended) return
    this.ended = true
    for (const lose of [...this.waiting]) lose()
    this.handlers.end(end)
  }
}

function wire<T>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T)
}
