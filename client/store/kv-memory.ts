import type { KeyRange, Kv, WriteTx } from './kv.ts'
import { isKeyRange } from './kv.ts'
import { type Key, type TableName, type Tables, tableNames } from './schema.ts'

/** The store for where there is no disk: bots, and browsers that give none. Transactions run one after the other. */
export function openMemoryKv(): Kv {
  const tables = new Map<TableName, Map<string, { key: Key; value: unknown }>>(
    tableNames.map(name => [name, new Map()]),
  )
  const nameOf = (key: Key) => (typeof key === 'string' ? key : `${key[0]}\u0000${key[1]}`)
  const inRange = (key: Key, { id, from, to }: KeyRange) =>
    Array.isArray(key) && key[0] === id && key[1] >= from && key[1] <= to
  let queue: Promise<unknown> = Promise.resolve()

  function transaction(undo: (() => void)[]): WriteTx {
    const remember = (table: TableName, name: string) => {
      const records = tables.get(table)!
      const old = records.get(name)
      undo.push(() => (old ? records.set(name, old) : records.delete(name)))
    }
    const remove = (table: TableName, name: string) => {
      remember(table, name)
      tables.get(table)!.delete(name)
    }
    const get = <T extends TableName>(table: T, key: Key) => {
      const value = tables.get(table)!.get(nameOf(key))?.value
      return structuredClone(value) as Tables[T] | undefined
    }
    return {
      get: async (table, key) => get(table, key),
      getMany: async (table, keys) => keys.map(key => get(table, key)),
      getAll: async (table, range) => {
        const records = [...tables.get(table)!.values()].filter(({ key }) => !range || inRange(key, range))
        records.sort((a, b) => compareKeys(a.key, b.key))
        return records.map(({ value }) => structuredClone(value)) as never
      },
      put(table, key, value) {
        remember(table, nameOf(key))
        tables.get(table)!.set(nameOf(key), { key, value: structuredClone(value) })
      },
      delete(table, key) {
        if (!isKeyRange(key)) return remove(table, nameOf(key))
        for (const [name, record] of [...tables.get(table)!])
          if (inRange(record.key, key)) remove(table, name)
      },
      clear(table) {
        for (const name of [...tables.get(table)!.keys()]) remove(table, name)
      },
    }
  }

  function enqueue<R>(work: (tx: WriteTx) => Promise<R>): Promise<R> {
    const run = async () => {
      const undo: (() => void)[] = []
      try {
        return await work(transaction(undo))
      } catch (error) {
        for (const step of undo.reverse()) step()
        throw error
      }
    }
    const result = queue.then(run, run)
    queue = result.catch(() => undefined)
    return result
  }

  return {
    kind: 'memory',
    read: (_tables, work) => enqueue(work),
    write: (_tables, work) => enqueue(work),
    close: () => undefined,
    destroy: async () => {
      for (const records of tables.values()) records.clear()
    },
  }
}

function compareKeys(a: Key, b: Key): number {
  const [idA, numberA] = typeof a === 'string' ? [a, 0] : a
  const [idB, numberB] = typeof b === 'string' ? [b, 0] : b
  return idA < idB ? -1 : idA > idB ? 1 : numberA - numberB
}
