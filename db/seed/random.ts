/** Chance that can be repeated: the same start gives the same people, words and ids. */
import { v7 as uuidv7 } from 'uuid'

export interface Random {
  /** From 0 up to, not including, 1. */
  number(): number
  /** A whole number, both ends included. */
  between(from: number, to: number): number
  chance(probability: number): boolean
  pick<T>(from: readonly T[]): T
  /** An id as if made at this time. */
  id(time: number): string
}

/** mulberry32: small, and even enough for dice. */
export function createRandom(start: number): Random {
  let state = start >>> 0
  function number(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (from: number, to: number) => from + Math.floor(number() * (to - from + 1))
  return {
    number,
    between,
    chance: probability => number() < probability,
    pick<T>(from: readonly T[]): T {
      if (from.length === 0) throw new Error('There is nothing to pick from')
      return from[between(0, from.length - 1)] as T
    },
    id: time =>
      uuidv7({
        msecs: time,
        seq: between(0, 0xff_ff_ff),
        random: Uint8Array.from({ length: 16 }, () => between(0, 255)),
      }),
  }
}
