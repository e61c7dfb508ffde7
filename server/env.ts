/**
 * Every setting, said once: its name, what it means, what it is unless told, what it may be. The rest of the server
 * sees only the parsed result. `.env.example` is printed from here.
 */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { type LimitName, type Limits, limits } from '#protocol/limits.ts'
import { flag, httpUrl, logLevels, oneOf, postgresUrl, proxies, wholeNumber, words } from './env/values.ts'

interface Setting<Value extends z.ZodType> {
  value: Value
  /** One line for people. */
  about: string
  /** What holds when it is not set, as somebody would type it. */
  unset?: string
  /** What `.env.example` shows instead, where unset means without. */
  example?: string
}

/** Gives each setting the type of its own schema. */
const setting = <Value extends z.ZodType>(
  value: Value,
  about: string,
  shown: { unset?: string; example?: string } = {},
): Setting<Value> => ({ value, about, ...shown })

const samplePassword = 'change-me'

const settings = {
  PORT: setting(wholeNumber(0, 65535), 'Port of the web server; 0 takes any free one', { unset: '3000' }),
  HOST: setting(z.string(), 'Address to listen on; 127.0.0.1 behind a proxy on the same machine', {
    unset: '0.0.0.0',
  }),
  PUBLIC_URL: setting(
    httpUrl.optional(),
    'What people type to get here. Set: only this Host and Origin are accepted, and https makes the cookie Secure',
    { example: 'https://chat.example.org' },
  ),
  DATABASE_URL: setting(
    postgresUrl.optional(),
    'A PostgreSQL server of yours; unset, the one that comes with Kith runs in DATA_DIR',
    { example: `postgres://kith:${samplePassword}@localhost:5432/kith` },
  ),
  DATA_DIR: setting(
    z.string().transform(path => resolve(path)),
    'Folder of the database, the files and the secret; one server per folder',
    { unset: './data' },
  ),
  AUTH_SECRET: setting(
    z.string().optional(),
    'Signs sessions: at least 32 bytes, the same on every node; unset, one is made and kept in DATA_DIR',
  ),
  LOG_LEVEL: setting(oneOf(logLevels), `How much to log: ${logLevels.join(', ')}`, { unset: 'info' }),
  SIGN_UP: setting(
    oneOf(['open', 'code', 'closed']),
    'Who may create an account: open (anybody), code (whoever has SIGN_UP_CODE) or closed (nobody)',
    {
      unset: 'open',
    },
  ),
  SIGN_UP_CODE: setting(
    z.string().min(8, 'needs at least 8 characters').max(100, 'may have 100 characters').optional(),
    'With SIGN_UP=code: what newcomers have to know; a link /sign-up?code=… brings it along',
  ),
  TRUST_PROXY: setting(
    proxies,
    'Whose X-Forwarded-* is believed: false, true (anybody) or the addresses of your proxies, by commas',
    { unset: 'false' },
  ),
  METRICS_TOKEN: setting(
    z.string().min(16, 'needs at least 16 characters').optional(),
    'Bearer token for /metrics; unset, it answers only to this machine itself',
  ),
  NODE_ENV: setting(oneOf(['development', 'production', 'test']), 'Set by the npm scripts', {
    unset: 'development',
  }),
  KITH_TEST: setting(flag, 'For tests: 1 allows TEST_FAULTS in a production build', { unset: '0' }),
  TEST_FAULTS: setting(words, 'For tests: the faults that may be injected, by commas', { unset: '' }),
}

type Settings = { [Name in keyof typeof settings]: z.output<(typeof settings)[Name]['value']> }

/** What the server was told, checked. */
export interface Env {
  mode: Settings['NODE_ENV']
  port: number
  host: string
  publicUrl?: URL
  databaseUrl?: string
  /** Absolute. */
  dataDir: string
  authSecret?: string
  logLevel: Settings['LOG_LEVEL']
  signUp: Settings['SIGN_UP']
  /** What newcomers have to know, where `signUp` is `code`. */
  signUpCode?: string
  /** Whose X-Forwarded-* is believed: everybody's, nobody's, or that of these addresses. */
  trustProxy: boolean | string[]
  metricsToken?: string
  /** Empty unless testing. */
  testFaults: string[]
  limits: Limits
}

/** Settings nobody can start with; `problems` has one readable line each. */
export class InvalidSettings extends Error {
  constructor(readonly problems: string[]) {
    super(problems.join('\n'))
    this.name = 'InvalidSettings'
  }
}

