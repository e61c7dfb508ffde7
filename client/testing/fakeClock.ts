import type { Environment } from '../environment.ts'

/**
 * A clock that stands still until a test moves it. Between two timers everything that can happen without time
 * passing happens first, also in IndexedDB.
 */
export class FakeClock {
  online = true
  /** What `random` answers; half by default, so that full jitter is half of its bound. */
  dice: () => number = () => 0.5
  /** Faults that were reported. A test that expects none looks here. */
  readonly reported: unknown[] = []
  private time = 1_700_000_000_000
  private timers: { at: number; run: () => void }[] = []
  private readonly listeners = new Set<(why: 'online' | 'visible') => void>()
  private readonly locks: Locks

  /** Tabs of one browser share their locks. */
  constructor(locks: Locks = new Locks()) {
    this.locks = locks
  }

  readonly env: Environment = {
    now: () => this.time,
    random: () => this.dice(),
    setTimer: (run, ms) => {
      const timer = { at: this.time + Math.max(0, ms), run }
      this.timers.push(timer)
      return () => {
        this.timers = this.timers.filter(one => one !== timer)
      }
    },
    isOnline: () => this.online,
    onWake: listener => {
      this.listeners.add(listener)
      return () => this.listeners.delete(listener)
    },
    report: error => void this.reported.push(error),
    exclusive: (name, work) => this.locks.request(name, work),
  }

  now(): number {
    return this.time
  }

  /** How many timers wait. */
  waiting(): number {
    return this.timers.length
  }

  /** Lets `ms` pass, timer by timer. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms
    await settle()
    for (;;) {
      const due = this.timers.filter(timer => timer.at <= end).sort((a, b) => a.at - b.at)[0]
      if (!due) break
      this.timers = this.timers.filter(one => one !== due)
      this.time = Math.max(this.time, due.at)
      due.run()
      await settle()
    }
    this.time = end
    await settle()
  }

  /** The device's clock is set to another time; timers keep their pauses, as a browser's do. */
  jump(ms: number): void {
    this.time += ms
    for (const timer of this.timers) timer.at += ms
  }

  wake(why: 'online' | 'visible'): void {
    for (const listener of [...this.listeners]) listener(why)
  }
}

/** Named locks, first come first served. */
export class Locks {
  private readonly queues = new Map<string, Promise<void>>()

  request(name: string, work: () => Promise<void>): Promise<void> {
    const result = (this.queues.get(name) ?? Promise.resolve()).then(work)
    this.queues.set(
      name,
      result.catch(() => undefined),
    )
    return result
  }
}

/** Everything that can happen without time passing has happened. */
export async function settle(rounds = 30): Promise<void> {
  for (let round = 0; round < rounds; round++) await new Promise(resolve => setImmediate(resolve))
}
