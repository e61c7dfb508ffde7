import { type Answer, retryable } from '#protocol/errors.ts'
import { lengths, times } from '#protocol/limits.ts'
import type { PullInput, PullPage } from '#protocol/operations/sync.ts'
import type { Update, UpdateName } from '#protocol/updates.ts'
import type { Applier } from './apply.ts'
import { isUpdateName, readUpdate } from './arrivals.ts'
import type { Environment } from './environment.ts'
import type { StoredConversation } from './store/schema.ts'
import type { Store } from './store/store.ts'
import type { Link } from './transport/transport.ts'

const pullTimeoutMs = 20_000

export interface SyncHandlers {
  /** Everything missed is in the store. */
  caughtUp(link: Link): void
  /** Work nobody waits for. */
  report(work: Promise<unknown>): void
}

/**
 * Keeps the store level with the server: a full pull when a link comes up, then updates as they arrive, and a pull
 * of what a gap hides when it stays open for 300 ms. One pull at a time; updates arriving during the first one wait
 * behind it.
 */
export class Sync {
  private link: Link | null = null
  private catchingUp = false
  private waiting: { name: UpdateName; payload: unknown }[] = []
  private readonly gaps = new Set<string>()
  private readonly repairs = new Set<string>()
  private account = false
  private pumping = false
  private cancelGap: (() => void) | null = null
  private ownGap = false
  private readonly store: Store
  private readonly applier: Applier
  private readonly env: Environment
  private readonly handlers: SyncHandlers

  constructor(store: Store, applier: Applier, env: Environment, handlers: SyncHandlers) {
    this.store = store
    this.applier = applier
    this.env = env
    this.handlers = handlers
  }

  start(link: Link): void {
    this.link = link
    this.catchingUp = true
    this.waiting = []
    this.applier.forgetSeen()
    this.handlers.report(this.catchUp(link))
  }

  lost(): void {
    this.link = null
    this.catchingUp = false
    this.waiting = []
    this.cancelGap?.()
    this.cancelGap = null
    this.gaps.clear()
    this.repairs.clear()
  }

  /** Takes an update; returns false where `name` is none. */
  update(name: string, payload: unknown): boolean {
    if (!isUpdateName(name)) return false
    if (this.catchingUp) this.waiting.push({ name, payload })
    else this.handlers.report(this.apply(name, payload))
    return true
  }

  /** Pulls this conversation now, unless it is level. */
  repair(conversationId: string): void {
    this.repairs.add(conversationId)
    this.handlers.report(this.pump())
  }

  /** Pulls whatever is known to lie above the cursors: heads of a pull, conversations that appeared. */
  repairBehind(): void {
    for (const state of this.store.all('conversations')) {
      if (state.rev < state.headRev) this.repairs.add(state.id)
      else if (state.recount && state.readTo === 0) this.repairs.add(state.id)
    }
    this.handlers.report(this.pump())
  }

  private async apply(name: UpdateName, payload: unknown): Promise<void> {
    const update = readUpdate(name, payload)
    // Unknown to this program: what it does not understand it asks for by the path it understands.
    if (!update) return this.wantAccount()
    if (name === 'message') {
      const { conversationId, message } = update as Update<'message'>
      this.after(conversationId, await this.applier.messages(conversationId, [message]))
    } else if (name === 'rev') {
      const bare = update as Update<'rev'>
      if ('userRev' in bare) {
        if (bare.userRev > this.applier.cursor().userRev) this.startGap(() => (this.ownGap = true))
      } else this.after(bare.conversationId, await this.applier.head(bare.conversationId, bare.rev))
    } else {
      const rows =
        name === 'conversation'
          ? { conversations: [update as Update<'conversation'>] }
          : name === 'friend'
            ? { friends: [update as Update<'friend'>] }
            : name === 'notice'
              ? { notices: [update as Update<'notice'>] }
              : { settings: update as Update<'settings'> }
      const gap = await this.applier.own(rows, true)
      if (gap) this.startGap(() => (this.ownGap = true))
      if (rows.conversations) {
        const stored = this.store.peek('conversations', rows.conversations[0]!.id)
        if (stored && (stored.rev < stored.headRev || stored.recount))
          this.startGap(() => this.gaps.add(stored.id))
      }
    }
  }

  /** An answer of ours moved a conversation's feed, or a row arrived by itself. */
  after(conversationId: string, outcome: 'applied' | 'gap' | 'unknown'): void {
    if (outcome === 'unknown') this.repair(conversationId)
    if (outcome === 'gap') this.startGap(() => this.gaps.add(conversationId))
  }

  private startGap(note: () => void): void {
    note()
    if (this.cancelGap || !this.link) return
    this.cancelGap = this.env.setTimer(() => {
      this.cancelGap = null
      for (const id of this.gaps) this.repairs.add(id)
      this.gaps.clear()
      if (this.ownGap) this.account = true
      this.ownGap = false
      this.handlers.report(this.pump())
    }, times.gapMs)
  }

