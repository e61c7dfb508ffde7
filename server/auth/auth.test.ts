import { randomBytes } from 'node:crypto'
import { encode } from 'next-auth/jwt'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { registerAccount } from '#server/domain/accounts.ts'
import type { Actor, Context } from '#server/domain/context.ts'
import { createTokenSession, revokeSessions } from '#server/domain/sessions.ts'
import { TestHouse } from '#server/domain/testing/house.ts'
import { getAuth } from './accessor.ts'
import { openAuth } from './auth.ts'
import { actorOfCookie } from './cookie.ts'
import { browser } from './testing/browser.ts'
import { actorOfToken } from './token.ts'

const secret = 'a secret of the tests, long enough'
const password = 'correct horse battery'
let house: TestHouse
let count = 0

beforeAll(async () => {
  house = await TestHouse.open()
  openAuth(house, { secret })
})
afterAll(() => house.close())

async function signedUp() {
  const username = `ada${++count}`
  const { user } = await registerAccount(house.visitor(), { username, password, displayName: 'Ada' })
  return { username, userId: user.id }
}
function cookieOf(
  { userId: sub, sessionId: sid }: Actor,
  more: object = {},
  options: { secret?: string; salt?: string; maxAge?: number } = {},
) {
  return encode({ token: { sub, sid, ...more }, secret, ...options })
}
const actorOf = (cookie: string) => actorOfCookie(house, cookie)

describe('a cookie', () => {
  test('names the actor as long as its session lives, among others', async () => {
    const ada = await house.person('ada')
    const cookie = `theme=dark; kith=${await cookieOf(ada.actor)}; other=1`
    expect(await actorOf(cookie)).toEqual(ada.actor)
    await revokeSessions(ada, {})
    expect(await actorOf(cookie)).toBeNull()
  })

  test("with one person's session and another person's name is nobody's", async () => {
    const ada = await house.person('ada')
    const eve = await house.person('eve')
    const mixed = { userId: eve.actor.userId, sessionId: ada.actor.sessionId }
    expect(await actorOf(`kith=${await cookieOf(mixed)}`)).toBeNull()
  })

  test('that is forged, foreign, too old or nonsense is nobody, and never an error', async () => {
    const { actor } = await house.person('ada')
    const good = await cookieOf(actor)
    const none = [
      { alg: 'none', typ: 'JWT' },
      { sub: actor.userId, sid: actor.sessionId },
    ]
      .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.')
    const bad: Record<string, string | undefined> = {
      'no cookie at all': undefined,
      'an empty one': 'kith=',
      'another name': `kith2=${good}; __Host-kith=${good}`,
      'another secret': `kith=${await cookieOf(actor, {}, { secret: 'another secret, just as long' })}`,
      'another purpose of the same secret': `kith=${await cookieOf(actor, {}, { salt: 'next-auth.pkce.code_verifier' })}`,
      'run out': `kith=${await cookieOf(actor, {}, { maxAge: -60 })}`,
      'no session in it': `kith=${await cookieOf(actor, { sid: undefined })}`,
      'ids that are none': `kith=${await cookieOf(actor, { sid: "' or 1=1" })}`,
      unsigned: `kith=${none}.`,
      'one letter changed': `kith=${good.slice(0, -3)}${good.at(-3) === 'A' ? 'B' : 'A'}${good.slice(-2)}`,
      '8 KB': `kith=${'a'.repeat(8192)}`,
      'broken escapes': 'kith=%E0%A4%A; =; ;;kith',
    }
    for (const [what, header] of Object.entries(bad)) expect(await actorOf(header ?? ''), what).toBeNull()
    expect(await actorOf(`kith=${good}`)).toEqual(actor)
  })

  test('over https only the one that no sibling host can set counts', async () => {
    const { actor } = await house.person('ada')
    const cookie = await cookieOf(actor)
    openAuth(house, { secret, publicUrl: new URL('https://chat.example.org') })
    try {
      expect(await actorOf(`kith=${cookie}`)).toBeNull()
      expect(await actorOf(`__Host-kith=${cookie}`)).toEqual(actor)
    } finally {
      openAuth(house, { secret })
    }
  })
})

test('a session that ran out was not ended on purpose, and a forged cookie says nothing', async () => {
  const ada = await house.person('ada')
  const eve = await house.person('eve')
  const cookie = `kith=${await cookieOf(ada.actor)}`
  expect(await getAuth().wasEnded(cookie)).toBe(false)
  await revokeSessions(ada, {})
  expect(await getAuth().wasEnded(cookie)).toBe(true)
  const mixed = { userId: eve.actor.userId, sessionId: ada.actor.sessionId }
  expect(await getAuth().wasEnded(`kith=${await cookieOf(mixed)}`)).toBe(false)
  expect(await getAuth().wasEnded(`kith=${await cookieOf(ada.actor, {}, { secret: 'x' })}`)).toBe(false)
  expect(await getAuth().wasEnded(undefined)).toBe(false)
})

