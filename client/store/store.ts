import type { StorageState } from '../types.ts'
import type { Kv, ReadTx, WriteTx } from './kv.ts'
import type { Key, TableName, Tables } from './schema.ts'

/** Tables held in memory as a whole, so that screens read them without waiting. */
const mirrored = ['meta', 'conversations', 'outbox', 'drafts', 'friends', 'notices', 'users'] as const
type Mirrored = (typeof mirrored)[number]

/** What one transaction changed: keys by table; for blocks and members `[conversationId, number]`. */
export type Changed = { table: TableName; key: Key | '*' }[]

/** How tabs of one person tell each other what they wrote. */
export interface TabChannel {
  post(message: unknown): void
  listen(listener: (message: unknown) => void): void
  close(): void
}

/**
 * The store as the engine uses it: transactions on disk, small tables mirrored in memory, and one word to every
 * listener, in this tab and the others, after each change.
 */
export class Store {
  private readonly mirror = new Map<Mirrored, Map<string, unknown>>(mirrored.map(name => [name, new Map()]))
  private readonly listeners = new Set<(changed: Changed) => void>()
  private full = false
  private readonly kv: Kv
  private readonly channel: TabChannel | undefined

  private constructor(kv: Kv, channel: TabChannel | undefined) {
    this.kv = kv
    this.channel = channel
  }

  static async open(kv: Kv, channel?: TabChannel): Promise<Store> {
    const store = new Store(kv, channel)
    // Listening starts before the first read: a change made meanwhile is read again, never missed.
    channel?.listen(message => {
      const changed = (message as { changed?: Changed }).changed
      // A store closed meanwhile has nobody left to show the change to.
      if (changed) store.reload(changed).catch(() => undefined)
    })
    await store.reload(mirrored.map(table => ({ table, key: '*' as const })))
    return store
  }

  /** `full` from the first write the browser's quota refused, until one succeeds. */
  get state(): StorageState {
    return this.full ? 'full' : this.kv.kind
  }

  /** From the mirror; never waits. The value must not be changed. */
  peek<T extends Mirrored>(table: T, key: string): Tables[T] | undefined {
    return this.mirror.get(table)!.get(key) as Tables[T] | undefined
  }

  all<T extends Mirrored>(table: T): IterableIterator<Tables[T]> {
    return this.mirror.get(table)!.values() as IterableIterator<Tables[T]>
  }

  read<R>(tables: readonly TableName[], work: (tx: ReadTx) => Promise<R>): Promise<R> {
    return this.kv.read(tables, work)
  }

  async write<R>(
    tables: readonly TableName[],
    work: (tx: WriteTx) => Promise<R>,
    options?: { strict?: boolean },
  ): Promise<R> {
    const changed: Changed = []
    const values: (() => void)[] = []
    const result = await this.kv
      .write(
        tables,
        tx =>
          work({
            ...tx,
            put: (table, key, value) => {
              tx.put(table, key, value)
              changed.push({ table, key })
              if (isMirrored(table)) values.push(() => this.mirror.get(table)!.set(key as string, value))
            },
            delete: (table, key) => {
              tx.delete(table, key)
              if (typeof key === 'object' && 'id' in key) return void changed.push({ table, key: '*' })
              changed.push({ table, key })
              if (isMirrored(table)) values.push(() => this.mirror.get(table)!.delete(key as string))
            },
            clear: table => {
              tx.clear(table)
              changed.push({ table, key: '*' })
              if (isMirrored(table)) values.push(() => this.mirror.get(table)!.clear())
            },
          }),
        options,
      )
      .catch((error: unknown) => {
        if (error instanceof DOMException && error.name === 'QuotaExceededError') {
          this.full = true
          this.tell([])
        }
        throw error
      })
    this.full = false
    if (changed.length > 0) {
      // Committed: now the mirror may show it.
      for (const apply of values) apply()
      this.tell(changed)
      this.channel?.post({ changed })
    }
    return result
  }

  subscribe(listener: (changed: Changed) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  close(): void {
    this.listeners.clear()
    this.kv.close()
  }

  async destroy(): Promise<void> {
    this.listeners.clear()
    await this.kv.destroy()
  }

  private tell(changed: Changed): void {
    for (const listener of this.listeners) listener(changed)
  }

  /** Reads again what another tab wrote. */
  private async reload(changed: Changed): Promise<void> {
    const wanted = changed.filter((one): one is { table: Mirrored; key: Key | '*' } => isMirrored(one.table))
    const known = wanted.length
    const tables = [...new Set(wanted.map(one => one.table))]
    if (tables.length > 0) {
      await this.kv.read([...new Set([...tables, 'conversations' as const])], async tx => {
        const whole = tables.filter(table => wanted.some(one => one.table === table && one.key === '*'))
        const values: (() => void)[] = []
        for (const table of whole) {
          const records = await tx.getAll(table)
          values.push(() => {
            this.mirror.get(table)!.clear()
            for (const value of records) this.mirror.get(table)!.set(keyOf(table, value), value)
          })
        }
        for (const { table, key } of wanted) {
          if (whole.includes(table)) continue
          const value = await tx.get(table, key)
          // Settled by a later write that has not been told yet: its conversation, which has the message then, is read
          // together with it, or for a moment neither would show.
          const gone =
            table === 'outbox' && value === undefined ? this.peek('outbox', key as string) : undefined
          if (gone) wanted.push({ table: 'conversations', key: gone.conversationId })
          values.push(() => {
            if (value === undefined) this.mirror.get(table)!.delete(key as string)
            else this.mirror.get(table)!.set(key as string, value)
          })
        }
        // All at once: what was written together is seen together, here too.
        for (const apply of values) apply()
      })
    }
    this.tell([...changed, ...wanted.slice(known)])
  }
}

function isMirrored(table: TableName): table is Mirrored {
  return table !== 'blocks' && table !== 'members'
}

/** The key of a value that lies in a mirrored table. */
function keyOf(table: Mirrored, value: Tables[Mirrored]): string {
  switch (table) {
    case 'meta':
      return Object.keys(value)[0]!
    case 'conversations':
      return (value as Tables['conversations']).id
    case 'outbox':
      return (value as Tables['outbox']).idClient
    case 'drafts':
      return (value as Tables['drafts']).conversationId
    case 'friends':
      return (value as Tables['friends']).userId
    case 'notices':
      return (value as Tables['notices']).msgId
    case 'users':
      return (value as Tables['users']).id
  }
}
