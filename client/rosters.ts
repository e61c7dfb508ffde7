import { retryable, type WireError } from '#protocol/errors.ts'
import type { Applier, Outcome } from './apply.ts'
import type { Environment } from './environment.ts'
import { hasLeft, rosterTerms } from './membership.ts'
import type { StoredConversation } from './store/schema.ts'
import type { Store } from './store/store.ts'
import type { Link } from './transport/transport.ts'

const pageTimeoutMs = 20_000
/** Between two lists nobody waits for: what people do goes first. */
const restMs = 200
/** After a list could not be had. */
const retryMs = 5000

export interface RostersHandlers {
  /** The link, while it is live. */
  link(): Link | null
  /** Rows of a conversation's feed were stored. */
  after(conversationId: string, outcome: Outcome): void
  /** Nothing of this conversation was pulled yet. */
  repair(conversationId: string): void
  /** Work nobody waits for. */
  report(work: Promise<unknown>): void
}

/**
 * Loads the members of groups, once: from then on the feed keeps them level. Lists that are on screen go first, the
 * others follow in the background, one at a time, the newest conversations first. One tab at a time loads.
 */
export class Rosters {
  private readonly opened = new Map<string, number>()
  /** What could not be had, and when it is worth another try (ms). */
  private readonly failures = new Map<string, number>()
  private running = false
  /** Ends a rest. */
  private wake: () => void = () => undefined
  private readonly listeners = new Set<() => void>()
  private readonly store: Store
  private readonly applier: Applier
  private readonly env: Environment
  private readonly handlers: RostersHandlers

  constructor(store: Store, applier: Applier, env: Environment, handlers: RostersHandlers) {
    this.store = store
    this.applier = applier
    this.env = env
    this.handlers = handlers
    store.subscribe(changed => {
      if (changed.some(({ table, key }) => table === 'conversations' && this.isWanted(key))) this.start()
    })
  }

  /** Somebody looks at this list until the returned function is called. */
  open(conversationId: string): () => void {
    this.opened.set(conversationId, (this.opened.get(conversationId) ?? 0) + 1)
    const stored = this.store.peek('conversations', conversationId)
    if (stored?.rev === 0) this.handlers.repair(conversationId)
    this.failures.delete(conversationId)
    this.wake()
    this.start()
    return () => {
      const left = (this.opened.get(conversationId) ?? 1) - 1
      if (left > 0) this.opened.set(conversationId, left)
      else this.opened.delete(conversationId)
    }
  }

  /** It is not here, and not on its way either. */
  failed(conversationId: string): boolean {
    const stored = this.store.peek('conversations', conversationId)
    if (!stored || !isLacking(stored)) return false
    return this.failures.has(conversationId) || !this.handlers.link()
  }

  /** Called when `failed` of any list may have changed. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** A link is live: what is lacking is loaded over it. */
  linked(): void {
    this.failures.clear()
    this.tell()
    this.start()
  }

  lost(): void {
    this.wake()
    this.tell()
  }

  private start(): void {
    this.handlers.report(this.work())
  }

  private async work(): Promise<void> {
    if (this.running) return
    this.running = true
    try {
      for (;;) {
        const link = this.handlers.link()
        const id = link && this.next()
        if (!link || !id) break
        await this.env.exclusive('rosters', () => this.load(link, id))
        const waited = this.next()
        if (waited && !this.opened.has(waited)) await this.rest(restMs)
      }
    } finally {
      this.running = false
    }
    await this.retry()
  }

  /** Waits for the first list that is worth another try. */
  private async retry(): Promise<void> {
    for (const id of [...this.failures.keys()]) {
      const stored = this.store.peek('conversations', id)
      if (!stored || !isLacking(stored)) this.failures.delete(id)
    }
    const retryAt = Math.min(...this.failures.values())
    if (!this.handlers.link() || !Number.isFinite(retryAt)) return
    await this.rest(Math.max(0, retryAt - this.env.now()))
    this.start()
  }

  /** The next list to load: one that is on screen, else that of the newest conversation. */
  private next(): string | undefined {
    const lacking = [...this.store.all('conversations')].filter(stored => this.isWanted(stored.id))
    const shown = (id: string) => Number(this.opened.has(id))
    lacking.sort((a, b) => shown(b.id) - shown(a.id) || b.row.updateTime - a.row.updateTime)
    return lacking[0]?.id
  }

  private isWanted(key: unknown): boolean {
    const stored = typeof key === 'string' ? this.store.peek('conversations', key) : undefined
    return stored !== undefined && isLacking(stored) && (this.failures.get(stored.id) ?? 0) <= this.env.now()
  }

  /** Loads one list from its beginning to its end; whatever breaks it off has it loaded anew. */
  private async load(link: Link, conversationId: string): Promise<void> {
    const stored = await this.claim(conversationId)
    if (!stored) return
    this.failures.delete(conversationId)
    this.tell()
    const terms = rosterTerms(stored)
    const listed = new Set<string>()
    let began: number | undefined
    let ended = 0
    let after: string | undefined
    do {
      const input = after === undefined ? { conversationId } : { conversationId, after }
      const answer = await link.request('group:members', input, pageTimeoutMs)
      if (link !== this.handlers.link()) return
      if (!answer.ok) return this.miss(conversationId, answer.error)
      const { members, users, rev, next } = answer.data
      for (const { userId } of members) listed.add(userId)
      began ??= rev
      ended = rev
      after = next
      await this.applier.users(users)
      this.handlers.after(conversationId, await this.applier.feed(conversationId, { members }, []))
      const now = this.store.peek('conversations', conversationId)
      if (!now || rosterTerms(now) !== terms) return
    } while (after !== undefined)
    await this.applier.roster(conversationId, { listed, began, ended }, terms)
  }

  /** The conversation where its list is lacking still. */
  private claim(conversationId: string): Promise<StoredConversation | undefined> {
    return this.store.write(['conversations'], async tx => {
      const stored = await tx.get('conversations', conversationId)
      if (stored && isLacking(stored)) return stored
      // Another tab was faster, and this one has not heard of it yet.
      if (stored) tx.put('conversations', conversationId, stored)
      else tx.delete('conversations', conversationId)
      return undefined
    })
  }

  /** A refusal stands until the next link; anything else is tried again. */
  private miss(conversationId: string, { code, retryAfterMs }: WireError): void {
    const again = retryable.has(code) ? this.env.now() + (retryAfterMs ?? retryMs) : Number.POSITIVE_INFINITY
    this.failures.set(conversationId, again)
    this.tell()
  }

  private rest(ms: number): Promise<void> {
    return new Promise(resolve => {
      this.wake()
      const cancel = this.env.setTimer(() => this.wake(), ms)
      this.wake = () => {
        this.wake = () => undefined
        cancel()
        resolve()
      }
    })
  }

  private tell(): void {
    for (const listener of this.listeners) listener()
  }
}

/** A group I am in whose list is not here; before its first pull there is no feed that would keep it level. */
function isLacking(stored: StoredConversation): boolean {
  return stored.row.scene === 'group' && stored.roster === 'none' && stored.rev > 0 && !hasLeft(stored)
}
