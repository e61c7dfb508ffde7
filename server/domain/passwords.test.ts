import { verify } from '@node-rs/argon2'
import { expect, test, vi } from 'vitest'
import { hashPassword, isPassword } from './passwords.ts'

vi.mock('@node-rs/argon2', async importOriginal => {
  const real = await importOriginal<typeof import('@node-rs/argon2')>()
  return { ...real, verify: vi.fn(real.verify) }
})

test('for nobody as much is computed as for somebody, and nothing is ever right', async () => {
  const hash = await hashPassword('correct horse')
  vi.mocked(verify).mockClear()
  expect(await isPassword('correct horse', hash)).toBe(true)
  expect(await isPassword('wrong horse', hash)).toBe(false)
  expect(await isPassword('correct horse', undefined)).toBe(false)
  // An account that is gone has an empty hash.
  expect(await isPassword('correct horse', '')).toBe(false)
  expect(verify).toHaveBeenCalledTimes(4)
  const costs = vi
    .mocked(verify)
    .mock.calls.map(([stored]) => String(stored).split('$').slice(0, 4).join('$'))
  expect(new Set(costs).size).toBe(1)
})

test('an accent typed as a letter of its own or on its letter is the same password', async () => {
  const hash = await hashPassword('motdepass\u00e9')
  expect(await isPassword('motdepasse\u0301', hash)).toBe(true)
})

test('a crowd signing in waits its turn, a few at a time, and who finds no place hears when to come back', async () => {
  let atOnce = 0
  let most = 0
  vi.mocked(verify).mockImplementation(async () => {
    most = Math.max(most, ++atOnce)
    await Promise.resolve()
    atOnce--
    return true
  })
  const crowd = await Promise.allSettled(Array.from({ length: 300 }, () => isPassword('x', 'hash')))
  const refused = crowd.filter(result => result.status === 'rejected')
  expect(refused.length).toBeGreaterThan(0)
  expect(refused.length).toBeLessThan(100)
  expect(refused[0]?.reason).toMatchObject({ code: 'UNAVAILABLE', retryAfterMs: expect.any(Number) })
  expect(most).toBeLessThanOrEqual(16)
  expect(await isPassword('x', 'hash')).toBe(true)
})
