import type { Conversation } from '#protocol/entities/conversation.ts'
import type { Message } from '#protocol/entities/message.ts'
import { isCountable } from '#protocol/kinds.ts'
import { addRange, covers, cutBelow } from './ranges.ts'
import type { WriteTx } from './store/kv.ts'
import { blockOf, type StoredConversation } from './store/schema.ts'

/**
 * One conversation while a transaction changes it: rows are taken where they are newer, counts follow, `save`
 * writes what changed. Applying the same thing twice, or in another order, ends in the same state.
 */
export class ConversationEdit {
  private readonly blocks = new Map<number, Message[]>()
  private readonly touched = new Set<number>()
  /** What the outbox holds, where it was looked through; each of the rows in question asks for itself otherwise. */
  private waiting: Set<string> | undefined
  private countAnew = false
  private readonly tx: WriteTx
  private readonly me: string
  state: StoredConversation

  private constructor(tx: WriteTx, me: string, state: StoredConversation) {
    this.tx = tx
    this.me = me
    this.state = state
  }

  /** The stored conversation; undefined where the store has none. */
  static async open(tx: WriteTx, me: string, id: string): Promise<ConversationEdit | undefined> {
    const state = await tx.get('conversations', id)
    return state && new ConversationEdit(tx, me, structuredClone(state))
  }

  /** Opens it with an own row of the server, which makes it where the store has none. */
  static async openWithRow(tx: WriteTx, me: string, row: Conversation): Promise<ConversationEdit> {
    const stored = await ConversationEdit.open(tx, me, row.id)
    if (stored) {
      await stored.putOwnRow(row)
      return stored
    }
    return new ConversationEdit(tx, me, {
      id: row.id,
      row,
      rev: 0,
      seq: row.clearSeq,
      headRev: row.rev,
      ranges: [],
      countRev: row.rev,
      countableSeq: row.lastMsg && isCountable(row.lastMsg.type) ? row.lastMsg.seq : 0,
      readTo: 0,
      recount: false,
    })
  }

  /** Reads at once what taking these rows will ask for: one after the other, each would wait for the disk anew. */
  async prepare(rows: readonly Message[]): Promise<void> {
    if (rows.length < 2) return
    const { id, seq } = this.state
    const wanted = new Set([...rows.map(row => blockOf(row.seq)), blockOf(seq + 1)])
    const missing = [...wanted].filter(number => !this.blocks.has(number))
    const own = rows.filter(row => row.from === this.me)
    const [found, waiting] = await Promise.all([
      this.tx.getMany(
        'blocks',
        missing.map(number => [id, number]),
      ),
      // Old pages are full of own messages that nobody waits for any more.
      own.length > 1 ? this.tx.getAll('outbox') : undefined,
    ])
    for (const [at, number] of missing.entries()) this.blocks.set(number, [...(found[at] ?? [])])
    this.waiting = waiting && new Set(waiting.map(item => item.idClient))
  }

  /** Takes a message or tombstone unless the store has it as new or newer. Returns whether it was taken. */
  async putMessage(message: Message): Promise<boolean> {
    const { state } = this
    state.headRev = Math.max(state.headRev, message.rev)
    if (!this.isVisible(message.seq)) return false
    const block = await this.block(blockOf(message.seq))
    const at = block.findIndex(one => one.seq >= message.seq)
    const old = at >= 0 && block[at]!.seq === message.seq ? block[at] : undefined
    if (old && old.rev >= message.rev) return false
    if (old) block[at] = message
    else block.splice(at < 0 ? block.length : at, 0, message)
    this.touched.add(blockOf(message.seq))

    this.count(old, message)
    const last = state.row.lastMsg
    if (!last || message.seq > last.seq || (message.seq === last.seq && message.rev > last.rev)) {
      state.row.lastMsg = message
      state.row.updateTime = message.time
    }
    if (isCountable(message.type)) state.countableSeq = Math.max(state.countableSeq, message.seq)
    if (message.from === this.me) {
      if (!this.waiting || this.waiting.has(message.idClient)) this.tx.delete('outbox', message.idClient)
      if (message.seq > state.row.readSeq) this.moveRead(message.seq)
    }
    await this.extend()
    return true
  }

  /** All seqs from `from` to `to` are in the store now. */
  async addRange(from: number, to: number): Promise<void> {
    const { state } = this
    state.ranges = cutBelow(addRange(state.ranges, from, to), state.row.clearSeq + 1)
    state.seq = Math.max(state.seq, to)
    await this.extend()
  }

  /** The read position moves to `seq`, never back; counts follow on `save`. */
  moveRead(seq: number): void {
    this.state.row.readSeq = Math.max(this.state.row.readSeq, seq)
    this.countAnew = true
  }

