import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type Device, TestServer, text } from './testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await TestServer.start()
})
afterAll(() => server.close())

test('Ada says hello by socket, and Ben hears it on all his devices', async () => {
  const { ada, ben, conversationId } = await server.friends()
  const [adas, phone, desk] = await Promise.all([ada.connect(), ben.connect(), ben.connect()])
  const answer = await adas.ask('message:send', text(conversationId, 'hello Ben'))
  expect(answer).toMatchObject({
    ok: true,
    data: { message: { content: { text: 'hello Ben' }, from: ada.userId } },
  })
  const { message } = (answer as { data: { message: { rev: number } } }).data
  for (const device of [phone, desk]) {
    expect(await device.hears('message')).toEqual({ conversationId, rev: message.rev, message })
  }
  await adas.settle()
  expect(adas.all('message')).toEqual([])
})

test('both doors give the same answers', async () => {
  const { ada, conversationId } = await server.friends()
  const device = await ada.connect()
  const asked: [string, unknown][] = [
    ['account:get', {}],
    ['user:get', { ids: [ada.userId] }],
    ['user:get', { ids: [ada.userId], role: 'owner' }],
    ['user:get', { ids: 'x' }],
    ['user:get', null],
    ['friend:remove', { userId: ada.sessionId }],
    ['no:such', {}],
    ['toString:call', {}],
    ['message:send', { ...text(conversationId), type: 'notification', content: { event: 'forged' } }],
    ['message:send', { ...text(conversationId), content: { text: 'a'.repeat(5001) } }],
    ['message:send', { ...text(conversationId), custom: 'a'.repeat(70_000) }],
  ]
  for (const [name, input] of asked) {
    const { answer } = await ada.post(name, input)
    expect(await device.ask(name, input), name).toEqual(answer)
  }
})

test('making an account and signing in are for HTTP only', async () => {
  const ada = await server.person('ada')
  const device = await ada.connect()
  for (const name of ['account:register', 'account:check-username', 'session:create']) {
    expect(await device.ask(name, {}), name).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } })
  }
})

test('a client from nothing: register, sign in, connect', async () => {
  const post = async (name: string, body: unknown) => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${server.url}/api/v1/${name}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    return response.json() as Promise<{
      ok: boolean
      data: { token: string; user: { id: string }; session: { id: string } }
    }>
  }
  const account = { username: 'dora-the-bot', password: 'correct horse battery', displayName: 'Dora' }
  const registered = await post('account/register', account)
  expect(registered).toMatchObject({ ok: true, data: { user: { username: 'dora-the-bot' } } })
  const { username, password } = account
  const { data } = await post('session/create', { username, password, device: { name: 'bot' } })
  const device = await connect(server.url, { auth: { token: data.token, protocol: 1 } })
  expect(device.hello).toMatchObject({
    protocol: 1,
    userId: registered.data.user.id,
    sessionId: data.session.id,
    limits: { messageChars: 5000 },
  })
})

test('Ben reads by long polling where websockets do not pass', async () => {
  const { ada, ben, conversationId } = await server.friends()
  const polling = await ben.connect({ transports: ['polling'] })
  await ada.do('message:send', text(conversationId, 'slowly'))
  expect(await polling.hears('message')).toMatchObject({ message: { content: { text: 'slowly' } } })
  expect(await polling.ask('user:get', { ids: [] })).toEqual({ ok: true, data: { users: [] } })
})

test('messages sent in one breath get their places in the order they were sent', async () => {
  const { ada, conversationId } = await server.friends()
  const device = await ada.connect()
  const words = Array.from({ length: 100 }, (_, index) => `line ${index}`)
  const answers = await Promise.all(words.map(word => device.ask('message:send', text(conversationId, word))))
  const seqs = answers.map(answer => (answer as { data: { message: { seq: number } } }).data.message.seq)
  expect(seqs).toEqual([...seqs].sort((a, b) => a - b))
  expect(new Set(seqs).size).toBe(100)
})

test('the rate is a person’s, and coming back does not refill it', async () => {
  const limited = await TestServer.start({
    limits: { ...server.running.house.limits, operationsPerSecond: 1, operationsBurst: 20 },
  })
  const ada = await limited.person('ada')
  const ask = async (device: Device) => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => device.ask('user:get', { ids: [] })))
    return answers.map(answer => (answer.ok ? 'ok' : answer.error.code))
  }
  const first = await ada.connect()
  const codes = await ask(first)
  expect(codes.filter(code => code === 'ok').length).toBeGreaterThanOrEqual(20)
  expect(codes).toContain('RATE_LIMITED')
  first.close()
  const again = await ask(await ada.connect())
  expect(again.filter(code => code === 'ok').length).toBeLessThan(5)
  const { status, answer } = await ada.post('user:get', { ids: [] })
  expect({ status, answer }).toMatchObject({
    status: 429,
    answer: { error: { retryAfterMs: expect.any(Number) } },
  })
  await limited.close()
})
