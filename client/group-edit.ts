import type { Group, Member } from '#protocol/entities/group.ts'
import { listsAll, rosterTerms } from './membership.ts'
import type { WriteTx } from './store/kv.ts'
import { allBuckets, bucketOf, type StoredConversation } from './store/schema.ts'
import { isOpen } from './visible.ts'

/** A list of members that was loaded to its end: who stood in it, and where the feed stood before and after. */
export interface LoadedRoster {
  listed: ReadonlySet<string>
  began: number
  ended: number
}

/** What a group is here, besides its messages, while a transaction changes it: its row, my place in it, its members. */
export class GroupEdit {
  private readonly buckets = new Map<number, Member[]>()
  private readonly touched = new Set<number>()
  private readonly tx: WriteTx
  private readonly me: string
  private readonly state: StoredConversation
  /** What it was before: a list loaded under other rules is no list. */
  private readonly before: { listed: boolean | undefined; open: boolean; rev: number; terms: string }

  constructor(tx: WriteTx, me: string, state: StoredConversation) {
    this.tx = tx
    this.me = me
    this.state = state
    const { rev, row } = state
    this.before = { listed: listsAll(state), open: isOpen(row.visible), rev, terms: rosterTerms(state) }
  }

  putGroup(group: Group): void {
    const { state } = this
    state.headRev = Math.max(state.headRev, group.rev)
    if (!state.group || group.rev > state.group.rev) state.group = group
  }

  /** Takes rows of members unless the store has them as new or newer; rows of those who left stay. */
  async putMembers(rows: readonly Member[]): Promise<void> {
    const { state } = this
    if (rows.length > 1) await this.prepare(rows)
    for (const row of rows) {
      state.headRev = Math.max(state.headRev, row.rev)
      if (row.userId === this.me && row.rev > (state.member?.rev ?? -1)) state.member = row
      const bucket = await this.bucket(bucketOf(row.userId))
      const at = bucket.findIndex(one => one.userId === row.userId)
      const old = bucket[at]
      if (old && old.rev >= row.rev) continue
      if (old) bucket[at] = row
      else bucket.push(row)
      state.memberCount += Number(row.leftAt === null) - Number(old?.leftAt === null)
      this.touched.add(bucketOf(row.userId))
    }
  }

  /**
   * The whole list was loaded: its rows are in the store. Whoever did not stand in it, and did not come since it was
   * begun, left while nobody told.
   */
  async complete({ listed, began, ended }: LoadedRoster): Promise<void> {
    const { state } = this
    const whole = listsAll(this.state) === true
    await this.readAll()
    state.memberCount = 0
    for (const [number, bucket] of this.buckets) {
      const kept = bucket.filter(
        ({ userId, leftAt, rev: at }) => !whole || leftAt !== null || at > began || listed.has(userId),
      )
      if (kept.length < bucket.length) this.touched.add(number)
      this.buckets.set(number, kept)
      state.memberCount += kept.filter(({ leftAt }) => leftAt === null).length
    }
    state.roster = 'complete'
    state.rosterRev = ended
  }

  /** The list is not kept level any more: whatever is needed of it is to be loaded anew. */
  breakRoster(): void {
    this.state.roster = 'none'
    this.state.rosterRev = 0
    this.state.rosterBreaks += 1
  }

  save(): void {
    const { state, before } = this
    const changed = before.listed !== undefined && before.listed !== listsAll(state)
    const rejoined = !before.open && isOpen(state.row.visible)
    // The rules may have been others, and these again, while a list was loaded that was ahead of the feed.
    const isDoubtful = before.rev < state.rosterRev && before.terms !== rosterTerms(state)
    if (state.row.scene === 'group' && (changed || rejoined || isDoubtful)) this.breakRoster()
    for (const number of this.touched)
      this.tx.put('members', [this.state.id, number], this.buckets.get(number) ?? [])
  }

  private async prepare(rows: readonly Member[]): Promise<void> {
    const missing = [...new Set(rows.map(({ userId }) => bucketOf(userId)))].filter(
      number => !this.buckets.has(number),
    )
    const found = await this.tx.getMany(
      'members',
      missing.map(number => [this.state.id, number]),
    )
    for (const [at, number] of missing.entries()) this.buckets.set(number, [...(found[at] ?? [])])
  }

  private async readAll(): Promise<void> {
    const { from, to } = allBuckets(this.state.id)
    for (let number = from; number <= to; number++) await this.bucket(number)
  }

  private async bucket(number: number): Promise<Member[]> {
    let bucket = this.buckets.get(number)
    if (!bucket) {
      bucket = [...((await this.tx.get('members', [this.state.id, number])) ?? [])]
      this.buckets.set(number, bucket)
    }
    return bucket
  }
}
