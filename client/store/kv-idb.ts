import { deleteDB, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb'
import type { KeyRange, Kv, WriteTx } from './kv.ts'
import { isKeyRange } from './kv.ts'
import { type Key, noGroup, type TableName, tableNames } from './schema.ts'

const version = 2

/** The database of one person in this browser. */
export const databaseName = (userId: string): string => `kith-${userId}`

/**
 * The store on IndexedDB. A connection the browser closed is opened again and the transaction repeated once. When a
 * newer program wants to upgrade the store, this tab lets go of it and `onOutdated` is called.
 */
export async function openIdbKv(name: string, onOutdated: () => void): Promise<Kv> {
  let closed = false
  const connect = () =>
    openDB(name, version, {
      upgrade(db, from, _to, tx) {
        for (const table of tableNames) if (!db.objectStoreNames.contains(table)) db.createObjectStore(table)
        // Half of the change would be taken for the whole the next time; that it failed is what opening says then.
        tx.done.catch(() => undefined)
        if (from === 1) void addGroups(tx).catch(() => abort(tx))
      },
      blocking(_current, _blocked, event) {
        closed = true
        ;(event.target as IDBDatabase).close()
        onOutdated()
      },
      terminated() {
        connection = undefined
      },
    })
  let connection: Promise<IDBPDatabase> | undefined = connect()
  await connection

  async function run<R>(
    mode: 'readonly' | 'readwrite',
    tables: readonly TableName[],
    work: (tx: WriteTx) => Promise<R>,
    durability: IDBTransactionDurability,
  ): Promise<R> {
    for (let attempt = 0; ; attempt++) {
      if (closed) throw new DOMException('the store is closed', 'InvalidStateError')
      connection ??= connect()
      const opening = connection
      // Only this try is lost with it: the next transaction opens anew.
      const forget = () => {
        if (connection === opening) connection = undefined
      }
      const db = await opening.catch(error => {
        forget()
        throw error
      })
      let tx: IDBPTransaction<unknown, TableName[], typeof mode>
      try {
        tx = db.transaction(tables as TableName[], mode, { durability })
      } catch (error) {
        // Safari closes connections of pages in the background without a word.
        if (attempt > 0 || !(error instanceof DOMException) || error.name !== 'InvalidStateError') throw error
        forget()
        continue
      }
      const done = tx.done
      done.catch(() => undefined)
      try {
        const result = await work(wrap(tx as IDBPTransaction<unknown, TableName[], 'readwrite'>))
        await done
        return result
      } catch (error) {
        abort(tx)
        throw error
      }
    }
  }

  return {
    kind: 'disk',
    read: (tables, work) => run('readonly', tables, work, 'relaxed'),
    write: (tables, work, options) => run('readwrite', tables, work, options?.strict ? 'strict' : 'relaxed'),
    close() {
      closed = true
      void connection?.then(
        db => db.close(),
        () => undefined,
      )
    },
    async destroy() {
      closed = true
      ;(await connection?.catch(() => undefined))?.close()
      await deleteDB(name)
    },
  }
}

function abort(tx: { abort(): void }): void {
  try {
    tx.abort()
  } catch {
    // Aborted by the browser already.
  }
}

/** Version 1 knew no groups: its conversations say nothing of them. What it holds stays as it is (I21). */
async function addGroups(tx: IDBPTransaction<unknown, string[], 'versionchange'>): Promise<void> {
  let at = await tx.objectStore('conversations').openCursor()
  for (; at; at = await at.continue()) await at.update({ ...noGroup, jumps: 0, ...at.value })
}

function wrap(tx: IDBPTransaction<unknown, TableName[], 'readwrite'>): WriteTx {
  const range = ({ id, from, to }: KeyRange) => IDBKeyRange.bound([id, from], [id, to])
  // A failed request aborts the transaction, which `done` reports; the request's own promise needs an owner too.
  const own = (request: Promise<unknown>) => void request.catch(() => undefined)
  return {
    get: (table, key) => tx.objectStore(table).get(key),
    getMany: (table, keys) => Promise.all(keys.map((key: Key) => tx.objectStore(table).get(key))),
    getAll: (table, keys) => tx.objectStore(table).getAll(keys && range(keys)),
    put: (table, key, value) => own(tx.objectStore(table).put(value, key)),
    delete: (table, key) => own(tx.objectStore(table).delete(isKeyRange(key) ? range(key) : key)),
    clear: table => own(tx.objectStore(table).clear()),
  }
}
