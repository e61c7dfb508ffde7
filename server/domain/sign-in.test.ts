import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { registerAccount } from './accounts.ts'
import type { Context } from './context.ts'
import { deleteAccount } from './deletion.ts'
import { listNotices } from './notices.ts'
import { getUsers } from './people.ts'
import { createBrowserSession, createTokenSession, listSessions } from './sessions.ts'
import { refusalOf, TestHouse } from './testing/house.ts'

const password = 'correct horse battery'
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
let house: TestHouse
let count = 0
beforeAll(async () => {
  house = await TestHouse.open()
})
afterAll(() => house.close())

async function signedUp(): Promise<{ username: string; person: Context }> {
  const username = `ada${++count}`
  const { user } = await registerAccount(house.visitor(), { username, password, displayName: 'Ada' })
  return { username, person: { ...house.visitor(), actor: { userId: user.id, sessionId: user.id } } }
}
const signIn = (username: string, secret = password, address?: string) =>
  createTokenSession(house.visitor(address), { username, password: secret, device: { name: 'Bot' } })

describe('a right password', () => {
  test('opens a session with a token of its own, in whatever case the name is typed', async () => {
    const { username, person } = await signedUp()
    const first = await signIn(username.toUpperCase())
    const second = await signIn(username)
    expect(first.user.id).toBe(person.actor.userId)
    expect(first.session).toMatchObject({
      kind: 'token',
      deviceName: 'Bot',
      place: '192.0.*.*',
      current: true,
    })
    expect(first.token).toMatch(/^[\w-]{43}$/)
    expect(second.token).not.toBe(first.token)
    const stored = await house.database.sql`select to_jsonb(sessions)::text as row from sessions`
    expect(stored.map(({ row }) => row).join()).not.toContain(first.token)
  })

  test('a browser is named by what it is, and gets a new session in place of the one it had', async () => {
    const { username } = await signedUp()
    const visitor = house.visitor('192.0.2.1', firefox)
    const before = await createBrowserSession(visitor, { username, password })
    const told = await house.toldBy(async () => {
      const after = await createBrowserSession(visitor, { username, password, replaces: before })
      expect(after.sessionId).not.toBe(before.sessionId)
      const { sessions } = await listSessions({ ...visitor, actor: after })
      expect(sessions).toMatchObject([{ id: after.sessionId, deviceName: 'Firefox, Linux', kind: 'browser' }])
    })
    expect(told).toEqual([{ kind: 'sessions-ended', userId: before.userId, sessionIds: [before.sessionId] }])
  })

  test('a new device is announced to the others, the first one to nobody', async () => {
    const { username, person } = await signedUp()
    await signIn(username)
    expect((await listNotices(person, {})).notices).toEqual([])
    house.later(1000)
    const { session } = await signIn(username, password, '203.0.113.5')
    const content = { sessionId: session.id, deviceName: 'Bot', place: '203.0.*.*', time: house.now() }
    expect((await listNotices(person, {})).notices).toMatchObject([
      { type: 'new_sign_in', content, readAt: null },
    ])
    expect(house.updates(person, 'notice').at(-1)).toMatchObject({ type: 'new_sign_in' })
  })

  test('within the grace it keeps the account, and others see the person again', async () => {
    const { username, person } = await signedUp()
    await deleteAccount(person, { password })
    const eve = await house.person('eve')
    const look = async () => (await getUsers(eve, { ids: [person.actor.userId] })).users[0]
    expect(await look()).toMatchObject({ deleted: true, username: '' })
    house.later(13 * 86_400_000)
    expect(await signIn(username)).toMatchObject({ user: { username, deleted: false } })
    expect(await look()).toMatchObject({ deleted: false, username })
    expect(house.updates(person, 'settings').at(-1)).toMatchObject({ deleteAt: null })
  })
})

describe('a wrong one', () => {
  test('gets the same refusal as a name nobody has', async () => {
    const { username } = await signedUp()
    const wrong = await signIn(username, 'wrong').catch((error: Error) => ({ ...error, text: error.message }))
    const nobody = await signIn('nobody.has.this').catch((error: Error) => ({
      ...error,
      text: error.message,
    }))
    expect(wrong).toEqual(nobody)
    expect(wrong).toMatchObject({ code: 'UNAUTHENTICATED', details: { reason: 'wrong_credentials' } })
  })

  test('ten times from one address and that address waits, with the right password too; nobody else does', async () => {
    house.limit({ signInFailures: 10 })
    const { username } = await signedUp()
    const guesses = Array.from({ length: 30 }, () => refusalOf(signIn(username, 'wrong')))
    const outcomes = await Promise.all(guesses)
    // All at once: not one more gets through than one after the other.
    expect(outcomes.filter(outcome => outcome === 'UNAUTHENTICATED/wrong_credentials')).toHaveLength(10)
    expect(outcomes.filter(outcome => outcome === 'RATE_LIMITED')).toHaveLength(20)
    await expect(signIn(username)).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterMs: expect.any(Number),
    })
    expect(await refusalOf(signIn(username, password, '203.0.113.99'))).toBe('no refusal')
    const other = await signedUp()
    expect(await refusalOf(signIn(other.username))).toBe('no refusal')
    house.limit({})
  })

  test('does not keep a crowd with right passwords from signing in at once', async () => {
    house.limit({ signInFailures: 3, signInFailuresPerAddress: 5 })
    const { username } = await signedUp()
    const crowd = Array.from({ length: 20 }, () => refusalOf(signIn(username)))
    expect(new Set(await Promise.all(crowd))).toEqual(new Set(['no refusal']))
    house.limit({})
  })

  test('and a right one forgets what was mistyped before', async () => {
    house.limit({ signInFailures: 3, signInFailuresPerAddress: 5 })
    const { username } = await signedUp()
    for (let round = 0; round < 3; round++) {
      if (round < 2)
        expect(await refusalOf(signIn(username, 'wrong'))).toBe('UNAUTHENTICATED/wrong_credentials')
      expect(await refusalOf(signIn(username))).toBe('no refusal')
    }
    house.limit({})
  })

  test('many names guessed from one address: the address waits as a whole', async () => {
    house.limit({ signInFailuresPerAddress: 3 })
    for (const name of ['guess1', 'guess2', 'guess3']) {
      expect(await refusalOf(signIn(name, 'wrong'))).toBe('UNAUTHENTICATED/wrong_credentials')
    }
    expect(await refusalOf(signIn('guess4', 'wrong'))).toBe('RATE_LIMITED')
    house.limit({})
  })
})
