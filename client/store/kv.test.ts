import 'fake-indexeddb/auto'
import { deleteDB, openDB } from 'idb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { messageOf } from '../testing/messages.ts'
import { userOf } from '../testing/modelServer.ts'
import { ada, bob, idOf } from '../testing/people.ts'
import type { Kv } from './kv.ts'
import { openIdbKv } from './kv-idb.ts'
import { openMemoryKv } from './kv-memory.ts'

let born = 0
const kinds: [string, () => Promise<Kv>][] = [
  ['memory', async () => openMemoryKv()],
  ['IndexedDB', () => openIdbKv(`kv-${++born}`, () => undefined)],
]

describe.each(kinds)('a store in %s', (_kind, open) => {
  let kv: Kv
  beforeEach(async () => {
    kv = await open()
  })
  afterEach(() => kv.destroy())

  const users = () => kv.read(['users'], tx => tx.getAll('users'))
  const block = (id: string, number: number) => kv.read(['blocks'], tx => tx.get('blocks', [id, number]))

  it('gives back what was put in, and nothing for what was not', async () => {
    await kv.write(['users'], async tx => tx.put('users', ada, userOf(ada)))
    expect(await kv.read(['users'], tx => tx.get('users', ada))).toEqual(userOf(ada))
    expect(await kv.read(['users'], tx => tx.get('users', bob))).toBeUndefined()
    expect(await kv.read(['users'], tx => tx.getMany('users', [bob, ada]))).toEqual([undefined, userOf(ada)])
  })

  it('keeps a copy: what a caller changes afterwards stays outside', async () => {
    const user = userOf(ada)
    await kv.write(['users'], async tx => tx.put('users', ada, user))
    user.displayName = 'Mallory'
    const read = (await users())[0]!
    expect(read.displayName).toBe('Ada')
    read.displayName = 'Mallory'
    expect((await users())[0]!.displayName).toBe('Ada')
  })

  it('answers ranges of one conversation in the order of numbers, not of digits', async () => {
    await kv.write(['blocks'], async tx => {
      for (const number of [10, 2, 0, 1, 100])
        tx.put('blocks', [idOf(7), number], [messageOf({ seq: number })])
      tx.put('blocks', [idOf(8), 1], [messageOf({ seq: 800 })])
    })
    const seqs = async (from: number, to: number) =>
      (await kv.read(['blocks'], tx => tx.getAll('blocks', { id: idOf(7), from, to }))).flat().map(m => m.seq)
    expect(await seqs(0, Number.MAX_SAFE_INTEGER)).toEqual([0, 1, 2, 10, 100])
    expect(await seqs(1, 10)).toEqual([1, 2, 10])
    expect(await seqs(3, 9)).toEqual([])
    const all = await kv.read(['blocks'], tx => tx.getAll('blocks'))
    expect(all.flat().map(m => m.seq)).toEqual([0, 1, 2, 10, 100, 800])
  })

  it('deletes one record, a range of one conversation, or a whole table', async () => {
    await kv.write(['blocks', 'users'], async tx => {
      for (const id of [idOf(7), idOf(8)])
        for (const number of [0, 1, 2, 3]) tx.put('blocks', [id, number], [messageOf({ seq: number })])
      tx.put('users', ada, userOf(ada))
      tx.put('users', bob, userOf(bob))
    })
    await kv.write(['blocks', 'users'], async tx => {
      tx.delete('blocks', { id: idOf(7), from: 1, to: 2 })
      tx.delete('blocks', [idOf(8), 0])
      tx.delete('users', bob)
    })
    const left = []
    for (const id of [idOf(7), idOf(8)])
      for (const number of [0, 1, 2, 3]) if (await block(id, number)) left.push(`${id.slice(-1)}:${number}`)
    expect(left).toEqual(['7:0', '7:3', '8:1', '8:2', '8:3'])
    expect(await users()).toEqual([userOf(ada)])
    await kv.write(['users'], async tx => tx.clear('users'))
    expect(await users()).toEqual([])
  })

  it('a work that throws changes nothing, whatever it did before', async () => {
    await kv.write(['users', 'blocks'], async tx => {
      tx.put('users', ada, userOf(ada))
      tx.put('blocks', [idOf(7), 0], [messageOf({ seq: 1 })])
    })
    const failing = kv.write(['users', 'blocks'], async tx => {
      tx.put('users', bob, userOf(bob))
      tx.put('users', ada, { ...userOf(ada), displayName: 'Mallory' })
      tx.delete('blocks', { id: idOf(7), from: 0, to: 9 })
      tx.clear('users')
      tx.put('users', bob, userOf(bob))
      await tx.get('users', bob)
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await users()).toEqual([userOf(ada)])
    expect(await block(idOf(7), 0)).toHaveLength(1)
  })

  it('a work sees its own changes before anybody else does', async () => {
    let seen: unknown
    await kv.write(['users'], async tx => {
      tx.put('users', ada, userOf(ada))
      seen = await tx.get('users', ada)
    })
    expect(seen).toEqual(userOf(ada))
  })

  it('two works on one record never read the same state and both write', async () => {
    const raise = () =>
      kv.write(['meta'], async tx => {
        const value = await tx.get('meta', 'order')
        const order = value && 'order' in value ? value.order : 0
        tx.put('meta', 'order', { order: order + 1 })
      })
    await Promise.all(Array.from({ length: 25 }, raise))
    expect(await kv.read(['meta'], tx => tx.get('meta', 'order'))).toEqual({ order: 25 })
  })

  it('a failed work does not stand in the way of the next', async () => {
    const bad = kv.write(['users'], async () => {
      throw new Error('no')
    })
    const good = kv.write(['users'], async tx => tx.put('users', ada, userOf(ada)))
    await expect(bad).rejects.toThrow('no')
    await good
    expect(await users()).toHaveLength(1)
  })

  it('a long work with many steps stays one transaction', async () => {
    await kv.write(['users', 'blocks'], async tx => {
      for (let n = 0; n < 60; n++) {
        await tx.get('users', idOf(n))
        // Promises that wait for nothing are allowed between two steps.
        await Promise.resolve().then(() => undefined)
        tx.put('users', idOf(n), userOf(idOf(n)))
      }
    })
    expect(await users()).toHaveLength(60)
  })
})

describe('a store in IndexedDB', () => {
  it('outlives the page', async () => {
    const first = await openIdbKv('outlives', () => undefined)
    await first.write(['users'], async tx => tx.put('users', ada, userOf(ada)), { strict: true })
    first.close()
    const second = await openIdbKv('outlives', () => undefined)
    expect(await second.read(['users'], tx => tx.getAll('users'))).toEqual([userOf(ada)])
    await second.destroy()
    expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain('outlives')
  })

  it('refuses work after it was closed, and stays closed', async () => {
    const kv = await openIdbKv('closed', () => undefined)
    kv.close()
    await expect(kv.read(['users'], tx => tx.getAll('users'))).rejects.toThrow('closed')
    await expect(kv.write(['users'], async tx => tx.clear('users'))).rejects.toThrow('closed')
    await deleteDB('closed')
  })

  it('lets go of the store and says so when a newer program wants to change it (I21)', async () => {
    let told = 0
    const kv = await openIdbKv('outdated', () => {
      told += 1
    })
    const newer = await openDB('outdated', 99)
    expect(told).toBe(1)
    await expect(kv.read(['users'], tx => tx.getAll('users'))).rejects.toThrow('closed')
    newer.close()
    await expect(openIdbKv('outdated', () => undefined)).rejects.toThrow()
    await deleteDB('outdated')
  })

  it('opens again a connection the browser closed without a word', async () => {
    const real = IDBFactory.prototype.open
    const opened: IDBOpenDBRequest[] = []
    IDBFactory.prototype.open = function (...args) {
      const request = real.apply(this, args)
      opened.push(request)
      return request
    }
    try {
      const kv = await openIdbKv('dropped', () => undefined)
      opened[0]!.result.close()
      await kv.write(['users'], async tx => tx.put('users', ada, userOf(ada)))
      expect(await kv.read(['users'], tx => tx.getAll('users'))).toEqual([userOf(ada)])
      await kv.destroy()
    } finally {
      IDBFactory.prototype.open = real
    }
  })

  it('tries again to open after opening failed once', async () => {
    const real = IDBFactory.prototype.open
    const kv = await openIdbKv('flaky', () => undefined)
    ;(await openDB('flaky-newer', 5)).close()
    let connection: IDBDatabase | undefined
    let refuse = false
    IDBFactory.prototype.open = function (...args) {
      // Of a version that is there no more: opening fails after a while, as it does on a disk in trouble.
      const request = refuse ? real.call(this, 'flaky-newer', 1) : real.apply(this, args)
      request.addEventListener('success', () => {
        connection = request.result
      })
      return request
    }
    try {
      const other = await openIdbKv('flaky', () => undefined)
      connection!.close()
      refuse = true
      await expect(other.read(['users'], tx => tx.getAll('users'))).rejects.toThrow('version')
      refuse = false
      expect(await other.read(['users'], tx => tx.getAll('users'))).toEqual([])
      other.close()
    } finally {
      IDBFactory.prototype.open = real
    }
    await kv.destroy()
    await deleteDB('flaky-newer')
  })
})
