/**
 * What input may look like before anybody reads it: JSON values only, not too deep, not too big. Schemas and hashes
 * walk their input recursively; this comes first, so that no input can take them further than they go (I19).
 */
import { Refusal } from '#server/domain/refusal.ts'

const maxDepth = 32

/**
 * @param maxBytes of the input as JSON
 * @returns what is wrong with it, or null
 */
export function refuseShape(input: unknown, maxBytes: number): Refusal | null {
  const bound = boundOf(input, 0)
  if (typeof bound !== 'number') return bound
  // The bound is cheap and too high; only what exceeds it is measured.
  if (bound <= maxBytes || Buffer.byteLength(JSON.stringify(input)) <= maxBytes) return null
  return new Refusal('TOO_LARGE', `The request is larger than ${maxBytes} bytes.`)
}

/** Bytes this value takes as JSON at most. */
function boundOf(value: unknown, depth: number): number | Refusal {
  if (typeof value === 'string') return value.length * 6 + 2
  if (typeof value !== 'object' || value === null) return 25
  if (depth === maxDepth)
    return new Refusal('BAD_REQUEST', `The input is nested deeper than ${maxDepth} levels.`)
  return Array.isArray(value) ? boundOfAll(value, depth) : boundOfObject(value, depth)
}

function boundOfObject(value: object, depth: number): number | Refusal {
  const prototype: unknown = Object.getPrototypeOf(value)
  // Sockets can carry bytes, JSON cannot: both doors take the same.
  if (prototype !== Object.prototype && prototype !== null) {
    return new Refusal('BAD_REQUEST', 'The input holds something that is not JSON.')
  }
  // It would have to be kept untouched, and most code that copies objects drops it or worse.
  if (Object.hasOwn(value, '__proto__'))
    return new Refusal('BAD_REQUEST', 'The input uses the key "__proto__".')
  let keys = 0
  for (const key of Object.keys(value)) keys += key.length * 6 + 4
  const values = boundOfAll(Object.values(value), depth)
  return typeof values === 'number' ? values + keys : values
}

function boundOfAll(values: unknown[], depth: number): number | Refusal {
  let sum = 2
  for (const value of values) {
    const bound = boundOf(value, depth + 1)
    if (typeof bound !== 'number') return bound
    sum += bound + 1
  }
  return sum
}
