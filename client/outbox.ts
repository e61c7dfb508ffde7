import { v7 as uuidv7 } from 'uuid'
import type { Message } from '#protocol/entities/message.ts'
import type { Environment } from './environment.ts'
import { closedBy, isUnwritten } from './membership.ts'
import { nextOrder } from './order.ts'
import { Pauses } from './pauses.ts'
import { Sending } from './sending.ts'
import type { OutboxItem } from './store/schema.ts'
import type { Store } from './store/store.ts'
import type { Link } from './transport/transport.ts'
import type { SendDraft } from './types.ts'

const firstPauseMs = 500
const longestPauseMs = 30_000

export interface OutboxHandlers {
  /** The link to send by, while it is live. */
  link(): Link | null
  /** A message is stored at the server: it goes into the store, which settles its item. */
  sent(message: Message): Promise<void>
  /** Work nobody waits for. */
  report(work: Promise<unknown>): void
}

/**
 * Unsent messages: written before they are shown, sent one after the other per conversation, each under one idClient
 * for ever, until the server answered for sure. One tab at a time sends, its own messages and the others'.
 */
export class Outbox {
  private draining = false
  private again = false
  /** Has conversations looked for that got something to send. */
  private wake: () => void = () => undefined
  private readonly pauses: Pauses
  private readonly sending: Sending
  private readonly store: Store
  private readonly env: Environment
  private readonly handlers: OutboxHandlers

  constructor(store: Store, env: Environment, handlers: OutboxHandlers) {
    this.store = store
    this.env = env
    this.handlers = handlers
    this.pauses = new Pauses(env)
    this.sending = new Sending(store, env, handlers.sent)
    store.subscribe(changed => {
      if (changed.some(({ table }) => table === 'conversations')) this.pauses.review(id => this.standing(id))
      if (!changed.some(({ table }) => table === 'outbox')) return
      this.wake()
      if (!this.draining && handlers.link() && this.waiting().size > 0) handlers.report(this.drain())
    })
  }

  /** Puts a message at the end of its conversation's queue; it is on the disk when this returns. */
  async add({ conversationId, text, replyTo, mentions }: SendDraft): Promise<string> {
    const idClient = uuidv7()
    await this.store.write(
      ['outbox', 'meta'],
      async tx => {
        const order = await nextOrder(tx)
        tx.put('meta', 'order', { order: order + 1 })
        tx.put('outbox', idClient, {
          idClient,
          conversationId,
          order,
          time: this.env.now(),
          request: {
            conversationId,
            idClient,
            type: 'text',
            content: { text },
            ...(replyTo && { replyTo }),
            ...(mentions?.length && { mentions }),
          },
          status: 'queued',
          error: null,
          attempts: 0,
          triedMs: 0,
        })
      },
      { strict: true },
    )
    return idClient
  }

  /** Queues a refused message again: same idClient, same request, at the end. */
  async resend(idClient: string): Promise<void> {
    await this.store.write(['outbox', 'meta'], async tx => {
      const item = await tx.get('outbox', idClient)
      if (item?.status !== 'fail') return
      const order = await nextOrder(tx)
      tx.put('meta', 'order', { order: order + 1 })
      tx.put('outbox', idClient, { ...item, order, status: 'queued', error: null, triedMs: 0 })
    })
  }

  /** Takes a message out that was refused or never tried. Null where it may have reached the server. */
  async discard(idClient: string): Promise<SendDraft | null> {
    return this.store.write(['outbox'], async tx => {
      const item = await tx.get('outbox', idClient)
      if (!item || this.sending.isFlying(idClient)) return null
      if (item.status !== 'fail' && !isUnwritten(item)) return null
      tx.delete('outbox', idClient)
      return draftOf(item)
    })
  }

  unsent(): SendDraft[] {
    return [...this.store.all('outbox')].sort((a, b) => a.order - b.order).map(draftOf)
  }

  /** Sends all that waits, as long as the link is live. */
  async drain(): Promise<void> {
    this.again = true
    this.wake()
    if (this.draining) return
    this.draining = true
    try {
      while (this.again && this.handlers.link()) {
        this.again = false
        await this.env.exclusive('outbox', () => this.sendAll())
      }
    } finally {
      this.draining = false
    }
  }

  /** The link is gone: nobody waits for a pause to end, and another tab may send. */
  lost(): void {
    this.pauses.endAll()
  }

  /** Conversations side by side, those that get a message meanwhile too. */
  private async sendAll(): Promise<void> {
    const running = new Map<string, Promise<void>>()
    const faults: unknown[] = []
    for (;;) {
      const woken = new Promise<void>(resolve => {
        this.wake = resolve
      })
      if (this.handlers.link() && faults.length === 0)
        for (const id of this.waiting()) {
          if (running.has(id)) continue
          const work = this.sendConversation(id)
            .catch(error => void faults.push(error))
            .finally(() => running.delete(id))
          running.set(id, work)
        }
      if (running.size === 0) break
      await Promise.race([woken, ...running.values()])
    }
    if (faults.length > 0) throw faults[0]
  }

  private async sendConversation(conversationId: string): Promise<void> {
    let pause = firstPauseMs
    let waited = 0
    for (;;) {
      const link = this.handlers.link()
      const next = this.next(conversationId)
      if (!link || !next) return
      const item = await this.sending.claim(next.idClient)
      const wait = item && (await this.sending.attempt(link, item, waited, pause))
      waited = 0
      if (wait === undefined) pause = firstPauseMs
      else if (this.handlers.link()) {
        pause = Math.min(pause * 2, longestPauseMs)
        waited = await this.pauses.sleep(conversationId, wait, this.standing(conversationId))
      }
    }
  }

  /** What decides how long a message of this conversation waits: slow mode, and whom it concerns. */
  private standing(conversationId: string): string {
    const stored = this.store.peek('conversations', conversationId)
    if (!stored?.group) return ''
    const { group, member } = stored
    return `${group.slowModeSeconds} ${member?.role} ${closedBy(stored)?.code}`
  }

  /** Conversations with something to send. */
  private waiting(): Set<string> {
    return new Set([...this.store.all('outbox')].filter(isWaiting).map(item => item.conversationId))
  }

  private next(conversationId: string): OutboxItem | undefined {
    let first: OutboxItem | undefined
    for (const item of this.store.all('outbox')) {
      if (item.conversationId !== conversationId || !isWaiting(item)) continue
      if (!first || item.order < first.order) first = item
    }
    return first
  }
}

/** `sending` at rest is what a closed page left behind: its outcome is asked for by sending it again. */
function isWaiting(item: OutboxItem): boolean {
  return item.status !== 'fail'
}

function draftOf({ request }: OutboxItem): SendDraft {
  const text = request.type === 'text' ? request.content.text : ''
  return {
    conversationId: request.conversationId,
    text,
    replyTo: request.replyTo,
    mentions: request.mentions,
  }
}
