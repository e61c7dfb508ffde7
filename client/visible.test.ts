import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countBack, countOn, firstSeen, holesOf, isSeen, joinHoles, runsOf } from './visible.ts'

const intervals = fc.array(
  fc.record({ from: fc.integer({ min: 1, max: 40 }), size: fc.integer({ min: 0, max: 12 }) }),
  { minLength: 1, maxLength: 4 },
)
const sights = fc
  .tuple(intervals, fc.boolean())
  .map(([all, open]) =>
    all.map(({ from, size }, n) => ({ from, to: open && n === all.length - 1 ? null : from + size })),
  )
const top = 80
const seqs = Array.from({ length: top }, (_, n) => n + 1)

describe('what I may see of a group', () => {
  it('is the same whether it is asked seq by seq or as runs and holes', () => {
    fc.assert(
      fc.property(sights, visible => {
        const runs = runsOf(visible)
        const holes = holesOf(visible)
        const seen = seqs.filter(seq => isSeen(visible, seq))
        const inRuns = seqs.filter(seq => runs.some(([from, to]) => from <= seq && seq <= to))
        const inHoles = seqs.filter(seq => holes.some(([from, to]) => from <= seq && seq <= to))
        expect(inRuns).toEqual(seen)
        expect(inHoles).toEqual(
          seqs.filter(seq => seq > seen[0]! && seq < seen.at(-1)! && !seen.includes(seq)),
        )
      }),
    )
  })

  it('is counted by what there is to see, in both directions', () => {
    fc.assert(
      fc.property(
        sights,
        fc.integer({ min: 1, max: top }),
        fc.integer({ min: 1, max: 20 }),
        (visible, seq, count) => {
          const seen = seqs.filter(one => isSeen(visible, one))
          const below = seen.filter(one => one < seq)
          expect(countBack(visible, seq, count)).toBe(below.slice(-count)[0] ?? seq)
          const above = seen.filter(one => one > seq)
          // Beyond what is tried here an open end goes on.
          if (above.length >= count) expect(countOn(visible, seq, count)).toBe(above[count - 1])
          expect(firstSeen(visible, seq)).toBe(seen.find(one => one >= seq))
        },
      ),
    )
  })

  it('joins a hole to what lies at its edge, and leaves one alone that nothing touches', () => {
    const holes = holesOf([
      { from: 1, to: 10 },
      { from: 21, to: 30 },
      { from: 41, to: null },
    ])
    expect(holes).toEqual([
      [11, 20],
      [31, 40],
    ])
    expect(joinHoles([[5, 10]], holes)).toEqual([[5, 20]])
    expect(joinHoles([[21, 25]], holes)).toEqual([[11, 25]])
    expect(joinHoles([[45, 50]], holes)).toEqual([[45, 50]])
    expect(
      joinHoles(
        [
          [21, 30],
          [41, 44],
        ],
        holes,
      ),
    ).toEqual([[11, 44]])
    expect(joinHoles([], holes)).toEqual([])
  })
})