/** Adds what a file `.env` says to the environment, which has the last word. No file, nothing happens. */
export function loadEnvFile(path = '.env'): void {
  if (existsSync(path)) process.loadEnvFile(path)
}

/**
 * Reads the settings from environment variables; an empty one counts as unset.
 * @throws InvalidSettings naming everything that is wrong at once
 */
export function readEnv(source: Record<string, string | undefined>): Env {
  const problems: string[] = []
  const read = (name: string, value: z.ZodType, unset?: string): unknown => {
    const result = value.safeParse(source[name] || unset)
    if (!result.success) problems.push(`${name} ${result.error.issues[0]?.message}`)
    return result.data
  }
  const told = Object.fromEntries(
    Object.entries(settings).map(([name, { value, unset }]) => [name, read(name, value, unset)]),
  ) as Settings
  const chosen = Object.fromEntries(
    limitNames.map(name => [name, read(limitVariable(name), limitValue(name), String(limits[name]))]),
  ) as Limits
  problems.push(...unknownLimits(source), ...contradictions(told))
  if (problems.length > 0) throw new InvalidSettings(problems)
  return {
    mode: told.NODE_ENV,
    port: told.PORT,
    host: told.HOST,
    publicUrl: told.PUBLIC_URL,
    databaseUrl: told.DATABASE_URL,
    dataDir: told.DATA_DIR,
    authSecret: told.AUTH_SECRET,
    logLevel: told.LOG_LEVEL,
    signUp: told.SIGN_UP,
    signUpCode: told.SIGN_UP_CODE,
    trustProxy: told.TRUST_PROXY,
    metricsToken: told.METRICS_TOKEN,
    testFaults: told.TEST_FAULTS,
    limits: chosen,
  }
}

/** What only shows when settings are seen together. */
function contradictions(told: Settings): string[] {
  const problems: string[] = []
  const weak = told.AUTH_SECRET !== undefined && Buffer.byteLength(told.AUTH_SECRET) < 32
  if (told.NODE_ENV === 'production' && weak)
    problems.push('AUTH_SECRET needs at least 32 bytes: openssl rand -base64 48 makes one')
  if (told.NODE_ENV === 'production' && told.DATABASE_URL?.includes(`:${samplePassword}@`)) {
    problems.push('DATABASE_URL has the password of the example: choose one')
  }
  if (told.SIGN_UP === 'code' && told.SIGN_UP_CODE === undefined)
    problems.push('SIGN_UP_CODE has to be set where SIGN_UP is code')
  const testing = told.NODE_ENV === 'test' || told.KITH_TEST
  if (told.TEST_FAULTS.length > 0 && !testing)
    problems.push('TEST_FAULTS is for tests only: unset it, or set KITH_TEST=1')
  return problems
}

const limitNames = Object.keys(limits) as LimitName[]

/** Sizes: none of them can be switched off, and 0 would let nothing through. */
const sizes: ReadonlySet<LimitName> = new Set([
  'messageChars',
  'messageBytes',
  'socketPacketBytes',
  'httpBodyBytes',
  'pullPageBytes',
  'historyPage',
  'socketBufferBytes',
])

const limitValue = (name: LimitName) => wholeNumber(sizes.has(name) ? 1 : 0, Number.MAX_SAFE_INTEGER)

/** operationsPerSecond is LIMIT_OPERATIONS_PER_SECOND. */
function limitVariable(name: LimitName): string {
  return `LIMIT_${name.replace(/[A-Z]/g, letter => `_${letter}`).toUpperCase()}`
}

/** A limit with a slip in its name would silently not hold. */
function unknownLimits(source: Record<string, string | undefined>): string[] {
  const known = new Set(limitNames.map(limitVariable))
  return Object.keys(source)
    .filter(name => name.startsWith('LIMIT_') && !known.has(name))
    .map(name => `${name} is no limit of Kith`)
}

/** The text of `.env.example`: every setting with its meaning and what it is unless told. */
export function envExample(): string {
  const lines = [
    '# Every setting of Kith. Nothing has to be set; what stands here is what holds when it is not.',
    '',
  ]
  for (const [name, { about, unset, example }] of Object.entries(settings)) {
    lines.push(`# ${about}`, `# ${name}=${unset ?? example ?? ''}`, '')
  }
  lines.push('# Limits; 0 switches a rate limit off')
  for (const name of limitNames) lines.push(`# ${limitVariable(name)}=${limits[name]}`)
  return `${lines.join('\n')}\n`
}
