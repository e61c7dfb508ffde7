import type { Member } from '#protocol/entities/group.ts'
import { isManager } from '#protocol/group-policy.ts'
import { listsAll } from './membership.ts'
import type { Rosters } from './rosters.ts'
import { allBuckets } from './store/schema.ts'
import type { Changed, Store } from './store/store.ts'
import type { Roster, RosterView } from './types.ts'

const rank = { owner: 0, admin: 1, member: 2 } as const

/** The members of one group as the store has them; rows and lists keep their identity while they do not change. */
export class StoredRoster implements Roster {
  private current: RosterView = {
    ready: false,
    complete: false,
    failed: false,
    members: [],
    of: () => undefined,
  }
  private readonly buckets = new Map<number, Member[]>()
  /** Buckets to be read again. */
  private stale = new Set<number>()
  private reading = false
  private closed = false
  private readonly listeners = new Set<() => void>()
  private readonly ends: (() => void)[]
  private readonly store: Store
  private readonly rosters: Rosters
  private readonly me: string
  private readonly id: string
  private readonly report: (work: Promise<unknown>) => void

  constructor(
    store: Store,
    rosters: Rosters,
    me: string,
    id: string,
    report: (work: Promise<unknown>) => void,
  ) {
    this.store = store
    this.rosters = rosters
    this.me = me
    this.id = id
    this.report = report
    this.ends = [
      store.subscribe(changed => this.take(changed)),
      rosters.subscribe(() => this.build(false)),
      rosters.open(id),
    ]
    this.forget()
    this.refresh()
  }

  view(): RosterView {
    return this.current
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  close(): void {
    this.closed = true
    for (const end of this.ends.splice(0)) end()
    this.listeners.clear()
  }

  private take(changed: Changed): void {
    const here = changed.filter(({ key }) => key === '*' || key === this.id || key[0] === this.id)
    for (const { table, key } of here)
      if (table === 'members') this.forget(key === '*' ? undefined : Number(key[1]))
    if (this.stale.size > 0) this.refresh()
    else if (here.some(({ table }) => table === 'conversations')) this.build(false)
  }

  /** This bucket, or all, is to be read again. */
  private forget(bucket?: number): void {
    const { from, to } = allBuckets(this.id)
    for (let number = bucket ?? from; number <= (bucket ?? to); number++) this.stale.add(number)
  }

  private refresh(): void {
    if (!this.reading) this.report(this.read())
  }

  /** Buckets that change during a read are read once more behind it. */
  private async read(): Promise<void> {
    this.reading = true
    let moved = !this.current.ready
    try {
      while (this.stale.size > 0 && !this.closed) {
        const numbers = [...this.stale]
        this.stale = new Set()
        const found = await this.store.read(['members'], tx =>
          tx.getMany(
            'members',
            numbers.map(number => [this.id, number]),
          ),
        )
        for (const [at, number] of numbers.entries()) if (this.put(number, found[at] ?? [])) moved = true
      }
    } finally {
      this.reading = false
    }
    if (!this.closed) this.build(moved)
  }

  /** Returns whether any row is another one now. */
  private put(number: number, rows: Member[]): boolean {
    const before = this.buckets.get(number) ?? []
    const old = new Map(before.map(row => [row.userId, row]))
    const now = rows.map(row => {
      const had = old.get(row.userId)
      return had?.rev === row.rev ? had : row
    })
    this.buckets.set(number, now)
    return now.length !== before.length || now.some((row, at) => row !== before[at])
  }

  /** @param moved rows came, changed or went */
  private build(moved: boolean): void {
    const { current } = this
    const ready = current.ready || moved
    const stored = this.store.peek('conversations', this.id)
    const view: RosterView = {
      ready,
      complete: ready && stored?.roster === 'complete',
      failed: this.rosters.failed(this.id),
      members: ready ? this.listed() : current.members,
      of: moved ? this.finder() : current.of,
    }
    const names = Object.keys(view) as (keyof RosterView)[]
    if (names.every(name => view[name] === current[name])) return
    this.current = view
    for (const listener of [...this.listeners]) listener()
  }

  private finder(): RosterView['of'] {
    const rows = new Map([...this.buckets.values()].flat().map(row => [row.userId, row]))
    return userId => rows.get(userId)
  }

  /** Those who are in the group and whom I may know to be. */
  private listed(): Member[] {
    const stored = this.store.peek('conversations', this.id)
    const all = (stored && listsAll(stored)) !== false
    const rows = [...this.buckets.values()]
      .flat()
      .filter(row => row.leftAt === null && (all || isManager(row.role) || row.userId === this.me))
      .sort(compare)
    const { members } = this.current
    return rows.length === members.length && rows.every((row, at) => row === members[at]) ? members : rows
  }
}

function compare(a: Member, b: Member): number {
  return rank[a.role] - rank[b.role] || a.joinedAt - b.joinedAt || (a.userId < b.userId ? -1 : 1)
}
