import { DrizzleQueryError } from 'drizzle-orm'
import { beforeEach, expect, test, vi } from 'vitest'
import { limits } from '#protocol/limits.ts'
import type { House } from '#server/domain/context.ts'
import { refuse } from '#server/domain/refusal.ts'
import { type Caller, createDispatcher, type DispatchOptions } from './dispatch.ts'
import type { Handlers } from './handlers.ts'
import { createTokenBuckets } from './token-buckets.ts'

const actor = { userId: 'ada', sessionId: 'phone' }
const logged: object[] = []
const log = {
  error: (fields: object) => void logged.push(fields),
  warn: (fields: object) => void logged.push(fields),
}
beforeEach(() => {
  logged.length = 0
})

const caller = (more: Partial<Caller> = {}): Caller => ({
  door: 'socket',
  visitor: { address: '192.0.2.1', userAgent: '' },
  presented: true,
  authenticate: () => actor,
  ...more,
})

/** A dispatcher whose only handler is this one, for `session:list`. */
function dispatcherOf(handler: () => Promise<unknown>, more: Partial<DispatchOptions> = {}) {
  return createDispatcher({
    house: { limits, now: Date.now } as House,
    handlers: { 'session:list': handler, 'account:check-username': handler } as unknown as Handlers,
    buckets: createTokenBuckets(0, 0, Date.now),
    log,
    observe: () => {},
    ...more,
  })
}

const ask = (handler: () => Promise<unknown>) => dispatcherOf(handler).dispatch('session:list', {}, caller())

/** As the driver and drizzle throw it. */
function databaseError(code: string) {
  const thrown = Object.assign(new Error('secret detail'), { name: 'PostgresError', code })
  return new DrizzleQueryError('select secret', ['secret'], thrown)
}

test('a refusal of the domain is the answer, with its reason', async () => {
  expect(await ask(() => Promise.reject(refuse('you_blocked')))).toMatchObject({
    ok: false,
    error: { code: 'FORBIDDEN', details: { reason: 'you_blocked' } },
  })
})

test.for([
  '57P01',
  '57014',
  '53300',
  '53100',
  '08006',
  '40P01',
  '55P03',
  '25P03',
  'CONNECTION_CLOSED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
])('a database that says %s is away for a moment', async code => {
  const answer = await ask(() => Promise.reject(databaseError(code)))
  expect(answer).toMatchObject({ ok: false, error: { code: 'UNAVAILABLE', retryAfterMs: 1000 } })
  expect(logged).toHaveLength(1)
})

test.for([databaseError('23505'), databaseError('22P02'), new Error('secret'), 'secret', undefined])(
  'any other exception (%#) is INTERNAL, and tells nothing',
  async thrown => {
    const answer = await ask(() => Promise.reject(thrown))
    expect(answer).toEqual({
      ok: false,
      error: { code: 'INTERNAL', message: 'Something went wrong on the server.' },
    })
    expect(logged).toHaveLength(1)
  },
)

test('an exception before the first await is an answer too', async () => {
  const answer = await ask(() => {
    throw new Error('at once')
  })
  expect(answer).toMatchObject({ ok: false, error: { code: 'INTERNAL' } })
})

test('a session that ended and nobody at all get different words', async () => {
  const { dispatch } = dispatcherOf(() => Promise.resolve({}))
  const nobody = { authenticate: () => null }
  const ended = await dispatch('session:list', {}, caller(nobody))
  expect(ended).toMatchObject({ error: { code: 'UNAUTHENTICATED', details: { reason: 'session_ended' } } })
  const stranger = await dispatch('session:list', {}, caller({ ...nobody, presented: false }))
  expect(stranger).toEqual({ ok: false, error: { code: 'UNAUTHENTICATED', message: 'Sign in first.' } })
})

test('what needs no session is limited by address', async () => {
  const { dispatch } = dispatcherOf(() => Promise.resolve({}), { buckets: createTokenBuckets(1, 2, () => 0) })
  const check = (address: string) =>
    dispatch(
      'account:check-username',
      { username: 'ada' },
      caller({ door: 'http', visitor: { address, userAgent: '' } }),
    )
  // Two addresses of one household.
  expect(await check('2001:db8::1')).toMatchObject({ ok: true })
  expect(await check('2001:db8::2')).toMatchObject({ ok: true })
  expect(await check('2001:db8::3')).toMatchObject({ error: { code: 'RATE_LIMITED', retryAfterMs: 1000 } })
  expect(await check('192.0.2.1')).toMatchObject({ ok: true })
})

test('who waits too long is told to try again', async () => {
  vi.useFakeTimers()
  const { dispatch, inFlight } = dispatcherOf(() => new Promise(() => {}), { deadlineMs: 5000 })
  const answer = dispatch('session:list', {}, caller())
  await vi.advanceTimersByTimeAsync(5000)
  expect(await answer).toMatchObject({ error: { code: 'UNAVAILABLE' } })
  // It still holds its connection.
  expect(inFlight()).toBe(1)
  vi.useRealTimers()
})

test('when too much is at work, more is refused at once', async () => {
  const { dispatch } = dispatcherOf(() => new Promise(() => {}), { maxInFlight: 2 })
  void dispatch('session:list', {}, caller())
  void dispatch('session:list', {}, caller())
  expect(await dispatch('session:list', {}, caller())).toMatchObject({ error: { code: 'UNAVAILABLE' } })
})

test('draining waits for what was accepted, and takes nothing new', async () => {
  let finish: (value: object) => void = () => {}
  const { dispatch, drain } = dispatcherOf(() => new Promise(resolve => (finish = resolve)))
  const accepted = dispatch('session:list', {}, caller())
  await Promise.resolve()
  let drained = false
  const draining = drain().then(() => {
    drained = true
  })
  expect(await dispatch('session:list', {}, caller())).toMatchObject({
    error: { code: 'UNAVAILABLE', details: { reason: 'stopping' }, retryAfterMs: 1000 },
  })
  expect(drained).toBe(false)
  finish({ sessions: [] })
  expect(await accepted).toEqual({ ok: true, data: { sessions: [] } })
  await draining
})
