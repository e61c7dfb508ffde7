/**
 * Which seqs of a conversation one person may see: inside `visible` and above `clearSeq`, nothing else, whatever the
 * path (I5). Every reader asks here.
 */
import { type SQL, sql } from 'drizzle-orm'
import type { Interval } from '#protocol/entities/conversation.ts'

/** What of an own row decides. */
export interface Sight {
  visible: Interval[]
  clearSeq: number
}

/** A closed run of seqs. */
export interface Run {
  from: number
  to: number
}

/** The runs a person may see while the conversation stands at `seq`, in order; empty ones are left out. */
export function seenRuns({ visible, clearSeq }: Sight, seq: number): Run[] {
  return visible
    .map(({ from, to }) => ({ from: Math.max(from, clearSeq + 1), to: Math.min(to ?? seq, seq) }))
    .filter(run => run.from <= run.to)
    .sort((a, b) => a.from - b.from)
}

export function sees(sight: Sight, seq: number): boolean {
  return (
    seq > sight.clearSeq && sight.visible.some(({ from, to }) => from <= seq && (to === null || seq <= to))
  )
}

/** The highest seq a person may see while the conversation stands at `seq`; `clearSeq` cuts from below only. */
export function highestSeen({ visible }: Pick<Sight, 'visible'>, seq: number): number {
  return Math.max(0, ...visible.filter(run => run.from <= seq).map(({ to }) => Math.min(to ?? seq, seq)))
}

/** `visible` with one more interval, in order and without overlaps: each seq lies in one of them at most. */
export function withInterval(visible: readonly Interval[], added: Interval): Interval[] {
  const end = (interval: Interval) => interval.to ?? Number.POSITIVE_INFINITY
  const sorted = [...visible, added].sort((a, b) => a.from - b.from)
  const merged: Interval[] = []
  for (const interval of sorted) {
    const last = merged.at(-1)
    if (!last || interval.from > end(last) + 1) merged.push({ ...interval })
    else if (end(interval) > end(last)) last.to = interval.to
  }
  return merged
}

/** `visible` of whoever goes: what is open ends with the line that tells of it. */
export function closedAt(visible: readonly Interval[], seq: number): Interval[] {
  return visible.map(({ from, to }) => ({ from, to: to ?? seq }))
}

/** The same in SQL: rows `v(lo, hi)` for the own row under `alias`, to be joined laterally; a range scan each. */
export function seenRunsSql(alias: 'm', above: SQL): SQL {
  const own = sql.raw(alias)
  return sql`(
    select greatest(i."from", ${above} + 1) as lo, coalesce(i."to", 9007199254740991) as hi
    from jsonb_to_recordset(${own}.visible) as i("from" bigint, "to" bigint)
  )`
}
