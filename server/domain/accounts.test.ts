import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Transaction } from '#db/client.ts'
import { users } from '#db/schema/index.ts'
import {
  changePassword,
  checkUsername,
  getAccount,
  registerAccount,
  signUpState,
  updateAccount,
} from './accounts.ts'
import type { Context } from './context.ts'
import { findDirect } from './direct.ts'
import { requestFriend, respondToRequest } from './friend-requests.ts'
import { actorOfSession } from './live-sessions.ts'
import { hashPassword } from './passwords.ts'
import { createTokenSession, listSessions } from './sessions.ts'
import { reached, refusalOf, TestHouse } from './testing/house.ts'

const password = 'correct horse battery'
let house: TestHouse
beforeAll(async () => {
  house = await TestHouse.open()
  // Somebody has been here: nobody below is the first.
  await house.person('dora')
})
afterAll(() => house.close())

const idOf = (person: Context) => person.actor.userId
const register = (
  username: string,
  more: { password?: string; address?: string; displayName?: string } = {},
) =>
  registerAccount(house.visitor(more.address), {
    username,
    password: more.password ?? password,
    displayName: more.displayName ?? 'Somebody',
  })
async function rowOf(id: string) {
  const [row] = await house.database.db.select().from(users).where(eq(users.id, id))
  if (!row) throw new Error('no row')
  return row
}

describe('signing up', () => {
  test('Ada signs up: a public profile, a password nobody can read, and notes to self', async () => {
    const { user } = await register('Ada.Lovelace', { displayName: '王小明' })
    expect(user).toMatchObject({
      username: 'Ada.Lovelace',
      displayName: '王小明',
      pinyin: 'wang xiao ming|wxm',
    })
    const row = await rowOf(user.id)
    expect(row).toMatchObject({ usernameKey: 'ada.lovelace', admin: false })
    expect(row.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    const notes = await house.database.db.transaction(tx => findDirect(tx, user.id, user.id))
    expect(notes).not.toBeNull()
  })

  test('one user name belongs to one person, however it is written and however many ask at once', async () => {
    const tries = ['chen', 'Chen', 'CHEN', 'chen'].map(name => refusalOf(register(name)))
    expect((await Promise.all(tries)).sort()).toEqual([
      'CONFLICT/username_taken',
      'CONFLICT/username_taken',
      'CONFLICT/username_taken',
      'no refusal',
    ])
    expect(await checkUsername(house.visitor(), { username: 'cHEN' })).toEqual({ available: false })
    expect(await checkUsername(house.visitor(), { username: 'chen2' })).toEqual({ available: true })
  })

  test('passwords that everybody tries first are refused with a sentence', async () => {
    for (const weak of ['password123', 'QWERTYUIOP', '88888888', 'woaini1314', 'aaaaaaaaaaaa', 'weak.User']) {
      await expect(register('weak.user', { password: weak })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
        message: expect.stringMatching(/password/i),
      })
    }
  })

  test('an address signs up so many times a minute; another one is not concerned', async () => {
    house.limit({ signUpsPerMinute: 2 })
    const outcomes = ['lim1', 'lim2', 'lim3'].map(name =>
      refusalOf(register(name, { address: '203.0.113.9' })),
    )
    expect((await Promise.all(outcomes)).sort()).toEqual(['RATE_LIMITED', 'no refusal', 'no refusal'])
    await expect(register('lim4', { address: '::ffff:203.0.113.9' })).rejects.toMatchObject({
      retryAfterMs: expect.any(Number),
    })
    expect(await refusalOf(register('lim5', { address: '203.0.113.10' }))).toBe('no refusal')
    house.limit({})
  })

  test('asking which names are free is limited too', async () => {
    house.limit({ findsPerMinute: 1 })
    const ask = () => checkUsername(house.visitor('203.0.113.20'), { username: 'chen' })
    await ask()
    expect(await refusalOf(ask())).toBe('RATE_LIMITED')
    house.limit({})
  })
})

describe('the first account', () => {
  test('of many who find the server empty exactly one becomes administrator', async () => {
    const empty = await TestHouse.open()
    try {
      expect(await signUpState(empty)).toBe('first')
      const names = ['ann', 'bob', 'cid', 'dan', 'eve', 'fay']
      await Promise.all(
        names.map(username =>
          registerAccount(empty.visitor(), { username, password, displayName: username }),
        ),
      )
      const rows = await empty.database.db.select({ admin: users.admin }).from(users)
      expect(rows).toHaveLength(6)
      expect(rows.filter(row => row.admin)).toHaveLength(1)
      expect(await signUpState(empty)).toBe('open')
    } finally {
      await empty.close()
    }
  })

  test('a server with a code takes its first account without it, and others only with it', async () => {
    const house = await TestHouse.open()
    house.signUp = 'code'
    house.signUpCode = 'blue boat 7'
    const add = (username: string, code?: string) =>
      refusalOf(registerAccount(house.visitor(), { username, password, displayName: username, code }))
    try {
      expect(await add('ann')).toBe('no refusal')
      expect(await add('bob')).toBe('FORBIDDEN/sign_up_code')
      expect(await add('bob', 'blue boat 8')).toBe('FORBIDDEN/sign_up_code')
      expect(await add('bob', ' blue boat 7 ')).toBe('no refusal')
      expect(await signUpState(house)).toBe('code')
    } finally {
      await house.close()
    }
  })

  test('a closed server takes its first account and no other, also of two at once', async () => {
    const closed = await TestHouse.open()
    closed.signUp = 'closed'
    const add = (username: string) =>
      registerAccount(closed.visitor(), { username, password, displayName: username })
    try {
      const both = await Promise.all([refusalOf(add('ann')), refusalOf(add('bob'))])
      expect(both.sort()).toEqual(['FORBIDDEN/sign_up_closed', 'no refusal'])
      expect(await refusalOf(add('cid'))).toBe('FORBIDDEN/sign_up_closed')
      expect(await signUpState(closed)).toBe('closed')
      // The form of a closed server tells nobody who is here.
      expect(await checkUsername(closed.visitor(), { username: 'nobody.here' })).toEqual({ available: false })
    } finally {
      await closed.close()
    }
  })
})