  /** Takes the server's own row: settings by `userRev`, position and counts as they fit what is here. */
  async putOwnRow(row: Conversation): Promise<void> {
    const { state } = this
    const old = state.row
    state.headRev = Math.max(state.headRev, row.rev)
    if (row.userRev < old.userRev) return
    // Said before, or older: what came since was counted on top of it.
    if (row.userRev === old.userRev && row.rev <= old.rev && !state.recount) {
      // The other one's mark has no number, nor has their hiding it.
      if (row.peerReadSeq === undefined) delete state.row.peerReadSeq
      else state.row.peerReadSeq = Math.max(row.peerReadSeq, old.peerReadSeq ?? 0)
      return
    }
    const cleared = row.clearSeq > old.clearSeq
    const keepLast =
      old.lastMsg &&
      old.lastMsg.seq > row.clearSeq &&
      (!row.lastMsg ||
        old.lastMsg.seq > row.lastMsg.seq ||
        (old.lastMsg.seq === row.lastMsg.seq && old.lastMsg.rev > row.lastMsg.rev))
    const lastMsg = keepLast ? old.lastMsg : row.lastMsg
    const readSeq = Math.max(row.readSeq, old.readSeq)
    state.row = { ...row, lastMsg, readSeq, updateTime: lastMsg ? lastMsg.time : row.updateTime }
    if (row.peerReadSeq !== undefined && old.peerReadSeq !== undefined)
      state.row.peerReadSeq = Math.max(row.peerReadSeq, old.peerReadSeq)
    if (lastMsg && isCountable(lastMsg.type)) state.countableSeq = Math.max(state.countableSeq, lastMsg.seq)
    if (row.readSeq >= state.readTo) state.readTo = 0
    if (cleared) {
      const gone = blockOf(row.clearSeq)
      const edge = (await this.block(gone)).filter(message => message.seq > row.clearSeq)
      this.tx.delete('blocks', { id: state.id, from: 0, to: gone })
      for (const number of [...this.blocks.keys()]) if (number < gone) this.blocks.delete(number)
      for (const number of [...this.touched]) if (number < gone) this.touched.delete(number)
      this.blocks.set(gone, edge)
      if (edge.length > 0) this.touched.add(gone)
      state.ranges = cutBelow(state.ranges, row.clearSeq + 1)
      state.seq = Math.max(state.seq, row.clearSeq)
    }
    // The server counted at `row.rev` from its own read position. What is known beyond either makes the count wrong,
    // so it is made here where all rows are, and asked for where they are not.
    state.countRev = row.rev
    state.recount = false
    if (readSeq > row.readSeq || row.rev < state.headRev) this.countAnew = true
  }

  async save(): Promise<void> {
    if (this.countAnew) await this.recount()
    for (const number of this.touched) {
      const block = this.blocks.get(number)!
      if (block.length > 0) this.tx.put('blocks', [this.state.id, number], block)
    }
    this.tx.put('conversations', this.state.id, this.state)
  }

  private isVisible(seq: number): boolean {
    const { row } = this.state
    return seq > row.clearSeq && row.visible.some(({ from, to }) => from <= seq && (to === null || seq <= to))
  }

  private counts(message: Message): boolean {
    return (
      message.from !== this.me &&
      isCountable(message.type) &&
      message.recalledAt === undefined &&
      message.seq > this.state.row.readSeq
    )
  }

  /** Moves the counts by what this row says beyond what they were made of. */
  private count(old: Message | undefined, message: Message): void {
    const { state } = this
    const { row } = state
    const mine = (one: Message) => (one.mentions?.some(({ userId }) => userId === this.me) ? 1 : 0)
    if (message.seq > row.countSeq) {
      if (old && this.counts(old)) {
        row.unread = Math.max(0, row.unread - 1)
        row.mentions = Math.max(0, row.mentions - mine(old))
      }
      if (this.counts(message)) {
        row.unread += 1
        row.mentions += mine(message)
      }
      return
    }
    if (message.rev <= state.countRev) return
    const wasCounted = old ? this.counts(old) : this.counts({ ...message, recalledAt: undefined })
    if (message.recalledAt !== undefined && wasCounted) row.unread = Math.max(0, row.unread - 1)
    // Whom the message named when it was counted may not be known here: a change can have taken a mention away.
    if (wasCounted && row.mentions > 0 && mine(message) === 0) this.countAnew = true
  }

  /** Counts anew from the rows, or has the server asked where some are missing. */
  private async recount(): Promise<void> {
    const { state } = this
    const { row } = state
    const from = Math.max(row.readSeq, row.clearSeq) + 1
    const top = Math.max(row.seq, row.lastMsg?.seq ?? 0, state.seq)
    if (!covers(state.ranges, from, top)) {
      state.recount = true
      return
    }
    row.unread = 0
    row.mentions = 0
    for (let number = blockOf(from); number <= blockOf(top) && from <= top; number++) {
      for (const message of await this.block(number)) {
        if (!this.counts(message)) continue
        row.unread += 1
        if (message.mentions?.some(({ userId }) => userId === this.me)) row.mentions += 1
      }
    }
    // Every row is here: any tombstone that comes later finds its row, whatever its rev.
    row.countSeq = top
    state.countRev = 0
    state.recount = false
  }

  /** Rows that came before their turn join the newest range as soon as it reaches them. */
  async extend(): Promise<void> {
    const { state } = this
    for (;;) {
      const next = state.seq + 1
      const block = await this.block(blockOf(next))
      if (!block.some(message => message.seq === next)) return
      state.ranges = addRange(state.ranges, next, next)
      state.seq = next
    }
  }

  private async block(number: number): Promise<Message[]> {
    let block = this.blocks.get(number)
    if (!block) {
      block = [...((await this.tx.get('blocks', [this.state.id, number])) ?? [])]
      this.blocks.set(number, block)
    }
    return block
  }
}
