import { and, eq, isNull } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { friendships, messages, notices, sessions, users } from '#db/schema/index.ts'
import { times } from '#protocol/limits.ts'
import { refuseDirectWrite } from '#protocol/policy.ts'
import { registerAccount } from './accounts.ts'
import type { Context } from './context.ts'
import { deleteAccount, purgeDeletedAccounts } from './deletion.ts'
import { requestFriend, respondToRequest } from './friend-requests.ts'
import { listFriends, updateFriend } from './friendships.ts'
import { actorOfSession } from './live-sessions.ts'
import { listNotices } from './notices.ts'
import { getUsers } from './people.ts'
import { presentConversation } from './present.ts'
import { loadRelation } from './relations.ts'
import { createTokenSession } from './sessions.ts'
import { refusalOf, TestHouse } from './testing/house.ts'

const password = 'correct horse battery'
let house: TestHouse
let count = 0
beforeAll(async () => {
  house = await TestHouse.open()
})
afterAll(() => house.close())

const idOf = (person: Context) => person.actor.userId

async function adaAndBen() {
  const username = `ada${++count}`
  const { user } = await registerAccount(house.visitor(), { username, password, displayName: 'Ada' })
  const ada = await house.device(user.id)
  const ben = await house.person('ben')
  const { request } = await requestFriend(ada, { userId: idOf(ben), greeting: 'It is Ada' })
  const { conversation } = await respondToRequest(ben, { requestId: request.id, accept: true })
  return { ada, ben, username, conversationId: conversation?.id ?? '' }
}
const tombstone = (id: string) => ({
  id,
  username: '',
  displayName: '',
  avatar: null,
  bio: '',
  pinyin: '',
  deleted: true,
})

test('asking for deletion takes the password, ends every session and shows friends a tombstone', async () => {
  const { ada, ben } = await adaAndBen()
  const phone = await house.device(idOf(ada))
  expect(await refusalOf(deleteAccount(ada, { password: 'wrong' }))).toBe('FORBIDDEN/wrong_password')
  const told = await house.toldBy(async () => {
    const { deleteAt } = await deleteAccount(ada, { password })
    expect(deleteAt).toBe(house.now() + times.deletionGraceMs)
  })
  for (const { actor } of [ada, phone]) expect(await actorOfSession(house, actor.sessionId)).toBeNull()
  const ended = told.find(change => change.kind === 'sessions-ended')
  expect(ended?.sessionIds).toHaveLength(2)
  const payload = { user: tombstone(idOf(ada)) }
  expect(told).toContainEqual({ kind: 'signal', userIds: [idOf(ben)], name: 'profile', payload })
  const relation = await loadRelation(house.database.db, idOf(ben), idOf(ada))
  expect(refuseDirectWrite(relation)).toBe('not_accepting')
})

test('before the grace is over nothing goes; after it the person goes and the history stays', async () => {
  // Those of the test before go first.
  house.later(times.deletionGraceMs)
  await purgeDeletedAccounts(house)
  const { ada, ben, username, conversationId } = await adaAndBen()
  const chen = await house.person('chen')
  await updateFriend(ada, { userId: idOf(ben), remark: 'Benny' })
  await requestFriend(ada, { userId: idOf(chen), greeting: 'Hi Chen' })
  await deleteAccount(ada, { password })

  house.later(times.deletionGraceMs - 1)
  expect(await purgeDeletedAccounts(house)).toBe(0)
  house.later(1)
  expect(await purgeDeletedAccounts(house)).toBe(1)
  expect(await purgeDeletedAccounts(house)).toBe(0)

  const { db } = house.database
  const [row] = await db
    .select()
    .from(users)
    .where(eq(users.id, idOf(ada)))
  expect(row).toMatchObject({
    username: '',
    usernameKey: idOf(ada),
    displayName: '',
    bio: '',
    pinyin: '',
    passwordHash: '',
    lastSeenAt: null,
    deletedAt: house.now(),
  })
  for (const table of [friendships, notices]) {
    const left = await db
      .select()
      .from(table)
      .where(eq(table.userId, idOf(ada)))
    expect(left).toEqual([])
  }
  const devices = await db
    .select()
    .from(sessions)
    .where(eq(sessions.userId, idOf(ada)))
  expect(devices).toMatchObject([
    { address: '', deviceName: '', tokenHash: null, revokedAt: expect.any(Number) },
  ])
  // Ben keeps his list, the conversation and every line of it.
  expect((await listFriends(ben)).friends).toMatchObject([{ userId: idOf(ada), listed: true }])
  expect((await listFriends(ben)).users).toEqual([tombstone(idOf(ada))])
  expect(await presentConversation(db, idOf(ben), conversationId)).toMatchObject({ to: idOf(ada), seq: 1 })
  expect(await db.select().from(messages).where(eq(messages.conversationId, conversationId))).toHaveLength(1)
  expect((await getUsers(ben, { ids: [idOf(ada)] })).users).toEqual([tombstone(idOf(ada))])
  // Chen's request no longer asks for an answer.
  const [notice] = (await listNotices(chen, {})).notices
  expect(notice).toMatchObject({ type: 'friend_request', state: 'cancelled' })
  expect(house.updates(chen, 'notice').at(-1)).toEqual(notice)

  const enter = createTokenSession(house.visitor(), { username, password, device: { name: 'Bot' } })
  expect(await refusalOf(enter)).toBe('UNAUTHENTICATED/wrong_credentials')
  const again = { username, password, displayName: 'Another Ada' }
  expect(await refusalOf(registerAccount(house.visitor(), again))).toBe('no refusal')
})

test('coming back at the last moment while accounts are purged: kept whole, or gone whole', async () => {
  for (let round = 0; round < 6; round++) {
    const { ada, ben, username } = await adaAndBen()
    await deleteAccount(ada, { password })
    house.later(times.deletionGraceMs)
    const enter = () => createTokenSession(house.visitor(), { username, password, device: { name: 'Bot' } })
    const [back] = await Promise.allSettled([enter(), purgeDeletedAccounts(house)])
    const [row] = await house.database.db
      .select()
      .from(users)
      .where(eq(users.id, idOf(ada)))
    if (back.status === 'fulfilled') {
      expect(row).toMatchObject({ deleteAt: null, deletedAt: null, username })
      expect((await listFriends(ada)).friends).toMatchObject([{ userId: idOf(ben), listed: true }])
    } else {
      expect(row).toMatchObject({ passwordHash: '', username: '' })
      const left = await house.database.db
        .select()
        .from(sessions)
        .where(and(eq(sessions.userId, idOf(ada)), isNull(sessions.revokedAt)))
      expect(left).toEqual([])
    }
  }
})
