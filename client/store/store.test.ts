import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import { settle } from '../testing/fakeClock.ts'
import { messageOf } from '../testing/messages.ts'
import { ModelServer, userOf } from '../testing/modelServer.ts'
import { ada, bob, idOf } from '../testing/people.ts'
import { Tabs } from '../testing/tabs.ts'
import type { Kv } from './kv.ts'
import { openIdbKv } from './kv-idb.ts'
import { openMemoryKv } from './kv-memory.ts'
import { noGroup, type StoredConversation } from './schema.ts'
import { type Changed, Store } from './store.ts'

let born = 0
const kinds: [string, () => Promise<Kv>][] = [
  ['memory', async () => openMemoryKv()],
  ['IndexedDB', () => openIdbKv(`store-${++born}`, () => undefined)],
]

function stored(id: string, seq: number): StoredConversation {
  const server = new ModelServer()
  server.open(ada, id)
  return {
    ...noGroup,
    id,
    row: server.own(id),
    rev: seq,
    seq,
    headRev: seq,
    ranges: [[1, seq]],
    jumps: 0,
    countRev: seq,
    countableSeq: seq,
    readTo: 0,
    recount: false,
  }
}

describe.each(kinds)('the mirror over %s', (_kind, open) => {
  it('shows a change as soon as the write is done, and not before', async () => {
    const store = await Store.open(await open())
    const writing = store.write(['users'], async tx => {
      tx.put('users', ada, userOf(ada))
      await tx.get('users', ada)
    })
    expect(store.peek('users', ada)).toBeUndefined()
    await writing
    expect(store.peek('users', ada)).toEqual(userOf(ada))
    await store.destroy()
  })

  it('shows nothing of a write that failed, and tells nobody', async () => {
    const store = await Store.open(await open())
    const heard: Changed[] = []
    store.subscribe(changed => heard.push(changed))
    const writing = store.write(['users'], async tx => {
      tx.put('users', ada, userOf(ada))
      throw new Error('no')
    })
    await expect(writing).rejects.toThrow('no')
    expect(store.peek('users', ada)).toBeUndefined()
    expect(heard).toEqual([])
    await store.destroy()
  })

  it('ends at the last of several writes to one record', async () => {
    const store = await Store.open(await open())
    const names = ['a', 'b', 'c', 'd', 'e']
    await Promise.all(
      names.map(displayName =>
        store.write(['users'], async tx => tx.put('users', ada, { ...userOf(ada), displayName })),
      ),
    )
    expect(store.peek('users', ada)?.displayName).toBe('e')
    await store.destroy()
  })

  it('two tabs see what the other one wrote, deleted and cleared', async () => {
    const kv = await open()
    const tabs = new Tabs()
    const one = await Store.open(kv, tabs.channel())
    const two = await Store.open(kv, tabs.channel())
    const heard: Changed[] = []
    two.subscribe(changed => heard.push(changed))

    await one.write(['users', 'conversations', 'blocks'], async tx => {
      tx.put('users', ada, userOf(ada))
      tx.put('users', bob, userOf(bob))
      tx.put('conversations', idOf(7), stored(idOf(7), 1))
      tx.put('blocks', [idOf(7), 0], [messageOf()])
    })
    await settle()
    expect(two.peek('users', ada)).toEqual(userOf(ada))
    expect(two.peek('conversations', idOf(7))?.seq).toBe(1)
    expect(heard.flat()).toContainEqual({ table: 'blocks', key: [idOf(7), 0] })

    await two.write(['users', 'conversations'], async tx => {
      tx.delete('users', bob)
      tx.clear('conversations')
    })
    await settle()
    expect([...one.all('users')]).toEqual([userOf(ada)])
    expect([...one.all('conversations')]).toEqual([])
    await one.destroy()
  })

  it('two tabs writing the same record at once end with the same picture', async () => {
    const kv = await open()
    const tabs = new Tabs()
    const [one, two] = [await Store.open(kv, tabs.channel()), await Store.open(kv, tabs.channel())]
    const raise = (store: Store) =>
      store.write(['meta'], async tx => {
        const value = await tx.get('meta', 'order')
        tx.put('meta', 'order', { order: (value && 'order' in value ? value.order : 0) + 1 })
      })
    await Promise.all(Array.from({ length: 20 }, (_, n) => raise(n % 2 ? one : two)))
    await settle()
    expect(one.peek('meta', 'order')).toEqual({ order: 20 })
    expect(two.peek('meta', 'order')).toEqual({ order: 20 })
    await one.destroy()
  })

  it("another tab's change shows whole: never a settled outbox without its message (I10)", async () => {
    const kv = await open()
    const tabs = new Tabs()
    const [one, two] = [await Store.open(kv, tabs.channel()), await Store.open(kv, tabs.channel())]
    const item = {
      idClient: 'mine',
      conversationId: idOf(7),
      order: 1,
      time: 0,
      request: {
        conversationId: idOf(7),
        idClient: 'mine',
        type: 'text' as const,
        content: { text: 'hi' },
      },
      status: 'queued' as const,
      error: null,
      attempts: 0,
      triedMs: 0,
    }
    await one.write(['outbox', 'conversations'], async tx => {
      tx.put('outbox', 'mine', item)
      tx.put('conversations', idOf(7), stored(idOf(7), 1))
    })
    await settle()
    const torn: string[] = []
    let looking = true
    const look = async () => {
      while (looking) {
        const waits = two.peek('outbox', 'mine') !== undefined
        const there = two.peek('conversations', idOf(7))!.seq === 2
        if (waits === there) torn.push(waits ? 'both' : 'neither')
        await Promise.resolve()
        if (Math.random() < 0.01) await new Promise(resolve => setImmediate(resolve))
      }
    }
    const looked = look()
    await one.write(['outbox', 'conversations'], async tx => {
      tx.delete('outbox', 'mine')
      tx.put('conversations', idOf(7), stored(idOf(7), 2))
    })
    await settle(50)
    looking = false
    await looked
    expect(torn).toEqual([])
    expect(two.peek('outbox', 'mine')).toBeUndefined()
    await one.destroy()
  })

  it('reads again what was stored when it is opened', async () => {
    const kv = await open()
    const first = await Store.open(kv)
    await first.write(['meta', 'users', 'drafts'], async tx => {
      tx.put('meta', 'order', { order: 3 })
      tx.put('users', ada, userOf(ada))
      tx.put('drafts', idOf(7), { conversationId: idOf(7), draft: null, dirty: true, time: 0 })
    })
    const second = await Store.open(kv)
    expect(second.peek('meta', 'order')).toEqual({ order: 3 })
    expect(second.peek('users', ada)).toEqual(userOf(ada))
    expect(second.peek('drafts', idOf(7))).toMatchObject({ dirty: true })
    await second.destroy()
  })
})

describe('a full disk', () => {
  it('is said, and taken back by the first write that succeeds', async () => {
    const kv = openMemoryKv()
    let full = true
    const store = await Store.open({
      ...kv,
      write: (tables, work, options) =>
        full ? Promise.reject(new DOMException('', 'QuotaExceededError')) : kv.write(tables, work, options),
    })
    let told = 0
    store.subscribe(() => {
      told += 1
    })
    const put = () => store.write(['users'], async tx => tx.put('users', ada, userOf(ada)))
    await expect(put()).rejects.toThrow()
    expect(store.state).toBe('full')
    expect(told).toBe(1)
    expect(store.peek('users', ada)).toBeUndefined()
    full = false
    await put()
    expect(store.state).toBe('memory')
    expect(told).toBe(2)
  })
})
