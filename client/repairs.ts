import { type Answer, retryable } from '#protocol/errors.ts'
import { lengths } from '#protocol/limits.ts'
import type { PullInput, PullPage } from '#protocol/operations/sync.ts'
import type { Applier } from './apply.ts'
import type { Environment } from './environment.ts'
import type { Store } from './store/store.ts'
import type { Link } from './transport/transport.ts'

const pullTimeoutMs = 20_000

export interface RepairsHandlers {
  /** The link, once everything missed was taken over it. */
  ready(): Link | null
  /** Whether this link still stands. */
  stands(link: Link): boolean
  /** Work nobody waits for. */
  report(work: Promise<unknown>): void
}

/** What is known to lie above the cursors, pulled one request at a time. */
export class Repairs {
  private readonly ids = new Set<string>()
  private account = false
  private pumping = false
  private readonly store: Store
  private readonly applier: Applier
  private readonly env: Environment
  private readonly handlers: RepairsHandlers

  constructor(store: Store, applier: Applier, env: Environment, handlers: RepairsHandlers) {
    this.store = store
    this.applier = applier
    this.env = env
    this.handlers = handlers
  }

  /** Pulls these conversations now, unless they are level; with `account` the own feed too. */
  want(ids: Iterable<string>, account = false): void {
    for (const id of ids) this.ids.add(id)
    if (account) this.account = true
    this.handlers.report(this.pump())
  }

  /** The link is gone: the next one begins with a pull of everything. */
  clear(): void {
    this.ids.clear()
  }

  /** All pages of a pull. `answered` collects the conversations it tells of. False where the link failed it. */
  async pull(link: Link, input: PullInput, answered?: Set<string>): Promise<boolean> {
    let named: Set<string> | undefined
    let answer: Answer<PullPage> = await link.request('sync:pull', input, pullTimeoutMs)
    for (;;) {
      if (!answer.ok || !this.handlers.stands(link)) return false
      const page: PullPage = answer.data
      if (page.snapshot) named ??= new Set()
      await this.applier.page(page, named, input.conversations)
      for (const item of page.conversations) answered?.add(item.id)
      for (const [id] of page.heads) if (!this.store.peek('conversations', id)) this.ids.add(id)
      if (page.next === undefined) return true
      answer = await link.request('sync:pull', { next: page.next }, pullTimeoutMs)
    }
  }

  /** Works off what is wanted. */
  private async pump(): Promise<void> {
    if (this.pumping) return
    this.pumping = true
    try {
      for (;;) {
        const link = this.handlers.ready()
        if (!link || !(this.account || this.ids.size > 0)) return
        if (this.account) await this.pullAccount(link)
        else await this.pullSome(link)
      }
    } finally {
      this.pumping = false
    }
  }

  private async pullAccount(link: Link): Promise<void> {
    this.account = false
    const { epoch, userRev, asOf } = this.applier.cursor()
    if (!(await this.pull(link, { epoch, userRev, asOf }))) await this.breathe(() => (this.account = true))
    for (const state of this.store.all('conversations')) if (state.rev < state.headRev) this.ids.add(state.id)
  }

  private async pullSome(link: Link): Promise<void> {
    const ids = [...this.ids].slice(0, lengths.pullConversations)
    for (const id of ids) this.ids.delete(id)
    const behind: Record<string, { rev: number; seq: number }> = {}
    const known = new Map<string, number>()
    const recounts: string[] = []
    for (const id of ids) {
      const stored = this.store.peek('conversations', id)
      known.set(id, stored?.headRev ?? 0)
      if (!stored || stored.rev < stored.headRev || stored.rev === 0) {
        behind[id] = stored ? { rev: stored.rev, seq: stored.seq } : { rev: 0, seq: 0 }
      } else if (stored.recount && stored.readTo === 0) recounts.push(id)
    }
    if (Object.keys(behind).length > 0) {
      const answered = new Set<string>()
      const { epoch } = this.applier.cursor()
      if (!(await this.pull(link, { epoch, conversations: behind }, answered))) {
        await this.breathe(() => {
          for (const id of ids) this.ids.add(id)
        })
        return
      }
      for (const [id, { rev }] of Object.entries(behind)) {
        if (!answered.has(id)) await this.applier.level(id, rev, known.get(id) ?? 0)
        const now = this.store.peek('conversations', id)
        if (now && (now.rev < now.headRev || (now.recount && now.readTo === 0))) this.ids.add(id)
      }
    }
    for (const id of recounts) await this.count(link, id)
  }

  private async count(link: Link, id: string): Promise<void> {
    const answer = await link.request('conversation:get', { conversationId: id }, pullTimeoutMs)
    if (!answer.ok) {
      if (retryable.has(answer.error.code)) await this.breathe(() => this.ids.add(id))
      return
    }
    const { conversation, users } = answer.data
    await this.applier.own({ conversations: [conversation], users }, false)
    const now = this.store.peek('conversations', id)
    if (!now) return
    // Asked again only for what came after this count: otherwise the next one would say the same.
    const overtaken = now.recount && now.readTo === 0 && conversation.rev < now.headRev
    if (now.rev < now.headRev || overtaken) this.ids.add(id)
  }

  /** A pull failed while the link stands: try again, but not at once. */
  private async breathe(note: () => void): Promise<void> {
    // Gone: the next link begins with a full pull anyway.
    if (!this.handlers.ready()) return
    note()
    await new Promise<void>(resolve => this.env.setTimer(resolve, 500 + this.env.random() * 1500))
  }
}
