/**
 * Ranges of complete seqs: sorted, never touching each other. Pure arithmetic; the timeline shows what lies inside
 * them and nothing else.
 */
export type Range = readonly [from: number, to: number]
export type Ranges = readonly Range[]

/** `ranges` with everything from `from` to `to` known too. */
export function addRange(ranges: Ranges, from: number, to: number): Ranges {
  if (to < from) return ranges
  const result: Range[] = []
  let start = from
  let end = to
  for (const range of ranges) {
    if (range[1] < start - 1) result.push(range)
    else if (range[0] > end + 1) break
    else {
      start = Math.min(start, range[0])
      end = Math.max(end, range[1])
    }
  }
  result.push([start, end])
  for (const range of ranges) if (range[0] > end + 1) result.push(range)
  return result
}

/** `ranges` without anything below `from`. */
export function cutBelow(ranges: Ranges, from: number): Ranges {
  return ranges.flatMap(([a, b]): Range[] => (b < from ? [] : [[Math.max(a, from), b]]))
}

/** `ranges` without anything from `from` to `to`. */
export function cutBetween(ranges: Ranges, from: number, to: number): Ranges {
  if (to < from) return ranges
  return ranges.flatMap(([a, b]): Range[] => {
    const left: Range[] = a < from ? [[a, Math.min(b, from - 1)]] : []
    return b > to ? [...left, [Math.max(a, to + 1), b]] : left
  })
}

/** The range that holds `seq`. */
export function rangeAt(ranges: Ranges, seq: number): Range | undefined {
  return ranges.find(([from, to]) => from <= seq && seq <= to)
}

export function lastRange(ranges: Ranges): Range | undefined {
  return ranges[ranges.length - 1]
}

/** Whether every seq from `from` to `to` is known; an empty stretch is. */
export function covers(ranges: Ranges, from: number, to: number): boolean {
  if (to < from) return true
  const range = rangeAt(ranges, from)
  return range !== undefined && range[1] >= to
}