describe('a token', () => {
  test('is good with and without its scheme, until its session ends', async () => {
    const { username } = await signedUp()
    const input = { username, password, device: { name: 'Bot' } }
    const { token, session, user } = await createTokenSession(house.visitor(), input)
    const actor = { userId: user.id, sessionId: session.id }
    expect(await actorOfToken(house, token)).toEqual(actor)
    expect(await actorOfToken(house, `Bearer ${token}`)).toEqual(actor)
    const other: Context = { ...house.visitor(), actor }
    await revokeSessions(other, {})
    expect(await actorOfToken(house, token)).toBeNull()
  })

  test.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Bearer %E0%A4%A',
    'Basic YWRhOmFkYQ==',
    'Bearer \u0000',
    `Bearer ${'a'.repeat(100_000)}`,
    randomBytes(32).toString('base64url'),
    `Bearer ${randomBytes(32).toString('base64url')} `,
  ])('%.40s is nobody, and no error', async bearer => {
    expect(await actorOfToken(house, bearer)).toBeNull()
  })
})

describe('a browser', () => {
  test('signs in, is known, signs out; a copy of its cookie made before is worth nothing after', async () => {
    const { username, userId } = await signedUp()
    const tab = browser()
    expect(await tab.signIn(username, password)).toBeNull()
    expect(await tab.session()).toMatchObject({ user: { id: userId } })
    const copy = tab.cookieHeader()
    expect(await actorOf(copy)).toMatchObject({ userId })
    expect(tab.setCookies().find(cookie => cookie.startsWith('kith='))).toMatch(/HttpOnly.*SameSite=Lax/i)
    await tab.signOut()
    expect(tab.cookieHeader()).not.toContain('kith=ey')
    expect(await actorOf(copy)).toBeNull()
  })

  test('gets a new session at each sign-in, whatever cookie was put into it before', async () => {
    const { username } = await signedUp()
    const tab = browser()
    await tab.signIn(username, password)
    const planted = tab.cookieHeader()
    const before = await actorOf(planted)
    await tab.signIn(username, password)
    const after = await actorOf(tab.cookieHeader())
    expect(after?.sessionId).not.toBe(before?.sessionId)
    expect(await actorOf(planted)).toBeNull()
  })

  test('whose session was ended elsewhere is nobody, and keeps being nobody', async () => {
    const { username } = await signedUp()
    const tab = browser()
    await tab.signIn(username, password)
    const actor = await actorOf(tab.cookieHeader())
    if (!actor) throw new Error('not signed in')
    await revokeSessions({ ...house.visitor(), actor }, {})
    expect(await tab.session()).not.toHaveProperty('user')
    expect(await getAuth().wasEnded(tab.cookieHeader())).toBe(true)
    expect(await actorOf(tab.cookieHeader())).toBeNull()
  })

  test('hears the same of a wrong password, an unknown name and no name at all', async () => {
    const { username } = await signedUp()
    for (const [name, secret] of [
      [username, 'wrong'],
      ['nobody.of.this', password],
      ['', ''],
      [username, 'x'.repeat(5000)],
    ]) {
      expect(await browser().signIn(name ?? '', secret ?? '')).toBe('CredentialsSignin')
    }
  })

  test('without the token of its form gets no session', async () => {
    const { username } = await signedUp()
    const tab = browser()
    await tab.signIn(username, password, { csrf: false })
    expect(await actorOf(tab.cookieHeader())).toBeNull()
  })

  test('hears how long to wait after too many wrong passwords', async () => {
    house.limit({ signInFailures: 1 })
    try {
      openAuth({ ...house.visitor() }, { secret })
      const { username } = await signedUp()
      expect(await browser().signIn(username, 'wrong')).toBe('CredentialsSignin')
      const [, waitMs] = /^RATE_LIMITED:(\d+)$/.exec((await browser().signIn(username, password)) ?? '') ?? []
      expect(Number(waitMs)).toBeGreaterThan(0)
      expect(Number(waitMs)).toBeLessThanOrEqual(15 * 60_000)
    } finally {
      house.limit({})
      openAuth(house, { secret })
    }
  })

  test('while the database is away hears that, and nothing about its password; its cookie is kept', async () => {
    const { username } = await signedUp()
    const tab = browser()
    await tab.signIn(username, password)
    const kept = tab.cookieHeader()
    const away = await TestHouse.open()
    await away.close()
    const errors: string[] = []
    openAuth(away, { secret, log: { error: (_fields, message) => void errors.push(message) } })
    try {
      expect(await browser().signIn(username, password)).toBe('UNAVAILABLE')
      await tab.session()
      expect(errors.length).toBeGreaterThan(0)
    } finally {
      openAuth(house, { secret })
    }
    expect(await actorOf(tab.cookieHeader())).toEqual(await actorOf(kept))
    expect(await actorOf(kept)).not.toBeNull()
  })
})

test('pages ask the server they run in', async () => {
  expect(getAuth().house).toBe(house)
  expect(await getAuth().signUpState()).toBe('open')
})
