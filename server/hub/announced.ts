/**
 * The highest number of each feed that this node has pushed. It need not remember everything: for a feed it forgot,
 * the check of numbers says a number twice, which does no harm.
 */
export interface Announced {
  note(feed: string, number: number): void
  /** True where this number or a higher one was pushed. */
  covers(feed: string, number: number): boolean
}

const kept = 50_000

export function createAnnounced(): Announced {
  const highest = new Map<string, number>()
  return {
    note(feed, number) {
      const before = highest.get(feed) ?? 0
      highest.delete(feed)
      highest.set(feed, Math.max(before, number))
      const oldest = highest.size > kept ? highest.keys().next().value : undefined
      if (oldest !== undefined) highest.delete(oldest)
    },
    covers: (feed, number) => (highest.get(feed) ?? -1) >= number,
  }
}
