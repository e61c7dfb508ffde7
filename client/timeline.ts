import type { Message } from '#protocol/entities/message.ts'
import type { Applier } from './apply.ts'
import { type AskHistory, History, newest, oldest, historyPage as page, type Where } from './history.ts'
import { lastRange, type Range, rangeAt } from './ranges.ts'
import { Rows } from './rows.ts'
import { blockOf, type StoredConversation } from './store/schema.ts'
import type { Changed, Store } from './store/store.ts'
import type { Timeline, TimelineView } from './types.ts'
import { countBack, countOn, isSeen } from './visible.ts'

const firstPage = 60
/** How far back a conversation opens to show its first unread message. */
const longestOpening = 400

export interface TimelineHandlers {
  history: AskHistory
  /** The conversation is behind: have it pulled. */
  repair(): void
  /** Work nobody waits for. */
  report(work: Promise<unknown>): void
}

/**
 * A window on one conversation, from `from` to `to` inside one complete range of the store; `to` null follows the
 * newest message. Rows keep their identity while they do not change.
 */
export class StoredTimeline implements Timeline {
  private current: TimelineView = {
    ready: false,
    rows: [],
    reachedStart: false,
    reachedEnd: true,
    loading: null,
    failed: false,
  }
  private from = 0
  private to: number | null = null
  private opened = false
  private closed = false
  private refreshing: Promise<void> | null = null
  private stale = false
  private readonly rows: Rows
  private readonly history: History
  private readonly listeners = new Set<() => void>()
  private readonly unsubscribe: () => void
  private readonly store: Store
  private readonly me: string
  private readonly id: string
  private readonly handlers: TimelineHandlers

  constructor(store: Store, applier: Applier, me: string, id: string, handlers: TimelineHandlers) {
    this.store = store
    this.rows = new Rows(me)
    this.history = new History(store, applier, id, where => handlers.history(where))
    this.me = me
    this.id = id
    this.handlers = handlers
    this.unsubscribe = store.subscribe(changed => {
      if (this.concerns(changed)) void this.refresh()
    })
    const state = store.peek('conversations', id)
    if (state && (state.rev < state.headRev || state.ranges.length === 0)) handlers.repair()
    void this.refresh()
    // Level, and nothing of it here: the far end of a snapshot.
    if (
      state &&
      state.rev > 0 &&
      state.rev >= state.headRev &&
      state.ranges.length === 0 &&
      newest(state) >= oldest(state)
    )
      void this.loadOlder()
  }