  private wantAccount(): void {
    this.account = true
    this.handlers.report(this.pump())
  }

  /** The full pull, until it succeeded or the link is gone. */
  private async catchUp(link: Link): Promise<void> {
    for (let pause = 500; ; pause = Math.min(pause * 2, 10_000)) {
      const { epoch, userRev, asOf } = this.applier.cursor()
      const conversations = Object.fromEntries(this.newest().map(({ id, rev, seq }) => [id, { rev, seq }]))
      const input: PullInput = asOf === undefined ? { epoch } : { epoch, userRev, asOf, conversations }
      const done = await this.orReport(this.pullPages(link, input))
      if (link !== this.link) return
      if (done) break
      await new Promise<void>(resolve => this.env.setTimer(resolve, this.env.random() * pause))
      if (link !== this.link) return
    }
    // Updates that came meanwhile, in order; those that come during this loop stand behind them.
    while (link === this.link && this.waiting.length > 0) {
      const { name, payload } = this.waiting.shift()!
      await this.orReport(this.apply(name, payload))
    }
    if (link !== this.link) return
    this.catchingUp = false
    this.handlers.caughtUp(link)
    this.repairBehind()
  }

  /** What a store in trouble does not take is reported; undefined then. */
  private async orReport<R>(work: Promise<R>): Promise<R | undefined> {
    this.handlers.report(work)
    return work.catch(() => undefined)
  }

  /** Works off what is to be pulled, one request at a time. */
  private async pump(): Promise<void> {
    if (this.pumping || this.catchingUp) return
    this.pumping = true
    try {
      while (this.link && !this.catchingUp && (this.account || this.repairs.size > 0)) {
        const { link } = this
        if (this.account) {
          this.account = false
          const { epoch, userRev, asOf } = this.applier.cursor()
          if (!(await this.pullPages(link, { epoch, userRev, asOf })))
            await this.breathe(() => (this.account = true))
          this.collectBehind()
        } else await this.repairSome(link)
      }
    } finally {
      this.pumping = false
    }
  }

  private async repairSome(link: Link): Promise<void> {
    const ids = [...this.repairs].slice(0, lengths.pullConversations)
    for (const id of ids) this.repairs.delete(id)
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
      const done = await this.pullPages(
        link,
        { epoch: this.applier.cursor().epoch, conversations: behind },
        answered,
      )
      if (!done) {
        await this.breathe(() => {
          for (const id of ids) this.repairs.add(id)
        })
        return
      }
      for (const [id, { rev }] of Object.entries(behind)) {
        if (!answered.has(id)) await this.applier.level(id, rev, known.get(id) ?? 0)
        const now = this.store.peek('conversations', id)
        if (now && (now.rev < now.headRev || (now.recount && now.readTo === 0))) this.repairs.add(id)
      }
    }
    for (const id of recounts) {
      const answer = await link.request('conversation:get', { conversationId: id }, pullTimeoutMs)
      if (!answer.ok) {
        if (retryable.has(answer.error.code)) await this.breathe(() => this.repairs.add(id))
        continue
      }
      const { conversation, users } = answer.data
      await this.applier.own({ conversations: [conversation], users }, false)
      const now = this.store.peek('conversations', id)
      if (!now) continue
      // Asked again only for what came after this count: otherwise the next one would say the same.
      const overtaken = now.recount && now.readTo === 0 && conversation.rev < now.headRev
      if (now.rev < now.headRev || overtaken) this.repairs.add(id)
    }
  }

  private async pullPages(link: Link, input: PullInput, answered?: Set<string>): Promise<boolean> {
    let named: Set<string> | undefined
    let answer: Answer<PullPage> = await link.request('sync:pull', input, pullTimeoutMs)
    for (;;) {
      if (!answer.ok || link !== this.link) return false
      const page: PullPage = answer.data
      if (page.snapshot) named ??= new Set()
      await this.applier.page(page, named, input.conversations)
      for (const item of page.conversations) answered?.add(item.id)
      for (const [id] of page.heads) if (!this.store.peek('conversations', id)) this.repairs.add(id)
      if (page.next === undefined) return true
      answer = await link.request('sync:pull', { next: page.next }, pullTimeoutMs)
    }
  }

  private collectBehind(): void {
    for (const state of this.store.all('conversations'))
      if (state.rev < state.headRev) this.repairs.add(state.id)
  }

  /** A pull failed while the link stands: try again, but not at once. */
  private async breathe(note: () => void): Promise<void> {
    // Gone: the next link begins with a full pull anyway.
    if (!this.link) return
    note()
    await new Promise<void>(resolve => this.env.setTimer(resolve, 500 + this.env.random() * 1500))
  }

  private newest(): StoredConversation[] {
    return [...this.store.all('conversations')]
      .sort((a, b) => b.row.updateTime - a.row.updateTime)
      .slice(0, lengths.pullConversations)
  }
}
