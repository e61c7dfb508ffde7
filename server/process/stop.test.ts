import { expect, test } from 'vitest'
import { TestServer, text } from './testing.ts'

test('a stopping server answers what it accepted, tells when to come back, and is gone in time', async () => {
  const server = await TestServer.start()
  const { ada, conversationId } = await server.friends()
  const device = await ada.connect()
  const sends = Array.from({ length: 50 }, () => device.ask('message:send', text(conversationId)))
  // The first answer shows that all of them have arrived.
  await sends[0]
  const began = Date.now()
  const stopped = server.running.close()
  for (const answer of await Promise.all(sends)) expect(answer).toMatchObject({ ok: true })
  await device.closed
  expect(device.all('closing')).toEqual([{ reason: 'stopping', resumeAfterMs: expect.any(Number) }])
  await stopped
  expect(Date.now() - began).toBeLessThan(9000)
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow()
  await server.close()
})

test('stopping twice stops once', async () => {
  const server = await TestServer.start()
  await Promise.all([server.running.close(), server.running.close()])
  await server.close()
})

test('a server whose port is taken does not start, and leaves nothing behind', async () => {
  const server = await TestServer.start()
  const port = Number(new URL(server.url).port)
  await expect(TestServer.start({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  await server.close()
})
