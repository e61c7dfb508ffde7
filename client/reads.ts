import { retryable } from '#protocol/errors.ts'
import { times } from '#protocol/limits.ts'
import { ConversationEdit } from './conversation-edit.ts'
import type { Environment } from './environment.ts'
import type { Store } from './store/store.ts'
import type { Link } from './transport/transport.ts'

export interface ReadsHandlers {
  link(): Link | null
  /** The count of a conversation is to be asked for. */
  repair(conversationId: string): void
  /** Work nobody waits for. */
  report(work: Promise<unknown>): void
}

/**
 * Read positions: moved here at once and remembered, told to the server when it can be, at most once a second per
 * conversation and always the newest.
 */
export class Reads {
  private readonly waiting = new Map<string, () => void>()
  private readonly store: Store
  private readonly me: string
  private readonly env: Environment
  private readonly handlers: ReadsHandlers

  constructor(store: Store, me: string, env: Environment, handlers: ReadsHandlers) {
    this.store = store
    this.me = me
    this.env = env
    this.handlers = handlers
  }

  async mark(conversationId: string, seq: number): Promise<void> {
    const stored = this.store.peek('conversations', conversationId)
    if (!stored || (seq <= stored.row.readSeq && !stored.row.markedUnread)) return
    // Taking the mark away says again how far was read; where nothing was, there is nothing to say.
    const to = Math.max(seq, stored.row.readSeq)
    if (to === 0) return
    await this.store.write(['conversations', 'blocks', 'outbox'], async tx => {
      const edit = await ConversationEdit.open(tx, this.me, conversationId)
      if (!edit) return
      edit.moveRead(seq)
      edit.state.readTo = Math.max(edit.state.readTo, to)
      edit.state.row.markedUnread = false
      await edit.save()
    })
    this.schedule(conversationId)
  }

  /** Tells the server what it does not know yet: after a link came up. */
  flush(): void {
    for (const state of this.store.all('conversations')) if (state.readTo > 0) this.schedule(state.id)
  }

  stop(): void {
    for (const cancel of this.waiting.values()) cancel()
    this.waiting.clear()
  }

  private schedule(conversationId: string): void {
    if (this.waiting.has(conversationId) || !this.handlers.link()) return
    this.handlers.report(this.tell(conversationId))
    this.waiting.set(
      conversationId,
      this.env.setTimer(() => {
        this.waiting.delete(conversationId)
        if ((this.store.peek('conversations', conversationId)?.readTo ?? 0) > 0) this.schedule(conversationId)
      }, times.readEveryMs),
    )
  }

  private async tell(conversationId: string): Promise<void> {
    const seq = this.store.peek('conversations', conversationId)?.readTo ?? 0
    const link = this.handlers.link()
    if (!link || seq === 0) return
    const answer = await link.request('conversation:read', { conversationId, seq }, 10_000)
    // Told again in a second, or when the link comes up; a refusal will not change.
    if (!answer.ok && (retryable.has(answer.error.code) || answer.error.code === 'UNAUTHENTICATED')) return
    await this.store.write(['conversations'], async tx => {
      const state = await tx.get('conversations', conversationId)
      if (state && state.readTo <= seq) tx.put('conversations', conversationId, { ...state, readTo: 0 })
    })
    if (this.store.peek('conversations', conversationId)?.recount) this.handlers.repair(conversationId)
  }
}
