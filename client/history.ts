import type { Answer } from '#protocol/errors.ts'
import type { Output } from '#protocol/operations/index.ts'
import type { Applier } from './apply.ts'
import type { StoredConversation } from './store/schema.ts'
import type { Store } from './store/store.ts'
import { firstSeen } from './visible.ts'

export const historyPage = 100

export type Where = { before?: number; after?: number; around?: number }

export type AskHistory = (
  where: Where & { conversationId: string; limit: number },
) => Promise<Answer<Output<'message:history'>>>

/** Pages of one conversation that are not here, from the server into the store. */
export class History {
  private readonly store: Store
  private readonly applier: Applier
  private readonly id: string
  private readonly ask: AskHistory

  constructor(store: Store, applier: Applier, id: string, ask: AskHistory) {
    this.store = store
    this.applier = applier
    this.id = id
    this.ask = ask
  }

  /** False where the page could not be had. */
  async load(where: Where): Promise<boolean> {
    for (;;) {
      const jumps = this.store.peek('conversations', this.id)?.jumps ?? 0
      const answer = await this.ask({ conversationId: this.id, limit: historyPage, ...where })
      if (!answer.ok) return false
      if (await this.keep(answer.data, where, jumps)) return true
    }
  }

  private async keep(found: Output<'message:history'>, where: Where, jumps: number): Promise<boolean> {
    const { messages, users, reachedStart } = found
    await this.applier.users(users)
    const state = this.store.peek('conversations', this.id)
    const first = messages[0]?.seq ?? where.before ?? (where.after ?? 0) + 1
    const last = messages[messages.length - 1]?.seq ?? where.after ?? first - 1
    const from = where.after !== undefined ? where.after + 1 : reachedStart && state ? oldest(state) : first
    const to = where.before !== undefined ? where.before - 1 : last
    return this.applier.history(this.id, messages, { from, to }, jumps)
  }
}

/** The oldest seq there can be for me. */
export function oldest({ row }: StoredConversation): number {
  return firstSeen(row.visible, row.clearSeq + 1) ?? row.clearSeq + 1
}

/** The newest seq there is, as far as known. */
export function newest({ row, seq }: StoredConversation): number {
  return Math.max(row.seq, seq, row.lastMsg?.seq ?? 0)
}