  view(): TimelineView {
    return this.current
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  close(): void {
    this.closed = true
    this.unsubscribe()
    this.listeners.clear()
  }

  async loadOlder(): Promise<void> {
    const range = this.range()
    const state = this.state()
    if (!state || this.current.loading || this.current.reachedStart) return
    // Rows, not numbers: between two stays in a group lie any number of seqs, and nothing to show.
    const reach = (held: Range) => Math.max(held[0], this.back(this.from, page))
    if (!range || !this.hasRowsBelow(range)) await this.load('older', range ? { before: range[0] } : {})
    const now = this.range()
    if (now) this.from = reach(now)
    await this.refresh()
  }

  async loadNewer(): Promise<void> {
    const range = this.range()
    const last = this.latest()
    if (!range || !last || this.to === null || this.current.loading) return
    if (this.to >= range[1] && range !== last && range[1] < last[0])
      await this.load('newer', { after: range[1] })
    const now = this.range()
    if (now && this.to !== null) {
      this.to = Math.min(now[1], countOn(this.state()!.row.visible, this.to, page))
      if (now === this.latest() && this.to >= now[1]) this.to = null
    }
    await this.refresh()
  }

  async jumpTo(seq: number): Promise<boolean> {
    const state = this.state()
    if (!state || !isSeen(state.row.visible, seq)) return false
    const held = () => rangeAt(this.state()?.ranges ?? [], seq)
    if (!held()) await this.load('older', { around: seq })
    const range = held()
    if (!range) return false
    this.from = Math.max(range[0], countBack(state.row.visible, seq, page / 2))
    this.to = Math.min(range[1], countOn(state.row.visible, seq, page / 2))
    if (range === this.latest() && this.to >= range[1]) this.to = null
    await this.refresh()
    return this.current.rows.some(row => row.kind === 'message' && row.message.seq === seq)
  }

  async toLatest(): Promise<void> {
    const last = this.latest()
    this.to = null
    this.from = last ? Math.max(last[0], this.back(last[1] + 1, firstPage)) : 0
    await this.refresh()
  }

  private state(): StoredConversation | undefined {
    return this.store.peek('conversations', this.id)
  }

  private latest(): Range | undefined {
    return lastRange(this.state()?.ranges ?? [])
  }

  /** The range the window lies in. */
  private range(): Range | undefined {
    const ranges = this.state()?.ranges ?? []
    return this.to === null ? lastRange(ranges) : (rangeAt(ranges, this.to) ?? lastRange(ranges))
  }

  private concerns(changed: Changed): boolean {
    return changed.some(({ table, key }) => {
      if (table === 'blocks') return key === '*' || key[0] === this.id
      if (table === 'conversations') return key === '*' || key === this.id
      return table === 'outbox'
    })
  }

  private async load(direction: 'older' | 'newer', where: Where): Promise<void> {
    this.set({ ...this.current, loading: direction, failed: false })
    const had = await this.orReport(this.history.load(where))
    this.set({ ...this.current, loading: null, failed: !had })
  }

  /** What a store in trouble, or closed meanwhile, does not do is reported, and whoever waits goes on. */
  private orReport<R>(work: Promise<R>): Promise<R | undefined> {
    this.handlers.report(work)
    return work.catch(() => undefined)
  }

  /** Reads the window again; calls during a read are answered by one more read behind it. */
  private refresh(): Promise<void> {
    this.stale = true
    // Whoever asks during a read waits for the one behind it: only that has seen the window they moved.
    this.refreshing ??= this.readAll()
    return this.refreshing
  }

  private async readAll(): Promise<void> {
    try {
      while (this.stale && !this.closed) {
        this.stale = false
        await this.orReport(this.readWindow())
      }
    } finally {
      this.refreshing = null
    }
  }

  private async readWindow(): Promise<void> {
    const state = this.state()
    const range = this.place(state)
    const from = range ? this.from : 0
    const to = range ? (this.to ?? range[1]) : 0
    // The outbox first: what is settled meanwhile is then in both and shown once, never in neither.
    const waiting = [...this.store.all('outbox')].filter(item => item.conversationId === this.id)
    const messages = state ? await this.read(state, from, to) : []
    const rows = this.rows.make(messages, this.to === null ? waiting : [])
    this.set({
      ...this.current,
      ready: true,
      rows,
      reachedStart: !state || (range ? from <= oldest(state) : newest(state) < oldest(state)),
      reachedEnd: this.to === null,
    })
  }

  /** Puts the window on a range: on opening, and when what it was on is gone or no longer the newest. */
  private place(state: StoredConversation | undefined): Range | undefined {
    const range = this.range()
    if (!state || !range) return undefined
    if (this.opened && this.from < range[0]) {
      // A longer absence left a gap: stay with what is on screen, newer pages follow it.
      const old = this.to === null ? rangeAt(state.ranges, this.from) : undefined
      if (old) {
        this.to = old[1]
        return old
      }
      this.from = range[0]
    }
    const isOff = this.from > range[1] || (this.to !== null && (this.to < range[0] || this.to > range[1]))
    if (!this.opened || isOff) {
      this.opened = true
      this.to = null
      const end = range[1] + 1
      const unread = Math.max(state.row.readSeq - 10, this.back(end, longestOpening + 1))
      this.from = Math.max(range[0], Math.min(this.back(end, firstPage), unread))
    }
    return range
  }

  private async read(state: StoredConversation, from: number, to: number): Promise<Message[]> {
    // Own messages the server confirmed show at once, also while others before them are still on their way.
    const ahead = this.to === null && (state.row.lastMsg?.seq ?? 0) > to
    const end = ahead ? state.row.lastMsg!.seq : to
    const blocks = await this.store.read(['blocks'], tx =>
      tx.getAll('blocks', { id: this.id, from: blockOf(from), to: blockOf(end) }),
    )
    return blocks
      .flat()
      .filter(({ seq, from: sender }) => seq >= from && (seq <= to || (ahead && sender === this.me)))
  }

  /** Whether anything above the window is in the store. */
  private hasRowsBelow(range: Range): boolean {
    const next = this.back(this.from, 1)
    return next < this.from && next >= range[0]
  }

  /** How far `count` rows reach back from right below `seq`. */
  private back(seq: number, count: number): number {
    return countBack(this.state()?.row.visible ?? [], seq, count)
  }

  private set(view: TimelineView): void {
    this.current = view
    for (const listener of this.listeners) listener()
  }
}
