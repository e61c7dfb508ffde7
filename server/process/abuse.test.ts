/** What a hostile or broken client may send (reliability.md 4.2): it gets an answer, and its neighbour notices nothing. */
import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { errorCodes } from '#protocol/errors.ts'
import { limits } from '#protocol/limits.ts'
import { operationNames } from '#protocol/operations/index.ts'
import { type Device, type Person, TestServer, text } from './testing.ts'

let server: TestServer
let mallory: Device
let neighbours: { ada: Person; ben: Person; conversationId: string }
let listening: Device
const uncaught: unknown[] = []
const note = (error: unknown) => void uncaught.push(error)

beforeAll(async () => {
  server = await TestServer.start({
    limits: { ...limits, operationsPerSecond: 0 },
  })
  neighbours = await server.friends()
  listening = await neighbours.ben.connect()
  process.on('unhandledRejection', note).on('uncaughtException', note)
})
afterAll(async () => {
  process.off('unhandledRejection', note).off('uncaughtException', note)
  await server.close()
})
beforeEach(async () => {
  mallory = await (await server.person('mallory')).connect()
})
afterEach(async () => {
  mallory.close()
  // The neighbour's message still gets through, and nothing fell out of the server's hands.
  const { message } = await neighbours.ada.do('message:send', text(neighbours.conversationId))
  await listening.hears<{ rev: number }>('message', told => told.rev === message.rev)
  expect(uncaught).toEqual([])
})

const nested = (levels: number, value: unknown) => {
  let whole = value
  for (let level = 0; level < levels; level++) whole = { a: whole }
  return whole
}

const inputs: [string, unknown][] = [
  ['nothing', undefined],
  ['null', null],
  ['a number', 42],
  ['a number beyond all', Number.MAX_VALUE],
  ['no number', Number.NaN],
  ['a text', 'x'],
  ['an empty list', []],
  ['a list of lists', [[[]]]],
  ['an empty object', {}],
  ['bytes', { content: Buffer.from('x') }],
  ['a deep object', nested(40, 1)],
  ['a deeper object', nested(2000, 1)],
  ['prototype keys', JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}')],
  ['fields of somebody else', { role: 'owner', isAdmin: true, senderId: 'x', seq: 1, id: 'x', readSeq: 9 }],
  ['numbers out of range', { seq: 2 ** 53, limit: -1, conversationId: 7, after: 1e308 }],
  ['NUL and half a character', { conversationId: '\u0000', idClient: '\ud800', username: '\udc00\u0000' }],
  ['a wide object', Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`key${index}`, index]))],
  ['a long list', { ids: Array(50_000).fill('x') }],
]

test.for(inputs)('every operation answers %s with a typed error or an answer', async ([, input]) => {
  for (const name of operationNames) {
    // With nothing named it ends the session that asks, as it should.
    if (name === 'session:revoke') continue
    const answer = await mallory.ask(name, input)
    if (answer.ok) continue
    expect(errorCodes, name).toContain(answer.error.code)
    expect(answer.error.code, `${name} ${answer.error.message}`).not.toBe('INTERNAL')
    expect(JSON.stringify(answer)).not.toMatch(/select |insert |\.ts:|node_modules/i)
  }
  expect(({} as { admin?: unknown }).admin).toBeUndefined()
})

test('names that are no operation are told so', async () => {
  for (const name of [
    'constructor',
    '__proto__',
    'toString',
    'hasOwnProperty',
    '',
    ' ',
    'message:send\u0000',
    'error',
    'hello',
    'x'.repeat(1000),
  ]) {
    expect(await mallory.ask(name, {}), name).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } })
  }
})

test('what asks for no answer, or with the wrong number of words, is ignored and counted', async () => {
  const count = async () => {
    const metrics = await (await fetch(`${server.url}/metrics`)).text()
    return Number(/kith_ignored_events_total (\d+)/.exec(metrics)?.[1])
  }
  const before = await count()
  const send = text(neighbours.conversationId)
  mallory.socket.emit('message:send', send)
  mallory.socket.emit('message:send')
  mallory.socket.emit('message:send', send, send, () => {})
  mallory.socket.emit('message:send', () => {})
  mallory.socket.emit('error', new Error('x'))
  mallory.socket.emit('')
  await mallory.settle()
  expect((await count()) - before).toBe(6)
})

