/** What the engine needs of the world around it. Tests and bots bring their own. */
export interface Environment {
  /** Device clock, ms. Labels and pauses only: order and windows are the server's. */
  now(): number
  /** 0 ≤ n < 1, for jitter. */
  random(): number
  setTimer(run: () => void, ms: number): () => void
  /** False only where the platform is sure of it. */
  isOnline(): boolean
  /** Called when trying again at once is worth it: the network came back, the page became visible. */
  onWake(listener: (why: 'online' | 'visible') => void): () => void
  /** A fault of ours that nobody waits for: it must be seen. */
  report(error: unknown): void
  /** Runs `work` while no other tab of this person does. */
  exclusive(name: string, work: () => Promise<void>): Promise<void>
}

/** For one process: no tabs, always online. */
export function plainEnvironment(): Environment {
  const queues = new Map<string, Promise<void>>()
  return {
    now: Date.now,
    random: Math.random,
    setTimer(run, ms) {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    isOnline: () => true,
    onWake: () => () => undefined,
    report(error) {
      queueMicrotask(() => {
        throw error
      })
    },
    exclusive(name, work) {
      const result = (queues.get(name) ?? Promise.resolve()).then(work)
      queues.set(
        name,
        result.catch(() => undefined),
      )
      return result
    },
  }
}
