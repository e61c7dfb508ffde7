import { expect, test } from 'vitest'
import { highestSeen, seenRuns, sees } from './visible.ts'

const here = { visible: [{ from: 1, to: null }], clearSeq: 0 }
/** Was removed at 5, came back at 9 with what was said from 8 on. */
const back = {
  visible: [
    { from: 1, to: 5 },
    { from: 8, to: null },
  ],
  clearSeq: 0,
}
const gone = { visible: [{ from: 3, to: 7 }], clearSeq: 4 }

test('a member sees everything up to where the conversation stands', () => {
  expect(seenRuns(here, 12)).toEqual([{ from: 1, to: 12 }])
  expect(seenRuns(here, 0)).toEqual([])
  expect(highestSeen(here, 12)).toBe(12)
})

test('who was away does not see what was said meanwhile', () => {
  expect(seenRuns(back, 12)).toEqual([
    { from: 1, to: 5 },
    { from: 8, to: 12 },
  ])
  expect([5, 6, 7, 8].map(seq => sees(back, seq))).toEqual([true, false, false, true])
  expect(highestSeen(back, 7)).toBe(5)
})

test('who left sees nothing beyond, and clearing cuts from below', () => {
  expect(seenRuns(gone, 12)).toEqual([{ from: 5, to: 7 }])
  expect([4, 5, 7, 8].map(seq => sees(gone, seq))).toEqual([false, true, true, false])
  expect(highestSeen(gone, 12)).toBe(7)
  expect(seenRuns({ ...gone, clearSeq: 7 }, 12)).toEqual([])
})
