import type { Link, Transport } from '#client/transport/transport.ts'
import type { Random } from './random.ts'

/** What may happen to the updates of a link; all off means a plain link. */
export interface Faults {
  drop: number
  double: number
  /** Chance that an update waits behind the next ones. */
  hold: number
  /** Chance that an answer gets lost after the server did what was asked. */
  loseAnswer: number
}

export const noFaults: Faults = { drop: 0, double: 0, hold: 0, loseAnswer: 0 }

/** A planted fault: changes or swallows one event before the engine sees it. `undefined` swallows it. */
export type Tamper = (name: string, payload: unknown) => { name: string; payload: unknown } | undefined

/** A transport whose updates get lost, doubled and reordered, by a seed. Cut it with `cut`. */
export class FaultyTransport implements Transport {
  faults: Faults = noFaults
  /** Pulls are answered `UNAVAILABLE`: nothing but pushes reaches the store. */
  noPulls = false
  online = true
  tamper: Tamper | undefined
  pulls = 0
  /** Conversations whose rows this device was given, by any update. */
  readonly heardOf = new Set<string>()
  private links = new Set<() => void>()
  private readonly inner: Transport
  private readonly random: Random

  constructor(inner: Transport, random: Random) {
    this.inner = inner
    this.random = random
  }

  open(handlers: Parameters<Transport['open']>[0]): Link {
    if (!this.online) {
      queueMicrotask(() => handlers.end({ error: null }))
      return { request: async () => lost, signal: () => undefined, close: () => undefined }
    }
    let held: { name: string; payload: unknown }[] = []
    const give = (name: string, payload: unknown) => {
      const event = this.tamper ? this.tamper(name, payload) : { name, payload }
      if (event) handlers.event(event.name, event.payload)
    }
    const link = this.inner.open({
      ...handlers,
      event: (name, payload) => {
        if (name === 'message') this.heardOf.add((payload as { conversationId: string }).conversationId)
        const { drop, double, hold } = this.faults
        if (this.random.chance(drop)) return
        if (this.random.chance(hold)) return void held.push({ name, payload })
        give(name, payload)
        if (this.random.chance(double)) give(name, payload)
        const late = held
        held = []
        for (const event of late.reverse()) give(event.name, event.payload)
      },
      end: end => {
        this.links.delete(cut)
        handlers.end(end)
      },
    })
    const cut = () => link.close()
    this.links.add(cut)
    return {
      request: async (name, input, timeoutMs) => {
        if (name === 'sync:pull') {
          this.pulls += 1
          if (this.noPulls) return lost
        }
        const answer = await link.request(name, input, timeoutMs)
        return this.random.chance(this.faults.loseAnswer) ? lost : answer
      },
      signal: (name, payload) => link.signal(name, payload),
      close: () => {
        this.links.delete(cut)
        link.close()
      },
    }
  }

  /** Ends every link, as a network does. */
  cut(): void {
    for (const cut of [...this.links]) cut()
  }
}

const lost = {
  ok: false as const,
  error: { code: 'UNAVAILABLE' as const, message: 'lost', details: { unknown: true } },
}
