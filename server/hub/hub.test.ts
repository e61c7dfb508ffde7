import { and, eq, sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { conversations, members, sessions } from '#db/schema/index.ts'
import { setFaults } from '#server/domain/faults.ts'
import { type Person, TestServer, text } from '#server/process/testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await TestServer.start()
})
afterAll(() => server.close())
afterEach(() => setFaults(''))

describe('a session that ends (I6)', () => {
  test('Ada signs out her phone from her desk: its socket is told and closed, and hears nothing more', async () => {
    const { ada, ben, conversationId } = await server.friends()
    const phone = await server.device(ada.userId)
    const [desk, onPhone] = await Promise.all([ada.connect(), phone.connect()])
    await desk.ask('session:revoke', { sessionId: phone.sessionId })
    const asked = onPhone.ask('account:get', {}).catch(() => 'closed')
    expect(await onPhone.closed).toBe('io server disconnect')
    expect(onPhone.all('session:revoked')).toEqual([{ sessionId: phone.sessionId }])
    expect([
      'closed',
      { ok: false, error: expect.objectContaining({ code: 'UNAUTHENTICATED' }) },
    ]).toContainEqual(await asked)
    await ben.do('message:send', text(conversationId))
    await desk.hears('message')
    expect(onPhone.all('message')).toEqual([])
  })

  test('Ada signs herself out by socket and still gets the answer', async () => {
    const ada = await server.person('ada')
    const device = await ada.connect()
    expect(await device.ask('session:revoke', {})).toEqual({ ok: true, data: { revoked: [ada.sessionId] } })
    await device.closed
  })

  test('an end that came from elsewhere closes the socket at the next check', async () => {
    const ada = await server.person('ada')
    const device = await ada.connect()
    // Another node, or an operator: nothing is told in this process.
    const { db } = server.running.house.database
    await db.update(sessions).set({ revokedAt: Date.now() }).where(eq(sessions.id, ada.sessionId))
    expect(await device.ask('account:get', {})).toMatchObject({ error: { code: 'UNAUTHENTICATED' } })
    expect(await device.ask('message:send', text(ada.sessionId))).toMatchObject({
      error: { code: 'UNAUTHENTICATED' },
    })
    await server.running.checkNumbers()
    await device.closed
  })
})