const frames: [string, string | Buffer][] = [
  ['no packet at all', 'nonsense'],
  ['an unknown packet', '9'],
  ['an event that is no list', '42{"a":1}'],
  ['an event without an end', '42["message:send",'],
  ['an event without a name', '42'],
  ['an event named by a number', '42[7,{}]'],
  ['a reserved event', '42["disconnect"]'],
  ['an answer nobody asked for', '43999["x"]'],
  ['too many attachments', '4599999-["x",{"_placeholder":true,"num":0}]'],
  ['attachments that never come', '451-["x",{"_placeholder":true,"num":0}]'],
  ['an attachment of its own', Buffer.from([1, 2, 3])],
  ['another namespace', '40/admin,{}'],
  ['the same namespace again', '40{"protocol":1}'],
  ['a packet past the limit', `42["x","${'x'.repeat(300_000)}"]`],
  ['brackets without end', `42["x",${'['.repeat(100_000)}`],
  ['noise', randomBytes(1000)],
]

test.for(frames)('%s costs at most the socket it came by', async ([, frame]) => {
  const engine = mallory.socket.io.engine as unknown as {
    transport: { ws: { send(data: string | Buffer): void } }
  }
  engine.transport.ws.send(frame)
  await Promise.race([mallory.closed, mallory.settle().catch(() => {})])
  // Whoever sent it may come back.
  const { userId } = await server.person('mallory')
  const again = await (await server.device(userId)).connect()
  expect(await again.ask('account:get', {})).toMatchObject({ ok: true })
  again.close()
})

test('one connection gets one try to say who it is', async () => {
  const ada = await server.person('ada')
  const polling = `${server.url}/socket.io/?EIO=4&transport=polling`
  const { sid } = JSON.parse((await (await fetch(polling)).text()).slice(1)) as { sid: string }
  const tryWith = async (token: string) => {
    const packet = `40${JSON.stringify({ protocol: 1, token })}`
    await fetch(`${polling}&sid=${sid}`, { method: 'POST', body: packet })
    return (await fetch(`${polling}&sid=${sid}`)).text()
  }
  expect(await tryWith('x')).toContain('UNAUTHENTICATED')
  expect(await tryWith(ada.token)).toContain('BAD_REQUEST')
})

test('nothing anybody wrote, and nothing that opens a door, is in the log', async () => {
  const canary = `canary-${randomBytes(8).toString('hex')}`
  const { ada, ben, conversationId } = await server.friends()
  const device = await ada.connect()
  await device.ask('message:send', text(conversationId, canary))
  await device.ask('message:send', { ...text(conversationId), custom: { note: canary }, unknown: canary })
  await device.ask('message:send', { ...text(conversationId), idClient: `${canary}\u0000` })
  await device.ask('conversation:update', { conversationId, draft: { text: canary, time: 1 } })
  await device.ask('user:find', { username: canary })
  await ben.post(`session:${canary}`, { password: canary })
  await ben.post('session:create', { username: ben.userId, password: canary, device: { name: canary } })
  await ben.post('account:change-password', { current: canary, next: canary })
  await ada.connect({ auth: { protocol: 1, token: canary } }).catch(() => {})
  const headers = { cookie: `kith=${canary}`, origin: server.url, 'content-type': 'application/json' }
  await fetch(`${server.url}/api/v1/account/get`, { method: 'POST', headers, body: `{"${canary}":` })
  const everything = [...server.logged, await (await fetch(`${server.url}/metrics`)).text()].join('\n')
  for (const secret of [canary, ada.token, ben.token]) expect(everything).not.toContain(secret)
  expect(server.logged.join('\n')).toContain('socket refused')
})
