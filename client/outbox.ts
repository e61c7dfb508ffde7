import { v7 as uuidv7 } from 'uuid'
import type { Message } from '#protocol/entities/message.ts'
import { retryable } from '#protocol/errors.ts'
import type { Environment } from './environment.ts'
import { nextOrder } from './order.ts'
import type { OutboxItem } from './store/schema.ts'
import type { Store } from './store/store.ts'
import type { Link } from './transport/transport.ts'
import type { SendDraft } from './types.ts'

const ackTimeoutMs = 10_000
const firstPauseMs = 500
const longestPauseMs = 30_000
/** After this long of trying while connected a message fails: somebody should look. */
const giveUpMs = 24 * 3_600_000

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
  /** Ends a pause between two tries. */
  private readonly pauses = new Set<() => void>()
  /** Items whose request is on its way from this tab. */
  private readonly flying = new Set<string>()
  private readonly store: Store
  private readonly env: Environment
  private readonly handlers: OutboxHandlers

  constructor(store: Store, env: Environment, handlers: OutboxHandlers) {
    this.store = store
    this.env = env
    this.handlers = handlers
    store.subscribe(changed => {
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
      if (!item || this.flying.has(idClient)) return null
      if (item.status !== 'fail' && item.attempts > 0) return null
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
    for (const end of [...this.pauses]) end()
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
      const item = await this.claim(next.idClient)
      const wait = item && (await this.attempt(link, item, waited, pause))
      waited = 0
      if (wait === undefined) pause = firstPauseMs
      else if (this.handlers.link()) {
        pause = Math.min(pause * 2, longestPauseMs)
        waited = await this.sleep(wait)
      }
    }
  }

  /** Takes an item up for sending; undefined where it was settled, taken back or refused meanwhile. */
  private async claim(idClient: string): Promise<OutboxItem | undefined> {
    return this.store.write(['outbox'], async tx => {
      const item = await tx.get('outbox', idClient)
      // Another tab did it, and this one has not heard of it yet.
      if (!item) tx.delete('outbox', idClient)
      else if (item.status === 'fail') tx.put('outbox', idClient, item)
      if (item?.status !== 'queued' && item?.status !== 'sending') return undefined
      const claimed: OutboxItem = { ...item, status: 'sending', attempts: item.attempts + 1 }
      tx.put('outbox', idClient, claimed)
      return claimed
    })
  }

  /** Sends once. Answers how long to wait before the same item is tried again; undefined: it is settled. */
  private async attempt(
    link: Link,
    { idClient, request, triedMs: before }: OutboxItem,
    waited: number,
    pause: number,
  ): Promise<number | undefined> {
    const began = this.env.now()
    this.flying.add(idClient)
    try {
      const answer = await link.request('message:send', request, ackTimeoutMs)
      if (answer.ok) {
        await this.handlers.sent(answer.data.message)
        // Not where the conversation is unknown here: the item stays until its message can be kept.
        return this.store.peek('outbox', idClient) ? pause : undefined
      }
      const { error } = answer
      const wait = error.retryAfterMs ?? this.env.random() * pause
      // The device's clock may have been set, or have gone on while the device slept: that was no trying (I22).
      const spent = Math.min(Math.max(0, this.env.now() - began), ackTimeoutMs)
      const triedMs = before + waited + spent
      // Signed out is no refusal of the message: it waits for the person to come back.
      const signedOut = error.code === 'UNAUTHENTICATED'
      if (signedOut || (retryable.has(error.code) && triedMs < giveUpMs)) {
        await this.update(idClient, { status: 'queued', triedMs: signedOut ? before : triedMs })
        return wait
      }
      await this.update(idClient, { status: 'fail', error, triedMs })
      return undefined
    } finally {
      this.flying.delete(idClient)
    }
  }

  /** Answers how long it waited: nothing where it was broken off. */
  private sleep(ms: number): Promise<number> {
    return new Promise(resolve => {
      const end = (waited: number) => {
        cancel()
        this.pauses.delete(broken)
        resolve(waited)
      }
      const broken = () => end(0)
      const cancel = this.env.setTimer(() => end(ms), ms)
      this.pauses.add(broken)
    })
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

  private async update(idClient: string, change: Partial<OutboxItem>): Promise<void> {
    await this.store.write(['outbox'], async tx => {
      const item = await tx.get('outbox', idClient)
      // Settled meanwhile by an update that was faster than the answer.
      if (item) tx.put('outbox', idClient, { ...item, ...change })
    })
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
