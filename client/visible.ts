import type { Interval } from '#protocol/entities/conversation.ts'
import { addRange, type Range, type Ranges } from './ranges.ts'

/**
 * Which seqs of a conversation I may see: arithmetic over `visible`. Between two intervals lies what was said while I
 * was not in the group: there are no rows for me, so that nothing of it can be missing.
 */

/** The intervals in order, overlapping ones as one; an open end is as far as numbers go. */
export function runsOf(visible: readonly Interval[]): Ranges {
  return visible.reduce<Ranges>(
    (runs, { from, to }) => addRange(runs, from, to ?? Number.MAX_SAFE_INTEGER),
    [],
  )
}

/** What lies between the runs. */
export function holesOf(visible: readonly Interval[]): Ranges {
  const runs = runsOf(visible)
  return runs.slice(1).map((run, n): Range => [runs[n]![1] + 1, run[0] - 1])
}

/** I am in it: an end is open. */
export function isOpen(visible: readonly Interval[]): boolean {
  return visible.some(({ to }) => to === null)
}

export function isSeen(visible: readonly Interval[], seq: number): boolean {
  return visible.some(({ from, to }) => from <= seq && (to === null || seq <= to))
}

/** The first seq at `seq` or above it that I may see. */
export function firstSeen(visible: readonly Interval[], seq: number): number | undefined {
  const run = runsOf(visible).find(([, to]) => to >= seq)
  return run && Math.max(run[0], seq)
}

/** The seq that has `count` seen ones from itself to right below `seq`; the first seen one where there are fewer. */
export function countBack(visible: readonly Interval[], seq: number, count: number): number {
  let left = count
  let first = seq
  for (const [from, to] of [...runsOf(visible)].reverse()) {
    const top = Math.min(to, seq - 1)
    if (top < from) continue
    if (top - from + 1 >= left) return top - left + 1
    left -= top - from + 1
    first = from
  }
  return first
}

/** The seq that has `count` seen ones from right above `seq` to itself; the last seen one where there are fewer. */
export function countOn(visible: readonly Interval[], seq: number, count: number): number {
  let left = count
  let last = seq
  for (const [from, to] of runsOf(visible)) {
    const bottom = Math.max(from, seq + 1)
    if (to < bottom) continue
    if (to - bottom + 1 >= left) return bottom + left - 1
    left -= to - bottom + 1
    last = to
  }
  return last
}

/** `ranges` with each hole they touch: what lies in it is known to be nothing. */
export function joinHoles(ranges: Ranges, holes: Ranges): Ranges {
  let joined = ranges
  for (const [from, to] of holes)
    if (joined.some(range => range[0] <= to + 1 && range[1] >= from - 1)) joined = addRange(joined, from, to)
  return joined
}
