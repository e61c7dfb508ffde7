import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultSettings } from '#protocol/defaults.ts'
import { befriend, type Device, type Person, TestServer } from '#server/process/testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await TestServer.start({ offlineAfterMs: 40 })
})
afterAll(() => server.close())

describe('presence', () => {
  const watch = async (device: Device, ...people: Person[]) =>
    (await device.ask('presence:watch', { userIds: people.map(person => person.userId) })) as {
      ok: true
      data: { states: { userId: string; state: string; lastSeen?: number }[] }
    }

  test('Ada sees Ben come and go, and when he was last here', async () => {
    const { ada, ben } = await server.friends()
    const device = await ada.connect()
    expect((await watch(device, ben)).data.states).toEqual([{ userId: ben.userId, state: 'offline' }])
    const bens = await ben.connect()
    await device.hears('presence', told => told.state === 'online')
    bens.close()
    const gone = await device.hears<{ lastSeen?: number }>('presence', told => 'lastSeen' in told)
    expect(gone).toMatchObject({ userId: ben.userId, state: 'offline' })
    expect(gone.lastSeen).toBeGreaterThan(Date.now() - 60_000)
  })

  test('strangers, and those whom Ben blocked, see what they would see of nobody', async () => {
    const { ada, ben } = await server.friends()
    const chen = await server.person('chen')
    await ben.connect()
    const [adas, chens] = await Promise.all([ada.connect(), chen.connect()])
    const nobody = (userId: string) => [{ userId, state: 'offline' }]
    expect((await watch(chens, ben)).data.states).toEqual(nobody(ben.userId))
    expect((await watch(adas, ben)).data.states).toMatchObject([{ state: 'online' }])
    await ben.do('friend:block', { userId: ada.userId })
    expect(await adas.hears('presence')).toEqual(nobody(ben.userId)[0])
    expect((await watch(adas, ben)).data.states).toEqual(nobody(ben.userId))
  })

  test('who hides their own presence sees nobody else’s', async () => {
    const { ada, ben } = await server.friends()
    await ben.connect()
    const device = await ada.connect()
    expect((await watch(device, ben)).data.states).toMatchObject([{ state: 'online' }])
    await ada.do('account:update', { settings: { ...defaultSettings, presence: false } })
    expect(await device.hears('presence')).toEqual({ userId: ben.userId, state: 'offline' })
  })

  test('a new list replaces the old one, and over HTTP the states are just answered', async () => {
    const { ada, ben } = await server.friends()
    const chen = await server.person('chen')
    await befriend(ada, chen)
    const device = await ada.connect()
    await watch(device, ben)
    await watch(device, chen)
    await ben.connect()
    await chen.connect()
    await device.hears('presence', told => told.userId === chen.userId)
    expect(device.all('presence').filter(told => (told as { userId: string }).userId === ben.userId)).toEqual(
      [],
    )
    const { states } = await ada.do('presence:watch', { userIds: [ben.userId] })
    expect(states).toEqual([{ userId: ben.userId, state: 'online' }])
  })
})

describe('typing', () => {
  const type = (device: Device, conversationId: string) =>
    device.socket.emit('typing', { conversationId, kind: 'text' })

  test('Ben sees Ada typing, once in three seconds, and she does not see herself', async () => {
    const { ada, ben, conversationId } = await server.friends()
    const [adas, adas2, bens] = await Promise.all([ada.connect(), ada.connect(), ben.connect()])
    for (let count = 0; count < 5; count++) type(adas, conversationId)
    expect(await bens.hears('typing')).toEqual({ conversationId, userId: ada.userId, kind: 'text' })
    await Promise.all([adas.settle(), adas2.settle(), bens.settle()])
    expect(bens.all('typing')).toHaveLength(1)
    expect([...adas.all('typing'), ...adas2.all('typing')]).toEqual([])
  })

  test('nobody sees typing where it is not allowed, and nothing is said about it', async () => {
    const { ada, ben, conversationId } = await server.friends()
    const chen = await server.person('chen')
    const [adas, bens, chens] = await Promise.all([ada.connect(), ben.connect(), chen.connect()])
    type(chens, conversationId)
    type(chens, 'nonsense')
    chens.socket.emit('typing', null)
    await ben.do('friend:block', { userId: ada.userId })
    type(adas, conversationId)
    // A message of Ben's to himself is through the same database after them.
    await Promise.all([adas.ask('account:get', {}), chens.ask('account:get', {})])
    await bens.settle()
    expect(bens.all('typing')).toEqual([])
    expect(chens.heard.map(heard => heard.name)).toEqual(['hello'])
  })
})
