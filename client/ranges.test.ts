import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addRange,
  covers,
  cutBelow,
  cutBetween,
  lastRange,
  type Range,
  type Ranges,
  rangeAt,
} from './ranges.ts'

const top = 60
const seq = fc.integer({ min: 0, max: top })
const step = fc.oneof(
  fc.record({ add: fc.tuple(seq, seq) }),
  fc.record({ cut: seq }),
  fc.record({ lose: fc.tuple(seq, seq) }),
)
type Step = { add: [number, number] } | { cut: number } | { lose: [number, number] }

function walk(steps: Step[]): { ranges: Ranges; model: Set<number> } {
  let ranges: Ranges = []
  const model = new Set<number>()
  for (const one of steps) {
    if ('add' in one) {
      const [from, to] = one.add
      ranges = addRange(ranges, from, to)
      for (let n = from; n <= to; n++) model.add(n)
    } else if ('lose' in one) {
      const [from, to] = one.lose
      ranges = cutBetween(ranges, from, to)
      for (let n = from; n <= to; n++) model.delete(n)
    } else {
      ranges = cutBelow(ranges, one.cut)
      for (const n of [...model]) if (n < one.cut) model.delete(n)
    }
  }
  return { ranges, model }
}

const steps = fc.array(step, { maxLength: 30 }) as fc.Arbitrary<Step[]>

describe('ranges of complete seqs', () => {
  it('hold exactly what was added and not cut, in the fewest pieces', () => {
    fc.assert(
      fc.property(steps, list => {
        const { ranges, model } = walk(list)
        const held = new Set(ranges.flatMap(([a, b]) => Array.from({ length: b - a + 1 }, (_, n) => a + n)))
        expect(held).toEqual(model)
        for (const [from, to] of ranges) expect(from).toBeLessThanOrEqual(to)
        for (let n = 1; n < ranges.length; n++) expect(ranges[n]![0]).toBeGreaterThan(ranges[n - 1]![1] + 1)
      }),
      { numRuns: 500 },
    )
  })

  it('answer what holds a seq, which is the last, and what is covered', () => {
    fc.assert(
      fc.property(steps, seq, seq, (list, from, to) => {
        const { ranges, model } = walk(list)
        const at = rangeAt(ranges, from)
        expect(at !== undefined).toBe(model.has(from))
        if (at) expect(at[0] <= from && from <= at[1]).toBe(true)
        expect(lastRange(ranges)?.[1]).toBe(model.size === 0 ? undefined : Math.max(...model))
        let all = true
        for (let n = from; n <= to; n++) all &&= model.has(n)
        expect(covers(ranges, from, to)).toBe(all)
      }),
      { numRuns: 500 },
    )
  })

  it('never change what they were given', () => {
    const frozen: Ranges = Object.freeze([Object.freeze([1, 3] as Range), Object.freeze([7, 9] as Range)])
    expect(addRange(frozen, 4, 6)).toEqual([[1, 9]])
    expect(cutBelow(frozen, 8)).toEqual([[8, 9]])
    expect(frozen).toEqual([
      [1, 3],
      [7, 9],
    ])
  })
})
