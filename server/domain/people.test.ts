import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { users } from '#db/schema/index.ts'
import { defaultSettings } from '#protocol/defaults.ts'
import type { Context } from './context.ts'
import { requestFriend, respondToRequest } from './friend-requests.ts'
import { blockUser } from './friendships.ts'
import { findUser, getUsers } from './people.ts'
import { refusalOf, TestHouse } from './testing/house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await TestHouse.open()
})
afterAll(() => house.close())

const idOf = (person: Context) => person.actor.userId
async function nameOf(person: Context) {
  const [user] = (await getUsers(person, { ids: [idOf(person)] })).users
  return user?.username ?? ''
}
async function set(person: Context, change: Partial<typeof users.$inferInsert>) {
  await house.database.db
    .update(users)
    .set(change)
    .where(eq(users.id, idOf(person)))
}

test('Ada finds Ben by exactly his name, in any case, and by no part of it', async () => {
  const ada = await house.person('ada')
  const ben = await house.person('ben')
  const username = await nameOf(ben)
  expect((await findUser(ada, { username: username.toUpperCase() })).user).toEqual({
    id: idOf(ben),
    username,
    displayName: 'ben',
    avatar: null,
    bio: '',
    pinyin: '',
    deleted: false,
  })
  for (const part of [username.slice(0, -1), username.slice(1), `${username}%`, 'ben%', '_']) {
    expect(await refusalOf(findUser(ada, { username: part }))).toBe('NOT_FOUND')
  }
})

test('who does not want to be found is found by nobody but friends and themselves', async () => {
  const ada = await house.person('ada')
  const ben = await house.person('ben')
  await set(ben, { settings: { ...defaultSettings, findable: false } })
  const username = await nameOf(ben)
  expect(await refusalOf(findUser(ada, { username }))).toBe('NOT_FOUND')
  expect((await findUser(ben, { username })).user.id).toBe(idOf(ben))
  const { request } = await requestFriend(ben, { userId: idOf(ada) })
  await respondToRequest(ada, { requestId: request.id, accept: true })
  expect((await findUser(ada, { username })).user.id).toBe(idOf(ben))
})

test('somebody who blocked me is found and shown as usual (I16)', async () => {
  const ada = await house.person('ada')
  const ben = await house.person('ben')
  const username = await nameOf(ben)
  const before = await findUser(ada, { username })
  await blockUser(ben, { userId: idOf(ada) })
  expect(await findUser(ada, { username })).toEqual(before)
  expect((await getUsers(ada, { ids: [idOf(ben)] })).users).toEqual([before.user])
})

test('who waits for deletion is not found, and by id only a tombstone is left', async () => {
  const ada = await house.person('ada')
  const ben = await house.person('ben')
  const username = await nameOf(ben)
  await set(ben, { deleteAt: house.now() + 1 })
  expect(await refusalOf(findUser(ada, { username }))).toBe('NOT_FOUND')
  expect((await getUsers(ada, { ids: [idOf(ben)] })).users).toEqual([
    { id: idOf(ben), username: '', displayName: '', avatar: null, bio: '', pinyin: '', deleted: true },
  ])
})

test('of many ids those of nobody are left out, without a hint', async () => {
  const ada = await house.person('ada')
  const ids = ['01890000-0000-7000-8000-000000000000', idOf(ada), idOf(ada)]
  expect((await getUsers(ada, { ids })).users.map(user => user.id)).toEqual([idOf(ada)])
  expect((await getUsers(ada, { ids: [] })).users).toEqual([])
})

test('looking people up is limited for each person by themselves', async () => {
  house.limit({ findsPerMinute: 2 })
  const ada = await house.person('ada')
  const ben = await house.person('ben')
  house.limit({})
  const tries = [
    findUser(ada, { username: 'x' }),
    findUser(ada, { username: 'y' }),
    findUser(ada, { username: 'z' }),
  ]
  expect(await Promise.all(tries.map(refusalOf))).toEqual(['NOT_FOUND', 'NOT_FOUND', 'RATE_LIMITED'])
  expect(await refusalOf(findUser(ben, { username: 'x' }))).toBe('NOT_FOUND')
})
