import type { Conversation } from '#protocol/entities/conversation.ts'
import type { Message } from '#protocol/entities/message.ts'
import { isCountable } from '#protocol/kinds.ts'
import { BlockEdit } from './block-edit.ts'
import { moveCounts, recount } from './counting.ts'
import { GroupEdit } from './group-edit.ts'
import { closedBy, failWaiting, hasLeft } from './membership.ts'
import { addRange, cutBelow, cutBetween, type Ranges, rangeAt } from './ranges.ts'
import type { WriteTx } from './store/kv.ts'
import { blockOf, noGroup, type StoredConversation } from './store/schema.ts'
import { holesOf, isSeen, joinHoles, runsOf } from './visible.ts'

/**
 * One conversation while a transaction changes it: rows are taken where they are newer, counts follow, `save`
 * writes what changed. Applying the same thing twice, or in another order, ends in the same state.
 */
export class ConversationEdit {
  private readonly blocks: BlockEdit
  /** What the outbox holds, where it was looked through; each of the rows in question asks for itself otherwise. */
  private waiting: Set<string> | undefined
  private countAnew = false
  private readonly wasClosed: boolean
  private readonly tx: WriteTx
  private readonly me: string
  readonly group: GroupEdit
  readonly state: StoredConversation

  private constructor(tx: WriteTx, me: string, state: StoredConversation) {
    this.tx = tx
    this.me = me
    this.state = state
    this.wasClosed = closedBy(state) !== null
    this.blocks = new BlockEdit(tx, state.id)
    this.group = new GroupEdit(tx, me, state)
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
    const made = new ConversationEdit(tx, me, {
      ...noGroup,
      id: row.id,
      row,
      rev: 0,
      seq: row.clearSeq,
      headRev: row.rev,
      ranges: [],
      jumps: 0,
      countRev: row.rev,
      countableSeq: row.lastMsg && isCountable(row.lastMsg.type) ? row.lastMsg.seq : 0,
      readTo: 0,
      recount: false,
    })
    // Written to before it was known here, as after a snapshot: that fails too where nothing can be written.
    const closed = closedBy(made.state)
    if (closed) await failWaiting(tx, row.id, closed)
    return made
  }

  /** Reads at once what taking these rows will ask for: one after the other, each would wait for the disk anew. */
  async prepare(rows: readonly Message[]): Promise<void> {
    if (rows.length < 2) return
    const own = rows.filter(row => row.from === this.me)
    const [, waiting] = await Promise.all([
      this.blocks.prepare([...rows.map(row => row.seq), this.state.seq + 1]),
      // Old pages are full of own messages that nobody waits for any more.
      own.length > 1 ? this.tx.getAll('outbox') : undefined,
    ])
    this.waiting = waiting && new Set(waiting.map(item => item.idClient))
  }

  /** Takes a message or tombstone unless the store has it as new or newer. Returns whether it was taken. */
  async putMessage(message: Message): Promise<boolean> {
    const { state } = this
    const seen = this.isVisible(message.seq)
    // Whoever left hears of what was taken back since by its row alone: their feed ended.
    const isAfterEnd = seen && hasLeft(state) && message.rev > (state.row.leaveRev ?? 0)
    if (!isAfterEnd) state.headRev = Math.max(state.headRev, message.rev)
    if (!seen) return false
    const old = await this.blocks.row(message.seq)
    if (old && old.rev >= message.rev) return false
    await this.blocks.put(message)

    // The number a count of then carries does not tell whether it knew of this row.
    if (isAfterEnd || !moveCounts(state, this.me, old, message)) this.countAnew = true
    const last = state.row.lastMsg
    if (!last || message.seq > last.seq || (message.seq === last.seq && message.rev > last.rev)) {
      state.row.lastMsg = message
      state.row.updateTime = message.time
    }
    if (isCountable(message.type)) state.countableSeq = Math.max(state.countableSeq, message.seq)
    if (message.from === this.me) {
      if (!this.waiting || this.waiting.has(message.idClient)) this.tx.delete('outbox', message.idClient)
      // A line of the server's own that tells what I did is none that I wrote: it moves nothing there either.
      if (message.seq > state.row.readSeq && message.type !== 'notification') {
        this.moveRead(message.seq)
        // Whoever writes there has looked: the server takes the mark away with the message, and numbers neither.
        state.row.markedUnread = false
      }
    }
    await this.extend()
    return true
  }

