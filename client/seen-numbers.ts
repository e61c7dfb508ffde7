/**
 * Numbers of the feeds that were seen above a cursor, per tab: they are only worth something while the gap below them
 * is open.
 */
export class SeenNumbers {
  private readonly revs = new Map<string, Set<number>>()
  private readonly userRevs = new Set<number>()

  clear(): void {
    this.revs.clear()
    this.userRevs.clear()
  }

  /** How far a conversation's cursor moves from `rev` over what was seen, and over `now`. */
  reach(conversationId: string, rev: number, now?: ReadonlySet<number>): number {
    return climb(rev, now, this.revs.get(conversationId))
  }

  /** Notes these, and forgets what lies at the cursor or below it. */
  add(conversationId: string, revs: Iterable<number>, cursor: number): void {
    const seen = this.revs.get(conversationId) ?? new Set()
    for (const rev of revs) if (rev > cursor) seen.add(rev)
    for (const rev of seen) if (rev <= cursor) seen.delete(rev)
    if (seen.size > 0) this.revs.set(conversationId, seen)
    else this.revs.delete(conversationId)
  }

  reachOwn(userRev: number, now: ReadonlySet<number>): number {
    return climb(userRev, now, this.userRevs)
  }

  /** Returns whether numbers below a seen one are missing. */
  addOwn(userRevs: Iterable<number>, cursor: number): boolean {
    for (const rev of userRevs) if (rev > cursor) this.userRevs.add(rev)
    for (const rev of this.userRevs) if (rev <= cursor) this.userRevs.delete(rev)
    return this.userRevs.size > 0
  }
}

function climb(from: number, ...seen: (ReadonlySet<number> | undefined)[]): number {
  let reached = from
  while (seen.some(numbers => numbers?.has(reached + 1))) reached += 1
  return reached
}
