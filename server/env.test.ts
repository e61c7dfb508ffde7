import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { limits } from '#protocol/limits.ts'
import { envExample, InvalidSettings, readEnv } from './env.ts'

test('nothing has to be set', () => {
  const env = readEnv({})
  expect(env).toMatchObject({
    mode: 'development',
    port: 3000,
    dataDir: resolve('data'),
    trustProxy: false,
    signUp: 'open',
  })
  expect(env.limits).toEqual(limits)
  expect(env.testFaults).toEqual([])
  expect(env.databaseUrl).toBeUndefined()
})

test('a server that asks for a code has one', () => {
  expect(problemsOf({ SIGN_UP: 'code' })).toEqual(['SIGN_UP_CODE has to be set where SIGN_UP is code'])
  expect(readEnv({ SIGN_UP: 'code', SIGN_UP_CODE: 'blue boat 7' })).toMatchObject({
    signUp: 'code',
    signUpCode: 'blue boat 7',
  })
})

test('an empty setting counts as unset', () => {
  expect(readEnv({ PORT: '', PUBLIC_URL: '', TEST_FAULTS: '' }).port).toBe(3000)
})

test('limits are set by name, and 0 switches one off', () => {
  const env = readEnv({ LIMIT_OPERATIONS_PER_SECOND: '0', LIMIT_SOCKETS_PER_USER: '7' })
  expect(env.limits).toMatchObject({
    operationsPerSecond: 0,
    socketsPerUser: 7,
    signUpsPerMinute: limits.signUpsPerMinute,
  })
})

test('a size cannot be switched off: with 0 nothing would get through', () => {
  expect(problemsOf({ LIMIT_MESSAGE_CHARS: '0', LIMIT_HISTORY_PAGE: '0' })).toEqual([
    expect.stringMatching(/^LIMIT_MESSAGE_CHARS must be from 1 /),
    expect.stringMatching(/^LIMIT_HISTORY_PAGE must be from 1 /),
  ])
})

test('everything wrong is said at once, a line each', () => {
  const problems = problemsOf({
    PORT: '99999',
    PUBLIC_URL: 'chat.example.org',
    DATABASE_URL: 'mysql://x',
    LOG_LEVEL: 'loud',
    TRUST_PROXY: '10.0.0.1, somewhere',
    LIMIT_OPERATIONS_PER_SECOND: 'many',
    LIMIT_OPERATION_PER_SECOND: '3',
    METRICS_TOKEN: 'short',
  })
  expect(problems).toEqual([
    'PORT must be from 0 to 65535',
    'PUBLIC_URL must be a URL that starts with http:// or https://',
    'DATABASE_URL must be a URL that starts with postgres://',
    'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent',
    'TRUST_PROXY must be true, false or IP addresses separated by commas',
    'METRICS_TOKEN needs at least 16 characters',
    'LIMIT_OPERATIONS_PER_SECOND must be a whole number',
    'LIMIT_OPERATION_PER_SECOND is no limit of Kith',
  ])
})

test('a public URL is an origin and nothing more', () => {
  expect(problemsOf({ PUBLIC_URL: 'https://example.org/chat' })).toEqual([
    'PUBLIC_URL must end after the host and port',
  ])
  expect(readEnv({ PUBLIC_URL: 'https://example.org' }).publicUrl?.origin).toBe('https://example.org')
})

test('a short secret and the password of the example are refused in production only', () => {
  const careless = { AUTH_SECRET: 'secret', DATABASE_URL: 'postgres://kith:change-me@localhost:5432/kith' }
  expect(problemsOf({ ...careless, NODE_ENV: 'production' })).toHaveLength(2)
  expect(readEnv({ ...careless, NODE_ENV: 'development' }).authSecret).toBe('secret')
})

test('faults can only be injected in tests', () => {
  expect(problemsOf({ TEST_FAULTS: 'drop', NODE_ENV: 'production' })).toHaveLength(1)
  expect(readEnv({ TEST_FAULTS: 'drop, delay', NODE_ENV: 'production', KITH_TEST: '1' }).testFaults).toEqual([
    'drop',
    'delay',
  ])
  expect(readEnv({ TEST_FAULTS: 'drop', NODE_ENV: 'test' }).testFaults).toEqual(['drop'])
})

// After a change of a setting: npx vitest run server/env.test.ts -u
test('.env.example names every setting as it is', async () => {
  await expect(envExample()).toMatchFileSnapshot('../.env.example')
})

function problemsOf(source: Record<string, string>): string[] {
  try {
    readEnv(source)
  } catch (error) {
    if (error instanceof InvalidSettings) return error.problems
  }
  return []
}