describe('pushes', () => {
  test('the check of numbers brings a message whose push was lost, and then its number', async () => {
    const { ada, ben, conversationId } = await server.friends()
    const device = await ben.connect()
    setFaults('drop-push:1:all')
    const { message } = await ada.do('message:send', text(conversationId))
    setFaults('')
    await server.running.checkNumbers()
    expect(await device.hears('rev', told => told.conversationId === conversationId)).toEqual({
      conversationId,
      rev: message.rev,
      seq: message.seq,
    })
    expect(device.all('message')).toEqual([{ conversationId, rev: message.rev, message }])
    expect(device.heard.findIndex(heard => heard.name === 'message')).toBeLessThan(
      device.heard.findIndex(heard => heard.name === 'rev'),
    )
  })

  test('of several it brings the newest; the gap below it stays open', async () => {
    const { ada, conversationId, ben } = await server.friends()
    const device = await ben.connect()
    setFaults('drop-push:1:all')
    await ada.do('message:send', text(conversationId, 'first'))
    const second = await ada.do('message:send', text(conversationId, 'second'))
    const { message } = await ada.do('message:recall', { conversationId, seq: second.message.seq - 1 })
    setFaults('')
    await server.running.checkNumbers()
    await device.hears('rev', told => told.conversationId === conversationId)
    expect(device.all('message')).toEqual([{ conversationId, rev: message.rev, message }])
  })

  test('of a line that Ben has cleared away it brings the number alone', async () => {
    const { ada, conversationId, ben } = await server.friends()
    const { message } = await ada.do('message:send', text(conversationId))
    await ben.do('conversation:clear', { conversationId, seq: message.seq })
    const device = await ben.connect()
    setFaults('drop-push:1:all')
    const recalled = await ada.do('message:recall', { conversationId, seq: message.seq })
    setFaults('')
    await server.running.checkNumbers()
    await device.hears('rev', told => told.rev === recalled.message.rev)
    expect(device.all('message')).toEqual([])
  })

  test('and every kind of row of Ben’s own feed', async () => {
    const { ada, ben, conversationId } = await server.friends()
    const device = await ben.connect()
    const lose = async <T>(change: Promise<T>): Promise<T> => {
      setFaults('drop-push:1:all')
      const answer = await change
      setFaults('')
      await server.running.checkNumbers()
      return answer
    }
    const { friend } = await lose(ben.do('friend:update', { userId: ada.userId, remark: 'Countess' }))
    expect(await device.hears('rev', told => told.userRev === friend.userRev)).toBeDefined()
    expect(device.all('friend')).toEqual([friend])
    const { conversation } = await lose(ben.do('conversation:update', { conversationId, pinned: true }))
    expect(await device.hears('rev', told => told.userRev === conversation.userRev)).toBeDefined()
    expect(device.all('conversation')).toEqual([conversation])
    const account = await lose(ben.do('account:update', { bio: 'Hi' }))
    expect(await device.hears('rev', told => told.userRev === account.userRev)).toBeDefined()
    expect(device.all('settings')).toEqual([account])
    const eve = await server.person('eve')
    await lose(eve.do('friend:request', { userId: ben.userId }))
    const [notice] = (await ben.do('notice:list', {})).notices
    expect(await device.hears('rev', told => told.userRev === notice?.userRev)).toBeDefined()
    expect(device.all('notice')).toEqual([notice])
  })

  test('it says nothing of what was pushed', async () => {
    const { ada, ben, conversationId } = await server.friends()
    const device = await ben.connect()
    await server.running.checkNumbers()
    const before = device.all('rev').length
    await ada.do('message:send', text(conversationId))
    await device.hears('message')
    await server.running.checkNumbers()
    await device.settle()
    expect(device.all('rev')).toHaveLength(before)
  })

  /** Changes Ben's own row behind the server's back, as another node would, and moves the list of members on. */
  async function changeMember(
    conversationId: string,
    ben: Person,
    change: Partial<typeof members.$inferInsert>,
  ) {
    const { db } = server.running.house.database
    await db
      .update(members)
      .set(change)
      .where(and(eq(members.conversationId, conversationId), eq(members.userId, ben.userId)))
    await db
      .update(conversations)
      .set({ membersRev: sql`${conversations.membersRev} + 1` })
      .where(eq(conversations.id, conversationId))
  }

  test('whoever is no member any more hears nothing from the next message on (I5)', async () => {
    const { ada, ben, conversationId } = await server.friends()
    const [adas, bens] = await Promise.all([ada.connect(), ben.connect()])
    await ada.do('message:send', text(conversationId, 'before'))
    await bens.hears('message')
    await changeMember(conversationId, ben, { leftAt: Date.now() })
    const { message } = await ada.do('message:send', text(conversationId, 'after'))
    await adas.hears<{ rev: number }>('message', told => told.rev === message.rev)
    await bens.settle()
    expect(bens.all('message')).toHaveLength(1)
    expect(bens.all('rev')).toEqual([])
  })

  test('a member who may not see a line gets its bare number', async () => {
    const { ada, ben, conversationId } = await server.friends()
    const bens = await ben.connect()
    await changeMember(conversationId, ben, { visible: [{ from: 1000, to: null }] })
    const { message } = await ada.do('message:send', text(conversationId))
    expect(await bens.hears('rev')).toEqual({ conversationId, rev: message.rev })
    expect(bens.all('message')).toEqual([])
  })

  test('what Ben has cleared away does not come back when Ada edits it', async () => {
    const { ada, ben, conversationId } = await server.friends()
    const bens = await ben.connect()
    const { message } = await ada.do('message:send', text(conversationId, 'first'))
    await bens.hears('message')
    await ben.do('conversation:clear', { conversationId, seq: message.seq })
    const edited = await ada.do('message:edit', {
      conversationId,
      seq: message.seq,
      content: { text: 'second' },
    })
    expect(await bens.hears('rev')).toEqual({ conversationId, rev: edited.message.rev })
    expect(bens.all('message')).toHaveLength(1)
  })

  test('a friend request reaches Ben as a row of his own feed, and nobody else', async () => {
    const [ada, ben, chen] = await Promise.all(['ada', 'ben', 'chen'].map(name => server.person(name)))
    const [bens, chens] = await Promise.all([ben!.connect(), chen!.connect()])
    await ada!.do('friend:request', { userId: ben!.userId, greeting: 'hello' })
    expect(await bens.hears('friend')).toMatchObject({ userId: ada!.userId, incoming: { greeting: 'hello' } })
    await chens.settle()
    expect(chens.heard.map(heard => heard.name)).toEqual(['hello'])
  })
})

describe('a slow reader', () => {
  test('Ben stops reading: he is cut before the queue fills memory, and Ada notices nothing', async () => {
    const small = await TestServer.start({
      limits: { ...server.running.house.limits, socketBufferBytes: 20_000, operationsPerSecond: 0 },
    })
    const { ada, ben, conversationId } = await small.friends()
    const [adas, bens] = await Promise.all([ada.connect(), ben.connect()])
    const engine = bens.socket.io.engine as unknown as { transport: { ws: { _socket: { pause(): void } } } }
    engine.transport.ws._socket.pause()
    const words = 'x'.repeat(5000)
    let cut = false
    const watch = () => small.logged.some(line => line.includes('slow reader cut'))
    for (let round = 0; round < 200 && !cut; round++) {
      const sends = Array.from({ length: 50 }, () => adas.ask('message:send', text(conversationId, words)))
      for (const answer of await Promise.all(sends)) expect(answer.ok).toBe(true)
      cut = watch()
    }
    expect(cut).toBe(true)
    await small.close()
  }, 60_000)
})
