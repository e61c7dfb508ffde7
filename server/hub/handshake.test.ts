import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect, type Device, TestServer } from '#server/process/testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await TestServer.start()
})
afterAll(() => server.close())

async function refusedWith(connecting: Promise<Device>): Promise<unknown> {
  try {
    ;(await connecting).close()
  } catch (error) {
    return (error as { data?: unknown }).data
  }
  return 'nothing: it was let in'
}

describe('the handshake', () => {
  test('another version of the protocol is told so', async () => {
    const { token } = await server.person('ada')
    const old = connect(server.url, { auth: { token, protocol: 0 } })
    expect(await refusedWith(old)).toMatchObject({ code: 'GONE', details: { reason: 'protocol' } })
  })

  test('whoever shows nothing, or nonsense, is told what is missing', async () => {
    const ada = await server.person('ada')
    const wrong = (auth: Record<string, unknown>) => refusedWith(ada.connect({ auth }))
    expect(await wrong({})).toMatchObject({ code: 'BAD_REQUEST' })
    expect(await wrong({ protocol: 'one' })).toMatchObject({ code: 'BAD_REQUEST' })
    expect(await wrong({ protocol: 1, token: 'x'.repeat(43) })).toMatchObject({ code: 'UNAUTHENTICATED' })
    expect(await wrong({ protocol: 1, token: '%E0%A4%A' })).toMatchObject({ code: 'UNAUTHENTICATED' })
  })

  const own = () => server.url
  // reliability.md 4.6: absent / own / null / evil / own as prefix and suffix / other port / upper case.
  const origins: [string, () => string | undefined, 'in' | 'out'][] = [
    ['own', own, 'in'],
    ['absent', () => undefined, 'out'],
    ['null', () => 'null', 'out'],
    ['evil', () => 'https://evil.example', 'out'],
    ['own as a prefix', () => `${own()}.evil.example`, 'out'],
    ['own as a suffix', () => `http://evil${own().slice(7)}`, 'out'],
    ['of another port', () => 'http://127.0.0.1:1', 'out'],
    ['upper case', () => own().toUpperCase(), 'out'],
  ]
  for (const transport of ['websocket', 'polling'] as const) {
    test.for(origins)(`a cookie by ${transport} with the Origin %s`, async ([, origin, expected]) => {
      const ada = await server.person('ada')
      const value = origin()
      const extraHeaders = { cookie: await ada.cookie(), ...(value !== undefined && { origin: value }) }
      const attempt = await ada
        .connect({ auth: { protocol: 1 }, transports: [transport], extraHeaders })
        .then(device => device.close())
        .then(
          () => 'in',
          () => 'out',
        )
      expect(attempt).toBe(expected)
    })

    test(`a token by ${transport} needs no Origin, but a foreign one is refused with it too`, async () => {
      const ada = await server.person('ada')
      const device = await ada.connect({ transports: [transport] })
      expect(device.hello.userId).toBe(ada.userId)
      const foreign = ada.connect({
        transports: [transport],
        extraHeaders: { origin: 'https://evil.example' },
      })
      await expect(foreign).rejects.toThrow()
    })
  }

  test('our own page by long polling, whose plain GET has no Origin, is let in on the browser’s word', async () => {
    const ada = await server.person('ada')
    const extraHeaders = { cookie: await ada.cookie(), 'sec-fetch-site': 'same-origin' }
    const device = await ada.connect({ auth: { protocol: 1 }, transports: ['polling'], extraHeaders })
    expect(device.hello.userId).toBe(ada.userId)
  })

  test('a foreign page cannot go on with a connection it learned of', async () => {
    const open = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`)
    const { sid } = JSON.parse((await open.text()).slice(1)) as { sid: string }
    const stolen = `${server.url}/socket.io/?EIO=4&transport=polling&sid=${sid}`
    const headers = { origin: 'https://evil.example' }
    expect((await fetch(stolen, { method: 'POST', body: '40', headers })).status).toBe(400)
  })

  test('an ended session is refused', async () => {
    const ada = await server.person('ada')
    await ada.do('session:revoke', {})
    expect(await refusedWith(ada.connect())).toMatchObject({
      code: 'UNAUTHENTICATED',
      details: { reason: 'session_ended' },
    })
  })
})

describe('a page whose session no longer counts', () => {
  const refusedPage = async (cookie: string) =>
    (await refusedWith(
      connect(server.url, { auth: { protocol: 1 }, extraHeaders: { cookie, origin: server.url } }),
    )) as { code: string; details?: { reason?: string } }

  test('is told when it was ended on purpose', async () => {
    const ada = await server.person('ada')
    const cookie = await ada.cookie()
    await ada.do('session:revoke', {})
    expect(await refusedPage(cookie)).toMatchObject({
      code: 'UNAUTHENTICATED',
      details: { reason: 'session_ended' },
    })
  })

  test('is not told so when it only ran out', async () => {
    const ada = await server.person('ada')
    const cookie = await ada.cookie()
    const { sql } = server.running.house.database
    await sql`update sessions set last_active_at = 0 where user_id = ${ada.userId}`
    const refused = await refusedPage(cookie)
    expect(refused.code).toBe('UNAUTHENTICATED')
    expect(refused.details?.reason).toBeUndefined()
  })
})

describe('too many', () => {
  test('the 21st socket of Ada closes her oldest with a reason', async () => {
    const ada = await server.person('ada')
    const oldest = await ada.connect()
    for (let count = 1; count < 20; count++) await ada.connect()
    expect(oldest.socket.connected).toBe(true)
    const newest = await ada.connect()
    await oldest.closed
    expect(oldest.all('closing')).toEqual([{ reason: 'too_many_sockets' }])
    await newest.settle()
  })

  test('one address has its share of sockets', async () => {
    const small = await TestServer.start({ limits: { ...server.running.house.limits, socketsPerAddress: 4 } })
    const ada = await small.person('ada')
    for (let count = 0; count < 4; count++) await ada.connect()
    expect(await refusedWith(ada.connect())).toMatchObject({ code: 'RATE_LIMITED' })
    await small.close()
  })
})