  /**
   * Whether a row with this seq has its place here, or never will. Otherwise the interval it lies in has not come yet,
   * as after rejoining: it is as if it had not been heard of.
   */
  admits(seq: number): boolean {
    return seq <= this.state.row.clearSeq || this.isVisible(seq)
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
    // What changed of the group before I left may not have come, and is behind the number I left at: all is asked for.
    if (hasLeft(state) && !hasLeft({ row })) state.rev = 0
    // This row was made before what moved the position here, which takes the mark away.
    const markedUnread = row.markedUnread && readSeq === row.readSeq
    state.row = {
      ...row,
      lastMsg,
      readSeq,
      markedUnread,
      updateTime: lastMsg ? lastMsg.time : row.updateTime,
    }
    if (row.peerReadSeq !== undefined && old.peerReadSeq !== undefined)
      state.row.peerReadSeq = Math.max(row.peerReadSeq, old.peerReadSeq)
    if (lastMsg && isCountable(lastMsg.type)) state.countableSeq = Math.max(state.countableSeq, lastMsg.seq)
    if (row.readSeq >= state.readTo) state.readTo = 0
    // Holes count as complete, and may have become something to see by rejoining.
    for (const [from, to] of holesOf(old.visible)) state.ranges = cutBetween(state.ranges, from, to)
    if (cleared) {
      await this.blocks.dropUpTo(row.clearSeq)
      state.ranges = cutBelow(state.ranges, row.clearSeq + 1)
      state.seq = Math.max(state.seq, row.clearSeq)
    }
    state.ranges = joinHoles(state.ranges, this.holes())
    // The server counted at `row.rev` from its own read position. What is known beyond either makes the count wrong,
    // so it is made here where all rows are, and asked for where they are not.
    state.countRev = row.rev
    state.recount = false
    if (readSeq > row.readSeq || row.rev < state.headRev) this.countAnew = true
  }

  async save(): Promise<void> {
    if (this.countAnew) await recount(this.state, this.me, (from, to) => this.rowsBetween(from, to))
    this.blocks.save()
    this.group.save()
    const closed = closedBy(this.state)
    if (closed && !this.wasClosed) await failWaiting(this.tx, this.state.id, closed)
    this.tx.put('conversations', this.state.id, this.state)
  }

  private isVisible(seq: number): boolean {
    return seq > this.state.row.clearSeq && isSeen(this.state.row.visible, seq)
  }

  /** Where I was not in the group, above what I cleared away. */
  private holes(): Ranges {
    return cutBelow(holesOf(this.state.row.visible), this.state.row.clearSeq + 1)
  }

  /** Rows that came before their turn join the newest range as soon as it reaches them, and holes are stepped over. */
  async extend(): Promise<void> {
    const { state } = this
    const holes = this.holes()
    for (;;) {
      const next = state.seq + 1
      const hole = rangeAt(holes, next)
      if (hole) state.seq = hole[1]
      else if (await this.blocks.row(next)) {
        state.ranges = addRange(state.ranges, next, next)
        state.seq = next
      } else break
    }
    state.ranges = joinHoles(state.ranges, holes)
  }

  private async rowsBetween(from: number, to: number): Promise<Message[]> {
    const rows: Message[] = []
    for (const run of runsOf(this.state.row.visible)) {
      const [first, last] = [Math.max(run[0], from), Math.min(run[1], to)]
      for (let number = blockOf(first); first <= last && number <= blockOf(last); number++)
        rows.push(...(await this.blocks.get(number)).filter(({ seq }) => first <= seq && seq <= last))
    }
    return rows
  }
}
