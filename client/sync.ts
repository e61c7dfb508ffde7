import { lengths, times } from '#protocol/limits.ts'
import type { PullInput } from '#protocol/operations/sync.ts'
import type { Update, UpdateName } from '#protocol/updates.ts'
import type { Applier, Outcome } from './apply.ts'
import { isUpdateName, readUpdate } from './arrivals.ts'
import type { Environment } from './environment.ts'
import type { OwnRows } from './own-rows.ts'
import { Repairs } from './repairs.ts'
import type { StoredConversation } from './store/schema.ts'
import type { Store } from './store/store.ts'
import type { Link } from './transport/transport.ts'

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
  private ownGap = false
  private cancelGap: (() => void) | null = null
  private readonly repairs: Repairs
  private readonly store: Store
  private readonly applier: Applier
  private readonly env: Environment
  private readonly handlers: SyncHandlers

  constructor(store: Store, applier: Applier, env: Environment, handlers: SyncHandlers) {
    this.store = store
    this.applier = applier
    this.env = env
    this.handlers = handlers
    this.repairs = new Repairs(store, applier, env, {
      ready: () => (this.catchingUp ? null : this.link),
      stands: link => link === this.link,
      report: handlers.report,
    })
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
    this.repairs.want([conversationId])
  }

  /** Pulls whatever is known to lie above the cursors: heads of a pull, conversations that appeared. */
  repairBehind(): void {
    const behind = [...this.store.all('conversations')].filter(
      ({ rev, headRev, recount, readTo }) => rev < headRev || (recount && readTo === 0),
    )
    this.repairs.want(behind.map(({ id }) => id))
  }

  /** An answer of ours moved a conversation's feed, or a row arrived by itself. */
  after(conversationId: string, outcome: Outcome): void {
    if (outcome === 'unknown') this.repair(conversationId)
    if (outcome === 'gap') this.startGap(() => this.gaps.add(conversationId))
  }

  private async apply(name: UpdateName, payload: unknown): Promise<void> {
    const update = readUpdate(name, payload)
    // Unknown to this program: what it does not understand it asks for by the path it understands.
    if (!update) return this.repairs.want([], true)
    switch (name) {
      case 'message': {
        const { conversationId, message } = update as Update<'message'>
        return this.after(conversationId, await this.applier.messages(conversationId, [message]))
      }
      case 'group': {
        const { conversationId, rev, group } = update as Update<'group'>
        return this.after(conversationId, await this.applier.feed(conversationId, { group }, [rev]))
      }
      case 'member': {
        const { conversationId, rev, members } = update as Update<'member'>
        return this.after(conversationId, await this.applier.feed(conversationId, { members }, [rev]))
      }
      case 'rev':
        return this.head(update as Update<'rev'>)
      case 'conversation':
        return this.own({ conversations: [update as Update<'conversation'>] })
      case 'friend':
        return this.own({ friends: [update as Update<'friend'>] })
      case 'notice':
        return this.own({ notices: [update as Update<'notice'>] })
      case 'settings':
        return this.own({ settings: update as Update<'settings'> })
    }
  }

  private async head(bare: Update<'rev'>): Promise<void> {
    if ('userRev' in bare) {
      if (bare.userRev > this.applier.cursor().userRev) this.startGap(() => (this.ownGap = true))
    } else this.after(bare.conversationId, await this.applier.head(bare.conversationId, bare.rev))
  }

  private async own(rows: OwnRows): Promise<void> {
    const gap = await this.applier.own(rows, true)
    if (gap) this.startGap(() => (this.ownGap = true))
    for (const { id } of rows.conversations ?? []) {
      const stored = this.store.peek('conversations', id)
      if (stored && (stored.rev < stored.headRev || stored.recount)) this.startGap(() => this.gaps.add(id))
    }
  }

  private startGap(note: () => void): void {
    note()
    if (this.cancelGap || !this.link) return
    this.cancelGap = this.env.setTimer(() => {
      this.cancelGap = null
      const behind = [...this.gaps]
      const account = this.ownGap
      this.gaps.clear()
      this.ownGap = false
      this.repairs.want(behind, account)
    }, times.gapMs)
  }

  /** The full pull, until it succeeded or the link is gone. */
  private async catchUp(link: Link): Promise<void> {
    for (let pause = 500; ; pause = Math.min(pause * 2, 10_000)) {
      const { epoch, userRev, asOf } = this.applier.cursor()
      const conversations = Object.fromEntries(this.newest().map(({ id, rev, seq }) => [id, { rev, seq }]))
      const input: PullInput = asOf === undefined ? { epoch } : { epoch, userRev, asOf, conversations }
      const done = await this.orReport(this.repairs.pull(link, input))
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

  private newest(): StoredConversation[] {
    return [...this.store.all('conversations')]
      .sort((a, b) => b.row.updateTime - a.row.updateTime)
      .slice(0, lengths.pullConversations)
  }
}
