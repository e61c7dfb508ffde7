/** A small seeded generator (mulberry32): the same seed walks the same path. */
export interface Random {
  /** 0 ≤ n < 1. */
  next(): number
  /** A whole number, 0 ≤ n < below. */
  below(below: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
}

export function seeded(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (n: number) => Math.floor(next() * n)
  return { next, below, chance: probability => next() < probability, pick: list => list[below(list.length)]! }
}
