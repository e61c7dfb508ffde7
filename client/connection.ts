import type { Hello } from '#protocol/signals.ts'
import type { Environment } from './environment.ts'
import type { Link, LinkEnd, Transport } from './transport/transport.ts'
import type { ConnectionView } from './types.ts'

const firstDelayMs = 500
const longestDelayMs = 30_000
const triesBeforeRest = 10
const restMs = 60_000

export interface ConnectionHandlers {
  /** A link stands and said hello: catch up, then call `settle`. */
  hello(link: Link, hello: Hello): void
  event(name: string, payload: unknown): void
  /** The link is gone, or never came. */
  lost(): void
  /** `view()` changed. */
  changed(): void
  /** The server says that this session was ended on purpose: nothing of it may stay on this device. */
  sessionEnded(): void
}

/**
 * Keeps one link up: offline → connecting → catching-up → live, and `blocked` where trying again is pointless.
 * Back-off is exponential with full jitter, at most 30 s; after ten failures it rests for a minute; a network that
 * comes back or a page that becomes visible tries at once (product.md 4, idle link).
 */
export class Connection {
  private current: ConnectionView = { state: 'connecting', since: null, retryAt: null, reason: null }
  private link: Link | null = null
  private failures = 0
  private cancelTimer: (() => void) | null = null
  private stopListening: (() => void) | null = null
  private running = false
  private readonly transport: Transport
  private readonly env: Environment
  private readonly handlers: ConnectionHandlers

  constructor(transport: Transport, env: Environment, handlers: ConnectionHandlers) {
    this.transport = transport
    this.env = env
    this.handlers = handlers
  }

  view(): ConnectionView {
    return this.current
  }

  start(): void {
    this.running = true
    this.stopListening = this.env.onWake(why => this.wake(why))
    this.set({ state: 'connecting', since: this.env.now() })
    this.open()
  }

  stop(): void {
    this.running = false
    this.stopListening?.()
    this.cancelTimer?.()
    this.drop()
  }

  /** Everything missed was taken: the link is as good as the screen needs it. */
  settle(link: Link): void {
    if (link !== this.link) return
    this.failures = 0
    this.set({ state: 'live', since: null, retryAt: null })
  }

  retryNow(): void {
    if (!this.running || this.link || this.current.state === 'live') return
    if (this.current.state === 'blocked' && this.current.reason !== 'too_many_sockets') return
    this.failures = 0
    this.open()
  }

  /** Gives the link up for good; only a new start of the page helps. */
  block(reason: NonNullable<ConnectionView['reason']>): void {
    this.cancelTimer?.()
    this.drop()
    this.set({ state: 'blocked', reason, retryAt: null, since: this.current.since ?? this.env.now() })
  }

  private open(): void {
    this.cancelTimer?.()
    this.cancelTimer = null
    this.set({ state: 'connecting', retryAt: null, reason: null })
    let link: Link | null = null
    let over = false
    const own = () => link !== null && link === this.link
    link = this.transport.open({
      hello: hello => {
        if (!own()) return
        this.set({ state: 'catching-up', retryAt: null })
        this.handlers.hello(link!, hello)
      },
      event: (name, payload) => {
        if (own()) this.handlers.event(name, payload)
      },
      end: end => {
        over = true
        // A transport may fail before `open` returned.
        if (link !== null && link !== this.link) return
        this.link = null
        this.ended(end)
      },
    })
    if (over) return
    if (this.running) this.link = link
    else link.close()
  }

  private ended(end: LinkEnd): void {
    this.handlers.lost()
    if (!this.running) return
    const blocked = blockedBy(end)
    if (blocked) {
      this.block(blocked)
      if (blocked === 'session_ended') this.handlers.sessionEnded()
      return
    }
    this.failures += 1
    const rest = this.failures % triesBeforeRest === 0
    const longest = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(this.failures - 1, 10))
    const delay = end.resumeAfterMs ?? (rest ? restMs : this.env.random() * longest)
    this.cancelTimer?.()
    this.cancelTimer = this.env.setTimer(() => this.open(), delay)
    this.set({
      state: this.env.isOnline() ? 'connecting' : 'offline',
      since: this.current.since ?? this.env.now(),
      retryAt: this.env.now() + delay,
    })
  }

  private wake(why: 'online' | 'visible'): void {
    // A tab closed to make room comes back when somebody looks at it, not before.
    if (this.current.state === 'blocked' && why === 'online') return
    this.retryNow()
  }

  private drop(): void {
    const { link } = this
    this.link = null
    if (!link) return
    link.close()
    this.handlers.lost()
  }

  private set(change: Partial<ConnectionView>): void {
    this.current = { ...this.current, ...change }
    this.handlers.changed()
  }
}

/** Why trying again is pointless after this end, or null. */
function blockedBy({ error }: LinkEnd): ConnectionView['reason'] {
  const reason = error?.details?.reason
  if (error?.code === 'UNAUTHENTICATED') return reason === 'session_ended' ? 'session_ended' : 'expired'
  return reason === 'protocol' || reason === 'too_many_sockets' ? reason : null
}
