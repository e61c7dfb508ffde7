/** Runs in Chromium: the engine's own store, filled and read the way the engine does it. */
import { Applier } from '#client/apply.ts'
import { openIdbKv } from '#client/store/kv-idb.ts'
import { blockOf } from '#client/store/schema.ts'
import { Store } from '#client/store/store.ts'
import { conversationRow, messageRow, uuidOf } from './rows.ts'

export interface StoreFigures {
  /** ms for 10,000 messages, as pages of history of the engine's size. */
  historyMs: number
  /** ms for 10,000 messages, as blocks in one transaction. */
  blocksMs: number
  /** ms of each reading of the newest 50 of some conversation. */
  newestMs: number[]
}

const me = uuidOf(1)
const other = uuidOf(2)
const historyPage = 100
const blockSize = 50
const conversations = 50
const perConversation = 1000

export async function benchStore(): Promise<StoreFigures> {
  const kv = await openIdbKv(`bench-${Date.now()}`, () => undefined)
  const store = await Store.open(kv)
  const applier = new Applier(store, me)
  const ids = Array.from({ length: conversations }, (_, at) => uuidOf(1000 + at))
  await applier.own(
    { conversations: ids.map(id => conversationRow(id, [me, other], perConversation)) },
    false,
  )

  const [first, ...rest] = [ids.slice(0, 10), ids.slice(10, 20), ids.slice(20)]
  const historyMs = await timed(first!.map(pagesOf), async pages => {
    for (const { id, messages, from, to } of pages.flat()) await applier.history(id, messages, { from, to })
  })
  const blocksMs = await timed(rest[0]!.map(blocksOf), blocks =>
    kv.write(['blocks'], async tx => {
      for (const { id, number, messages } of blocks.flat()) tx.put('blocks', [id, number], messages)
    }),
  )
  // To the 50,000 that reading is measured in.
  for (const id of rest[1]!) {
    await kv.write(['blocks'], async tx => {
      for (const { number, messages } of blocksOf(id)) tx.put('blocks', [id, number], messages)
    })
  }
  const newestMs: number[] = []
  for (let turn = 0; turn < 200; turn++) {
    const id = ids[(turn * 13) % ids.length]!
    const began = performance.now()
    const from = perConversation - 49
    const blocks = await store.read(['blocks'], tx =>
      tx.getAll('blocks', { id, from: blockOf(from), to: blockOf(perConversation) }),
    )
    const rows = blocks.flat().filter(({ seq }) => seq >= from)
    newestMs.push(performance.now() - began)
    if (rows.length !== 50) throw new Error(`${rows.length} rows were read instead of 50`)
  }
  await store.destroy()
  return { historyMs, blocksMs, newestMs }
}

/** Rows are made before the clock starts. */
async function timed<T>(input: T, work: (input: T) => Promise<void>): Promise<number> {
  const began = performance.now()
  await work(input)
  return performance.now() - began
}

function pagesOf(id: string) {
  // From the newest backwards, as somebody scrolls.
  return cut(id, historyPage, 1).reverse()
}

function blocksOf(id: string) {
  return cut(id, blockSize, 0).map(page => ({ ...page, number: blockOf(page.from) }))
}

function cut(id: string, size: number, first: number) {
  const pages = []
  for (let from = first; from <= perConversation; from += size) {
    const to = Math.min(perConversation, from + size - 1)
    const messages = []
    for (let seq = Math.max(1, from); seq <= to; seq++) messages.push(messageRow(id, [me, other], seq))
    pages.push({ id, from, to, messages })
  }
  return pages
}

Object.assign(globalThis, { benchStore })
