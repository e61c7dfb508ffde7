/**
 * Rates with a burst, for any number of keys: each key has a bucket that fills at `perSecond` up to `burst`. A bucket
 * belongs to a person or an address, not to a connection, so coming back does not refill it; full buckets are
 * forgotten. Asking never waits, so what arrived in order goes on in order (I7).
 */
export interface TokenBuckets {
  /** Takes one token; or tells in how many ms the next one is there, and takes none. */
  take(key: string): number
  size(): number
}

/** @param perSecond 0 switches the limit off */
export function createTokenBuckets(perSecond: number, burst: number, now: () => number): TokenBuckets {
  if (perSecond <= 0) return { take: () => 0, size: () => 0 }
  const everyMs = 1000 / perSecond
  // A burst smaller than one token would let nothing through, ever.
  const roomMs = Math.max(burst, 1) * everyMs
  /** For each key the moment at which its bucket is full again: one number says it all. */
  const fullAt = new Map<string, number>()
  let sweepAt = 0

  function sweep(time: number) {
    for (const [key, full] of fullAt) if (full <= time) fullAt.delete(key)
    sweepAt = time + roomMs
  }

  return {
    take(key) {
      const time = now()
      if (time >= sweepAt) sweep(time)
      const full = Math.max(fullAt.get(key) ?? 0, time) + everyMs
      const overMs = full - time - roomMs
      // Rounding of everyMs must not refuse the last token of a full bucket.
      if (overMs > 0.001) return Math.ceil(overMs)
      fullAt.set(key, full)
      return 0
    },
    size: () => fullAt.size,
  }
}