describe('profile and settings', () => {
  test('a new name reaches own devices with its pinyin, and friends as a signal', async () => {
    const [ada, ben] = [await house.person('ada'), await house.person('ben')]
    await house.person('eve')
    const { request } = await requestFriend(ada, { userId: idOf(ben) })
    await respondToRequest(ben, { requestId: request.id, accept: true })
    const told = await house.toldBy(async () => {
      const account = await updateAccount(ada, { displayName: '张三', bio: 'Hello' })
      expect(account.user).toMatchObject({ displayName: '张三', pinyin: 'zhang san|zs', bio: 'Hello' })
      expect(account).toEqual(await getAccount(ada))
    })
    expect(reached(told)).toEqual([idOf(ada), idOf(ben)].sort())
    expect(told).toContainEqual({
      kind: 'signal',
      userIds: [idOf(ben)],
      name: 'profile',
      payload: { user: (await getAccount(ada)).user },
    })
    expect(house.updates(ada, 'settings').at(-1)).toEqual(await getAccount(ada))
  })

  test('settings change one by one, two devices at once lose nothing, and friends hear nothing', async () => {
    const ada = await house.person('ada')
    const told = await house.toldBy(() =>
      Promise.all([
        updateAccount(ada, { settings: { receipts: false } }),
        updateAccount(ada, { settings: { presence: false, sendKey: 'mod-enter' } }),
      ]),
    )
    const { settings } = await getAccount(ada)
    expect(settings).toMatchObject({ receipts: false, presence: false, sendKey: 'mod-enter', typing: true })
    expect(reached(told)).toEqual([idOf(ada)])
    expect(told.map(change => change.kind)).toEqual(['user', 'user'])
  })

  test('an update that names nothing changes nothing', async () => {
    const ada = await house.person('ada')
    expect(await house.toldBy(() => updateAccount(ada, {}))).toEqual([])
  })
})

describe('the password', () => {
  async function signedUp(username: string) {
    const { user } = await register(username)
    return house.device(user.id)
  }
  const signIn = (username: string, secret: string) =>
    createTokenSession(house.visitor(), { username, password: secret, device: { name: 'Bot' } })

  test('changing it ends every other session; the old one opens nothing any more', async () => {
    const ada = await signedUp('pw.ada')
    const phone = await house.device(idOf(ada))
    const told = await house.toldBy(async () => {
      const change = { current: password, next: 'another good one' }
      expect(await changePassword(ada, change)).toEqual({ endedSessions: 1 })
    })
    const ended = { kind: 'sessions-ended', userId: idOf(ada), sessionIds: [phone.actor.sessionId] }
    expect(told).toEqual([ended])
    expect(await actorOfSession(house, phone.actor.sessionId)).toBeNull()
    expect(await actorOfSession(house, ada.actor.sessionId)).toEqual(ada.actor)
    expect(await refusalOf(signIn('pw.ada', password))).toBe('UNAUTHENTICATED/wrong_credentials')
    expect(await refusalOf(signIn('pw.ada', 'another good one'))).toBe('no refusal')
  })

  test('it takes the current one, and a good next one', async () => {
    const ada = await signedUp('pw.bea')
    const wrong = { current: 'not it at all', next: 'another good one' }
    expect(await refusalOf(changePassword(ada, wrong))).toBe('FORBIDDEN/wrong_password')
    expect(await refusalOf(changePassword(ada, { current: password, next: 'PW.Bea' }))).toBe('BAD_REQUEST')
    expect(await refusalOf(changePassword(ada, { current: password, next: '12345678' }))).toBe('BAD_REQUEST')
    expect(await refusalOf(signIn('pw.bea', password))).toBe('no refusal')
  })

  test('a borrowed device does not get to guess for ever', async () => {
    house.limit({ signInFailures: 2 })
    const ada = await signedUp('pw.cora')
    house.limit({})
    const guess = (current: string) => refusalOf(changePassword(ada, { current, next: 'another good one' }))
    expect(await guess('guess number one')).toBe('FORBIDDEN/wrong_password')
    expect(await guess('guess number two')).toBe('FORBIDDEN/wrong_password')
    expect(await guess(password)).toBe('RATE_LIMITED')
  })

  test('signing in with the old password while it is changed leaves no session behind', async () => {
    const ada = await signedUp('pw.race')
    const enter = () => refusalOf(signIn('pw.race', password))
    const passwordHash = await hashPassword('another good one')
    const change = (tx: Transaction) =>
      tx
        .update(users)
        .set({ passwordHash })
        .where(eq(users.id, idOf(ada)))
    // The password is compared first, and was right then.
    expect(await house.whileLocked(idOf(ada), 1, enter, change)).toBe('UNAUTHENTICATED/wrong_credentials')
    const { sessions } = await listSessions(ada)
    expect(sessions.map(session => session.id)).toEqual([ada.actor.sessionId])
  })

  test('of two changes at once one wins', async () => {
    const ada = await signedUp('pw.twice')
    const both = ['first new one', 'second new one'].map(next =>
      changePassword(ada, { current: password, next }),
    )
    expect((await Promise.all(both.map(refusalOf))).sort()).toEqual([
      'FORBIDDEN/wrong_password',
      'no refusal',
    ])
  })
})
