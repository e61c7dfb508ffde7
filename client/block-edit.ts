import type { Message } from '#protocol/entities/message.ts'
import type { WriteTx } from './store/kv.ts'
import { blockOf } from './store/schema.ts'

/** The blocks of one conversation while a transaction changes them: each is read once, and written if it changed. */
export class BlockEdit {
  private readonly blocks = new Map<number, Message[]>()
  private readonly touched = new Set<number>()
  private readonly tx: WriteTx
  private readonly id: string

  constructor(tx: WriteTx, id: string) {
    this.tx = tx
    this.id = id
  }

  /** Reads at once what these seqs will ask for: one after the other, each would wait for the disk anew. */
  async prepare(seqs: Iterable<number>): Promise<void> {
    const missing = [...new Set([...seqs].map(blockOf))].filter(number => !this.blocks.has(number))
    const found = await this.tx.getMany(
      'blocks',
      missing.map(number => [this.id, number]),
    )
    for (const [at, number] of missing.entries()) this.blocks.set(number, [...(found[at] ?? [])])
  }

  async get(number: number): Promise<Message[]> {
    let block = this.blocks.get(number)
    if (!block) {
      block = [...((await this.tx.get('blocks', [this.id, number])) ?? [])]
      this.blocks.set(number, block)
    }
    return block
  }

  /** The row at a seq, where the store has it. */
  async row(seq: number): Promise<Message | undefined> {
    return (await this.get(blockOf(seq))).find(message => message.seq === seq)
  }

  /** Puts a row into its place, in that of an older one too. */
  async put(message: Message): Promise<void> {
    const block = await this.get(blockOf(message.seq))
    const at = block.findIndex(one => one.seq >= message.seq)
    if (at >= 0 && block[at]!.seq === message.seq) block[at] = message
    else block.splice(at < 0 ? block.length : at, 0, message)
    this.touched.add(blockOf(message.seq))
  }

  /** Takes away all rows up to `seq`. */
  async dropUpTo(seq: number): Promise<void> {
    const last = blockOf(seq)
    const edge = (await this.get(last)).filter(message => message.seq > seq)
    this.tx.delete('blocks', { id: this.id, from: 0, to: last })
    for (const number of [...this.blocks.keys()]) if (number < last) this.blocks.delete(number)
    for (const number of [...this.touched]) if (number < last) this.touched.delete(number)
    this.blocks.set(last, edge)
    if (edge.length > 0) this.touched.add(last)
  }

  save(): void {
    for (const number of this.touched) {
      const block = this.blocks.get(number)!
      if (block.length > 0) this.tx.put('blocks', [this.id, number], block)
    }
  }
}
