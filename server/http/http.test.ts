import { connect as connectTcp } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Person, TestServer, text } from '#server/process/testing.ts'

let server: TestServer
let ada: Person
beforeAll(async () => {
  server = await TestServer.start()
  ada = await server.person('ada')
})
afterAll(() => server.close())

const json = { 'content-type': 'application/json' }
const bearer = () => ({ authorization: `Bearer ${ada.token}` })

async function post(path: string, headers: Record<string, string>, body: BodyInit = '{}') {
  const response = await fetch(`${server.url}${path}`, { method: 'POST', headers, body })
  return { status: response.status, headers: response.headers, answer: (await response.json()) as unknown }
}

/** Bytes as they are, for what no HTTP client would send. */
function raw(lines: string[], at = server.url): Promise<string> {
  const { hostname, port } = new URL(at)
  return new Promise((resolve, reject) => {
    const socket = connectTcp(Number(port), hostname)
    let answer = ''
    socket.on('data', chunk => {
      answer += chunk
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  })
}

const refused = (code: string) => ({ answer: { ok: false, error: { code } } })

describe('the operations door', () => {
  test('an answer is one person’s, and kept nowhere', async () => {
    const { status, headers } = await post('/api/v1/account/get', { ...json, ...bearer() })
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('private, no-store')
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-powered-by')).toBeNull()
  })

  test('a cookie counts for requests of our own pages only', async () => {
    const cookie = await ada.cookie()
    const ask = (headers: Record<string, string>) =>
      post('/api/v1/account/get', { ...json, cookie, ...headers })
    expect((await ask({ origin: server.url })).status).toBe(200)
    for (const origin of ['https://evil.example', 'null', `${server.url}.evil.example`]) {
      expect(await ask({ origin })).toMatchObject({ status: 403, ...refused('FORBIDDEN') })
    }
    expect(await ask({})).toMatchObject({ status: 403 })
    expect(await ask({ origin: server.url, 'sec-fetch-site': 'cross-site' })).toMatchObject({ status: 403 })
  })

  test('a token that is wrong is not made good by a cookie that is right', async () => {
    const headers = {
      ...json,
      origin: server.url,
      cookie: await ada.cookie(),
      authorization: 'Bearer nonsense',
    }
    expect(await post('/api/v1/account/get', headers)).toMatchObject({ status: 401 })
  })

  test('what a foreign form can send is refused', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'text/json',
      '',
    ]) {
      const headers = { 'content-type': type, ...bearer() }
      expect(await post('/api/v1/account/get', headers), type).toMatchObject({
        status: 400,
        ...refused('BAD_REQUEST'),
      })
    }
  })

  test('other methods do nothing', async () => {
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const response = await fetch(`${server.url}/api/v1/account/get?_method=POST`, {
        method,
        headers: bearer(),
      })
      expect(response.status, method).toBe(400)
    }
    const nowhere = await fetch(`${server.url}/api/v1/no/such`)
    expect(nowhere.status).toBe(404)
    expect(await nowhere.json()).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } })
  })

  test('paths that only look like an operation are none', async () => {
    const paths = [
      '/api/v1',
      '/api/v1/account',
      '/api/v1/account/get/',
      '/api/v1/account/..;/get',
      '/api/v1/account/%67et',
      '/api/v1/__proto__/x',
      '/api/v1/account:get',
      '/api/v2/account/get',
    ]
    for (const path of paths)
      expect(await post(path, { ...json, ...bearer() }), path).toMatchObject({ status: 404 })
  })

  const bad = [
    '',
    '{',
    '[1,',
    'null',
    '"x"',
    'NaN',
    '{"ids":NaN}',
    '\u0000',
    '{"ids":[1e999]}',
    '[]',
    '\ufeff{}x',
  ]
  test.for(bad)('a body of %j is a typed error', async body => {
    expect(await post('/api/v1/user/get', { ...json, ...bearer() }, body)).toMatchObject({
      status: 400,
      ...refused('BAD_REQUEST'),
    })
  })

  test('a body past the limit is refused, whether its length was told or not', async () => {
    const big = JSON.stringify({ ids: ['x'.repeat(10_000_000)] })
    expect(await post('/api/v1/user/get', { ...json, ...bearer() }, big)).toMatchObject({
      status: 413,
      ...refused('TOO_LARGE'),
    })
    const chunks = new ReadableStream({
      start(controller) {
        for (let count = 0; count < 100; count++)
          controller.enqueue(new TextEncoder().encode('x'.repeat(10_000)))
        controller.close()
      },
    })
    const init = {
      method: 'POST',
      headers: { ...json, ...bearer() },
      body: chunks,
      duplex: 'half',
    } as RequestInit
    expect((await fetch(`${server.url}/api/v1/user/get`, init)).status).toBe(413)
  })

  test.for([
    ['an unknown token', { authorization: `Bearer ${'x'.repeat(43)}` }],
    ['a token that is no text', { authorization: 'Bearer %E0%A4%A' }],
    ['another scheme', { authorization: 'Basic YWRhOmFkYQ==' }],
    ['no token at all', {}],
  ] as [string, Record<string, string>][])('%s is nobody', async ([, headers]) => {
    expect(await post('/api/v1/account/get', { ...json, ...headers })).toMatchObject({
      status: 401,
      ...refused('UNAUTHENTICATED'),
    })
  })

  test('a cookie that is forged or huge is nobody', async () => {
    for (const value of ['x', 'e30.e30.', 'a'.repeat(8000), '%E0%A4%A']) {
      const headers = { ...json, origin: server.url, cookie: `kith=${value}` }
      expect(await post('/api/v1/account/get', headers), value.slice(0, 9)).toMatchObject({ status: 401 })
    }
  })
})

