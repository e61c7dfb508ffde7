import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sessions } from '#db/schema/index.ts'
import { times } from '#protocol/limits.ts'
import { actorOfSession } from './live-sessions.ts'
import { listSessions, revokeSessions } from './sessions.ts'
import { refusalOf, TestHouse } from './testing/house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await TestHouse.open()
})
afterAll(() => house.close())

async function threeDevices() {
  const ada = await house.person('ada')
  house.later(1000)
  const phone = await house.device(ada.actor.userId, { deviceName: 'Phone' })
  house.later(1000)
  const tablet = await house.device(ada.actor.userId, { deviceName: 'Tablet' })
  return { ada, phone, tablet }
}

test('Ada sees her devices, the latest first, the one in her hand marked, and no whole address', async () => {
  const { ada, phone, tablet } = await threeDevices()
  const list = (await listSessions(phone)).sessions
  expect(list.map(({ id, current }) => [id, current])).toEqual([
    [tablet.actor.sessionId, false],
    [phone.actor.sessionId, true],
    [ada.actor.sessionId, false],
  ])
  expect(list[0]).toMatchObject({ deviceName: 'Tablet', place: '198.51.*.*' })
  expect(JSON.stringify(list)).not.toContain('198.51.100.7')
})

test('ending one session ends that one: refused from the next request on, and its sockets are told', async () => {
  const { ada, phone, tablet } = await threeDevices()
  const { userId, sessionId } = tablet.actor
  const told = await house.toldBy(async () => {
    expect(await revokeSessions(phone, { sessionId })).toEqual({ revoked: [sessionId] })
  })
  expect(told).toEqual([{ kind: 'sessions-ended', userId, sessionIds: [sessionId] }])
  expect(await actorOfSession(house, sessionId)).toBeNull()
  expect(await actorOfSession(house, ada.actor.sessionId)).toEqual(ada.actor)
  expect((await listSessions(phone)).sessions).toHaveLength(2)
})

test('all others, then the one that asks', async () => {
  const { ada, phone, tablet } = await threeDevices()
  const { revoked } = await revokeSessions(phone, { others: true })
  expect(revoked.sort()).toEqual([ada.actor.sessionId, tablet.actor.sessionId].sort())
  expect(await revokeSessions(phone, {})).toEqual({ revoked: [phone.actor.sessionId] })
  expect(await actorOfSession(house, phone.actor.sessionId)).toBeNull()
})

test("another person's session cannot be ended, and looks like one that never was", async () => {
  const { ada, phone } = await threeDevices()
  const eve = await house.person('eve')
  for (const sessionId of [phone.actor.sessionId, '01890000-0000-7000-8000-000000000000']) {
    expect(await refusalOf(revokeSessions(eve, { sessionId }))).toBe('NOT_FOUND')
  }
  expect(await actorOfSession(house, phone.actor.sessionId)).toEqual(phone.actor)
  expect(await refusalOf(revokeSessions(ada, { sessionId: phone.actor.sessionId, others: true }))).toBe(
    'BAD_REQUEST',
  )
})

test('asked twice, the second time ends nothing and is no error', async () => {
  const { ada, phone } = await threeDevices()
  const { sessionId } = phone.actor
  const answers = await Promise.all([revokeSessions(ada, { sessionId }), revokeSessions(ada, { sessionId })])
  expect(answers.flatMap(answer => answer.revoked)).toEqual([sessionId])
})

test('two weeks unused ends a session, and using it keeps it, but not beyond ninety days', async () => {
  const ada = await house.person('ada')
  const { sessionId } = ada.actor
  house.later(times.sessionIdleMs - 1)
  expect(await actorOfSession(house, sessionId)).toEqual(ada.actor)
  house.later(times.sessionIdleMs)
  expect(await actorOfSession(house, sessionId)).toBeNull()
  expect((await listSessions(ada)).sessions).toEqual([])

  const ben = await house.person('ben')
  let days = 0
  while (days < 100 && (await actorOfSession(house, ben.actor.sessionId))) {
    house.later(5 * 86_400_000)
    days += 5
  }
  expect(days).toBe(90)
})

test('that a session is in use is written once a minute, with where from', async () => {
  const ada = await house.person('ada')
  const { sessionId } = ada.actor
  const began = house.now()
  const row = async () =>
    (await house.database.db.select().from(sessions).where(eq(sessions.id, sessionId)))[0]
  house.later(59_999)
  await actorOfSession(house, sessionId, '203.0.113.1')
  expect(await row()).toMatchObject({ lastActiveAt: began, address: '198.51.100.7' })
  house.later(1)
  await actorOfSession(house, sessionId, '203.0.113.2')
  expect(await row()).toMatchObject({ lastActiveAt: began + 60_000, address: '203.0.113.2' })
})
