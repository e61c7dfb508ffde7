import { expect, test } from 'vitest'
import { refuseShape } from './shape.ts'

const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown

test('an ordinary request passes', () => {
  expect(refuseShape({ text: 'hello', list: [1, null, true], deep: { a: { b: 'c' } } }, 1000)).toBeNull()
})

test('what is nested too deep is refused before anything walks it', () => {
  expect(refuseShape(nested(32), 1000)).toBeNull()
  expect(refuseShape(nested(33), 1000)?.code).toBe('BAD_REQUEST')
  expect(refuseShape(nested(100_000), 1_000_000)?.code).toBe('BAD_REQUEST')
})

test('size is that of the JSON, in bytes', () => {
  const text = '漢'.repeat(100)
  const bytes = Buffer.byteLength(JSON.stringify({ text }))
  expect(refuseShape({ text }, bytes)).toBeNull()
  expect(refuseShape({ text }, bytes - 1)?.code).toBe('TOO_LARGE')
  expect(refuseShape(Array(1_000_000).fill(0), 10_000)?.code).toBe('TOO_LARGE')
})

test('a key that means the prototype is refused, its cousins are only words', () => {
  expect(refuseShape(JSON.parse('{"custom":{"__proto__":{"admin":true}}}'), 1000)?.code).toBe('BAD_REQUEST')
  expect(refuseShape({ constructor: { prototype: 'x' } }, 1000)).toBeNull()
})

test('bytes that came over a socket are no JSON', () => {
  expect(refuseShape({ content: Buffer.from('x') }, 1000)?.code).toBe('BAD_REQUEST')
})