describe('what is not quite HTTP', () => {
  const host = () => `Host: ${new URL(server.url).host}`
  const cases: [string, () => string[], RegExp][] = [
    ['HTTP/1.0 without a Host', () => ['POST /api/v1/account/get HTTP/1.0'], /^HTTP\/1\.1 400/],
    [
      'a target with a host of its own',
      () => ['GET http://evil.example/ HTTP/1.1', host(), 'Connection: close'],
      /^HTTP\/1\.1 400/,
    ],
    [
      'a target with two slashes',
      () => ['GET //evil.example/ HTTP/1.1', host(), 'Connection: close'],
      /^HTTP\/1\.1 400/,
    ],
    [
      'two Hosts',
      () => ['GET / HTTP/1.1', host(), 'Host: evil.example', 'Connection: close'],
      /^HTTP\/1\.1 400/,
    ],
    [
      'two lengths',
      () => ['POST / HTTP/1.1', host(), 'Content-Length: 1', 'Transfer-Encoding: chunked'],
      /^HTTP\/1\.1 400/,
    ],
    [
      'an upgrade to somewhere else',
      () => ['GET /elsewhere HTTP/1.1', host(), 'Connection: Upgrade', 'Upgrade: websocket'],
      /^$/,
    ],
    ['noise', () => ['\u0000\u0001\u0002'], /^HTTP\/1\.1 400/],
  ]
  test.for(cases)('%s ends in an answer or the end of the connection', async ([, lines, expected]) => {
    expect(await raw(lines())).toMatch(expected)
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  })
})

describe('with a public address', () => {
  test('only its Host and Origin are answered, health apart', async () => {
    const published = await TestServer.start({ publicUrl: new URL('https://kith.example') })
    const answer = (host: string, path: string) =>
      raw([`GET ${path} HTTP/1.1`, `Host: ${host}`, 'Connection: close'], published.url)
    expect(await answer('evil.example', '/api/v1/account/get')).toContain('does not answer for that address')
    expect(await answer('kith.example', '/api/v1/account/get')).toContain('Operations are asked with POST')
    expect(await answer('kith.example', '/api/v1/x/y')).toContain(
      'strict-transport-security: max-age=31536000',
    )
    expect(await answer('10.0.0.7', '/healthz')).toMatch(/^HTTP\/1\.1 200/)
    expect(await answer('evil.example', '/socket.io/?EIO=4&transport=polling')).toMatch(/^HTTP\/1\.1 403/)
    await published.close()
  })
})

describe('health', () => {
  test('a supervisor learns that the process is up and the database answers', async () => {
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  })

  test('Prometheus on this machine gets numbers; what came through a proxy gets nothing', async () => {
    const { ben, conversationId } = await server.friends()
    await ben.do('message:send', text(conversationId))
    const metrics = await (await fetch(`${server.url}/metrics`)).text()
    expect(metrics).toMatch(/kith_operations_total\{operation="message:send",outcome="ok",door="http"\} \d+/)
    expect(metrics).toContain('kith_database_up 1')
    expect(metrics).toContain('nodejs_eventloop_lag_seconds')
    const forwarded = { 'x-forwarded-for': '203.0.113.1' }
    expect((await fetch(`${server.url}/metrics`, { headers: forwarded })).status).toBe(404)
  })

  test('a browser’s report of a violated policy is logged without what it quotes', async () => {
    const body = JSON.stringify([
      {
        type: 'csp-violation',
        body: { effectiveDirective: 'img-src', blockedURL: 'https://evil.example/canary?canary' },
      },
    ])
    const sent = await fetch(`${server.url}/api/v1/reports/csp`, { method: 'POST', body })
    expect(sent.status).toBe(204)
    const line = server.logged.find(logged => logged.includes('policy violated'))
    expect(line).toContain('https://evil.example')
    expect(line).not.toContain('canary')
  })
})
