import type { Environment } from './environment.ts'

/** Waits of the outbox between two tries, by conversation. */
export class Pauses {
  private readonly ends = new Map<string, { why: string; end: () => void }>()
  private readonly env: Environment

  constructor(env: Environment) {
    this.env = env
  }

  /**
   * Answers how long it waited: nothing where it was broken off.
   * @param why what has the wait; when it is not so any more, `review` ends it
   */
  sleep(conversationId: string, ms: number, why: string): Promise<number> {
    return new Promise(resolve => {
      const end = (waited: number) => {
        cancel()
        this.ends.delete(conversationId)
        resolve(waited)
      }
      const cancel = this.env.setTimer(() => end(ms), ms)
      this.ends.set(conversationId, { why, end: () => end(0) })
    })
  }

  review(why: (conversationId: string) => string): void {
    for (const [id, pause] of [...this.ends]) if (why(id) !== pause.why) pause.end()
  }

  endAll(): void {
    for (const { end } of [...this.ends.values()]) end()
  }
}
