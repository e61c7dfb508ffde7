import type { Draft } from '#protocol/entities/conversation.ts'
import { retryable } from '#protocol/errors.ts'
import type { Environment } from './environment.ts'
import type { Store } from './store/store.ts'
import type { Link } from './transport/transport.ts'

const idleMs = 5000

export interface DraftsHandlers {
  link(): Link | null
  serverNow(): number
  /** Work nobody waits for. */
  report(work: Promise<unknown>): void
}

/** Drafts: kept here at once, told to the server some seconds after the last change and when a link comes up. */
export class Drafts {
  private readonly timers = new Map<string, () => void>()
  private readonly store: Store
  private readonly env: Environment
  private readonly handlers: DraftsHandlers

  constructor(store: Store, env: Environment, handlers: DraftsHandlers) {
    this.store = store
    this.env = env
    this.handlers = handlers
  }

  async set(conversationId: string, draft: Omit<Draft, 'time'> | null): Promise<void> {
    const stored = this.store.peek('drafts', conversationId)
    if (draft === null && !stored?.draft) return
    await this.store.write(
      ['drafts'],
      async tx => {
        const time = Math.max(0, Math.round(this.handlers.serverNow()))
        tx.put('drafts', conversationId, {
          conversationId,
          draft: draft && { ...draft, time },
          dirty: true,
          time,
        })
      },
      { strict: true },
    )
    this.schedule(conversationId, draft === null ? 0 : idleMs)
  }

  flush(): void {
    for (const { conversationId, dirty } of this.store.all('drafts'))
      if (dirty) this.handlers.report(this.tell(conversationId))
  }

  stop(): void {
    for (const cancel of this.timers.values()) cancel()
    this.timers.clear()
  }

  private schedule(conversationId: string, ms: number): void {
    this.timers.get(conversationId)?.()
    this.timers.set(
      conversationId,
      this.env.setTimer(() => this.handlers.report(this.tell(conversationId)), ms),
    )
  }

  private async tell(conversationId: string): Promise<void> {
    this.timers.delete(conversationId)
    const link = this.handlers.link()
    const stored = this.store.peek('drafts', conversationId)
    if (!link || !stored?.dirty) return
    const { draft, time } = stored
    const answer = await link.request('conversation:update', { conversationId, draft }, 10_000)
    if (!answer.ok) {
      const again =
        retryable.has(answer.error.code) && this.handlers.link() && !this.timers.has(conversationId)
      if (again) this.schedule(conversationId, idleMs)
      return
    }
    // A newer one of another device stands; this one was not taken.
    const standing = answer.data.conversation.draft
    await this.store.write(['drafts'], async tx => {
      const now = await tx.get('drafts', conversationId)
      if (!now?.dirty || now.time !== time) return
      tx.put('drafts', conversationId, {
        ...now,
        draft: standing,
        dirty: false,
        time: standing?.time ?? time,
      })
    })
  }
}
