import type { Key, TableName, Tables } from './schema.ts'

/** Part of a table: keys `[conversationId, from]` to `[conversationId, to]`, both included. */
export interface KeyRange {
  id: string
  from: number
  to: number
}

export interface ReadTx {
  get<T extends TableName>(table: T, key: Key): Promise<Tables[T] | undefined>
  getMany<T extends TableName>(table: T, keys: Key[]): Promise<(Tables[T] | undefined)[]>
  /** Values in key order. */
  getAll<T extends TableName>(table: T, range?: KeyRange): Promise<Tables[T][]>
}

export interface WriteTx extends ReadTx {
  put<T extends TableName>(table: T, key: Key, value: Tables[T]): void
  delete(table: TableName, key: Key | KeyRange): void
  clear(table: TableName): void
}

/**
 * A small store of tables with transactions. Inside `work` nothing but the transaction may be awaited. Writes of
 * one transaction are visible together or not at all, to this tab and to others.
 */
export interface Kv {
  readonly kind: 'disk' | 'memory'
  read<R>(tables: readonly TableName[], work: (tx: ReadTx) => Promise<R>): Promise<R>
  /** `strict`: on the disk before it returns, for what exists nowhere else (outbox, drafts). */
  write<R>(
    tables: readonly TableName[],
    work: (tx: WriteTx) => Promise<R>,
    options?: { strict?: boolean },
  ): Promise<R>
  close(): void
  /** Deletes everything; the store is closed afterwards. */
  destroy(): Promise<void>
}

export function isKeyRange(key: Key | KeyRange): key is KeyRange {
  return typeof key === 'object' && !Array.isArray(key)
}
