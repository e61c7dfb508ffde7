import type { Message } from '#protocol/entities/message.ts'
import type { PullInput, PullPage } from '#protocol/operations/sync.ts'
import { Applier, type FeedRows } from '../apply.ts'
import { ConversationEdit } from '../conversation-edit.ts'
import { rangeAt } from '../ranges.ts'
import type { Kv } from '../store/kv.ts'
import { openMemoryKv } from '../store/kv-memory.ts'
import type { StoredConversation } from '../store/schema.ts'
import { Store } from '../store/store.ts'
import { Views } from '../views.ts'
import type { ModelServer } from './modelServer.ts'
import { me } from './people.ts'

/** Something on its way from the server, delivered when it is called; again, if it is called again. */
export type Parcel = () => Promise<void>

/**
 * A device without a network: the model's updates and answers lie in `parcels`, and a test says in which order, how
 * often and whether at all they arrive.
 */
export class Device {
  parcels: Parcel[] = []
  readonly store: Store
  readonly applier: Applier
  private readonly server: ModelServer
  private readonly kv: Kv

  private constructor(server: ModelServer, kv: Kv, store: Store) {
    this.server = server
    this.kv = kv
    this.store = store
    this.applier = new Applier(store, me)
    server.listen((name, payload) => this.parcels.push(() => this.update(name, payload)))
  }

  static async open(server: ModelServer, kv: Kv = openMemoryKv()): Promise<Device> {
    return new Device(server, kv, await Store.open(kv))
  }

  /** Asks for what lies above the cursor now; the answer arrives some time. */
  ask(id: string): void {
    const stored = this.store.peek('conversations', id)
    const cursor = { rev: stored?.rev ?? 0, seq: stored?.seq ?? 0 }
    const page = this.server.pull({ epoch: this.applier.cursor().epoch, conversations: { [id]: cursor } })
    this.parcels.push(() => this.page(page, { [id]: cursor }))
  }

  askOwn(id: string): void {
    const row = this.server.own(id)
    this.parcels.push(
      async () => void (await this.applier.own({ conversations: [structuredClone(row)] }, false)),
    )
  }

  askHistory(id: string, before: number | undefined, limit: number): void {
    const where = before === undefined ? {} : { before }
    const { messages, reachedStart } = this.server.history({ conversationId: id, limit, ...where })
    const clearSeq = this.server.own(id).clearSeq
    if (messages.length === 0) return
    const from = reachedStart ? clearSeq + 1 : messages[0]!.seq
    const to = before === undefined ? messages.at(-1)!.seq : before - 1
    const jumps = this.store.peek('conversations', id)?.jumps ?? 0
    this.parcels.push(async () => {
      await this.applier.history(id, structuredClone(messages), { from, to }, jumps)
    })
  }

  /** Reads here; the server hears of it some time. */
  async mark(id: string, seq: number): Promise<void> {
    if (!this.store.peek('conversations', id)) return
    await this.store.write(['conversations', 'blocks', 'outbox'], async tx => {
      const edit = (await ConversationEdit.open(tx, me, id))!
      edit.moveRead(seq)
      edit.state.readTo = Math.max(edit.state.readTo, seq)
      await edit.save()
    })
    this.parcels.push(async () => {
      this.server.read(id, seq)
      await this.store.write(['conversations'], async tx => {
        const state = (await tx.get('conversations', id))!
        if (state.readTo <= seq) tx.put('conversations', id, { ...state, readTo: 0 })
      })
    })
  }

  /** Full catch-up, and after it whatever is still known to be missing; fails where that has no end. */
  async complete(): Promise<void> {
    const { epoch, userRev, asOf } = this.applier.cursor()
    const conversations = Object.fromEntries(
      [...this.store.all('conversations')].map(({ id, rev, seq }) => [id, { rev, seq }]),
    )
    await this.pages(asOf === undefined ? { epoch } : { epoch, userRev, asOf, conversations })
    for (let round = 0; ; round++) {
      const behind = [...this.store.all('conversations')].filter(one => one.rev < one.headRev || one.recount)
      if (behind.length === 0) return
      if (round > 500) throw new Error(`no end of pulling: ${JSON.stringify(behind)}`)
      for (const { id, rev, seq, headRev, recount } of behind) {
        if (rev < headRev) {
          const page = this.server.pull({
            epoch: this.applier.cursor().epoch,
            conversations: { [id]: { rev, seq } },
          })
          await this.page(page, { [id]: { rev, seq } })
          if (page.conversations.length === 0) await this.applier.level(id, rev, headRev)
        } else if (recount) await this.applier.own({ conversations: [this.server.own(id)] }, false)
      }
    }
  }

  async page(page: PullPage, asked?: PullInput['conversations']): Promise<void> {
    await this.applier.page(structuredClone(page), page.snapshot ? new Set() : undefined, asked)
  }

  /** The rows inside complete ranges. */
  async shown(id: string): Promise<Message[]> {
    const { ranges } = this.state(id)
    const blocks = await this.kv.read(['blocks'], tx =>
      tx.getAll('blocks', { id, from: 0, to: Number.MAX_SAFE_INTEGER }),
    )
    return blocks.flat().filter(({ seq }) => rangeAt(ranges, seq))
  }

  state(id: string): StoredConversation {
    const stored = this.store.peek('conversations', id)
    if (!stored) throw new Error(`the device has no conversation ${id}`)
    return stored
  }

  hidden(id: string): boolean {
    return new Views(this.store, () => 0).conversation(id)!.hidden
  }

  private async pages(input: Parameters<ModelServer['pull']>[0]): Promise<void> {
    let page = this.server.pull(input)
    const named = page.snapshot ? new Set<string>() : undefined
    for (;;) {
      await this.applier.page(structuredClone(page), named, input.conversations)
      if (page.next === undefined) return
      page = this.server.pull({ next: page.next })
    }
  }

  private async update(name: string, payload: unknown): Promise<void> {
    const copy = structuredClone(payload) as never
    if (name === 'message') {
      const { conversationId, message } = copy as { conversationId: string; message: Message }
      await this.applier.messages(conversationId, [message])
    } else if (name === 'group' || name === 'member') {
      const { conversationId, rev, ...rows } = copy as { conversationId: string; rev: number } & FeedRows
      await this.applier.feed(conversationId, rows, [rev])
    } else if (name === 'rev') {
      const { conversationId, rev } = copy as { conversationId: string; rev: number }
      await this.applier.head(conversationId, rev)
    } else if (name === 'conversation') await this.applier.own({ conversations: [copy] }, true)
  }
}
