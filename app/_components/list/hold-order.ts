/**
 * The order on screen while somebody is about to press a row: what stands there stays there, what went is gone,
 * and what came stands at the end until the order is let go.
 */
export function holdOrder(held: readonly string[], current: readonly string[]): string[] {
  const there = new Set(current)
  const known = new Set(held)
  return [...held.filter(id => there.has(id)), ...current.filter(id => !known.has(id))]
}
