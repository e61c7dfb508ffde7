import type { Message } from '#protocol/entities/message.ts'
import { retryable } from '#protocol/errors.ts'
import type { Environment } from './environment.ts'
import type { OutboxItem } from './store/schema.ts'
import type { Store } from './store/store.ts'
import type { Link } from './transport/transport.ts'

const ackTimeoutMs = 10_000
/** After this long of trying while connected a message fails: somebody should look. */
const giveUpMs = 24 * 3_600_000

/** One try of one message of the outbox: taken up, sent, and what the answer means for it. */
export class Sending {
  /** Items whose request is on its way from this tab. */
  private readonly flying = new Set<string>()
  private readonly store: Store
  private readonly env: Environment
  private readonly sent: (message: Message) => Promise<void>

  /** @param sent has the message the server stored put into the store, which settles its item */
  constructor(store: Store, env: Environment, sent: (message: Message) => Promise<void>) {
    this.store = store
    this.env = env
    this.sent = sent
  }

  isFlying(idClient: string): boolean {
    return this.flying.has(idClient)
  }

  /** Takes an item up for sending; undefined where it was settled, taken back or refused meanwhile. */
  async claim(idClient: string): Promise<OutboxItem | undefined> {
    return this.store.write(['outbox'], async tx => {
      const item = await tx.get('outbox', idClient)
      // Another tab did it, and this one has not heard of it yet.
      if (!item) tx.delete('outbox', idClient)
      else if (item.status === 'fail') tx.put('outbox', idClient, item)
      if (item?.status !== 'queued' && item?.status !== 'sending') return undefined
      const attempts = item.attempts + 1
      const claimed: OutboxItem = { ...item, status: 'sending', error: null, retryAt: undefined, attempts }
      tx.put('outbox', idClient, claimed)
      return claimed
    })
  }

  /**
   * Sends once. Answers how long to wait before the same item is tried again; undefined: it is settled.
   * @param waited how long it had been waited for (ms)
   */
  async attempt(
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
        await this.sent(answer.data.message)
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
        // Whoever wrote it sees why it waits, where the group has it wait.
        const isSlow = error.details?.reason === 'slow_mode'
        const told = isSlow ? { error, retryAt: this.env.now() + wait } : {}
        await this.update(idClient, { status: 'queued', triedMs: signedOut ? before : triedMs, ...told })
        return wait
      }
      await this.update(idClient, { status: 'fail', error, triedMs })
      return undefined
    } finally {
      this.flying.delete(idClient)
    }
  }

  private async update(idClient: string, change: Partial<OutboxItem>): Promise<void> {
    await this.store.write(['outbox'], async tx => {
      const item = await tx.get('outbox', idClient)
      // Settled meanwhile by an update that was faster than the answer.
      if (item) tx.put('outbox', idClient, { ...item, ...change })
    })
  }
}
