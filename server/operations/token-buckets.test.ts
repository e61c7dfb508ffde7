import { expect, test } from 'vitest'
import { createTokenBuckets } from './token-buckets.ts'

function at(perSecond: number, burst: number) {
  const clock = { time: 1000 }
  return { clock, buckets: createTokenBuckets(perSecond, burst, () => clock.time) }
}

const takeMany = (take: () => number, times: number) =>
  Array.from({ length: times }, take).filter(ms => ms === 0)

test('Ada may ask 120 times at once, then 30 times a second', () => {
  const { clock, buckets } = at(30, 120)
  expect(takeMany(() => buckets.take('ada'), 200)).toHaveLength(120)
  expect(buckets.take('ada')).toBeGreaterThan(0)
  clock.time += 1000
  expect(takeMany(() => buckets.take('ada'), 200)).toHaveLength(30)
})

test('the wait Ada is told is long enough, and no longer', () => {
  const { clock, buckets } = at(10, 1)
  buckets.take('ada')
  const waitMs = buckets.take('ada')
  clock.time += waitMs - 1
  expect(buckets.take('ada')).toBe(1)
  clock.time += 1
  expect(buckets.take('ada')).toBe(0)
})

test("Ben's asking takes nothing from Ada", () => {
  const { buckets } = at(1, 1)
  takeMany(() => buckets.take('ben'), 5)
  expect(buckets.take('ada')).toBe(0)
})

test('those who paused long enough are forgotten', () => {
  const { clock, buckets } = at(10, 10)
  for (let index = 0; index < 100; index++) buckets.take(`visitor ${index}`)
  clock.time += 60_000
  buckets.take('ada')
  expect(buckets.size()).toBe(1)
})

test('a rate of 0 limits nobody', () => {
  const { buckets } = at(0, 0)
  expect(takeMany(() => buckets.take('ada'), 10_000)).toHaveLength(10_000)
})
