import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { cleanRequest } from './headers.ts'
import { createOriginRules } from './origins.ts'

test('pages hear nothing that only we may say, and the truth about who asks', () => {
  const socket = new Socket()
  Object.defineProperty(socket, 'remoteAddress', { value: '::ffff:192.0.2.7' })
  const ordinary = { accept: '*/*', cookie: 'kith=x', 'next-router-state-tree': '[]', rsc: '1' }
  const told = {
    'x-nonce': 'x',
    'x-middleware-subrequest': 'middleware:middleware',
    'x-middleware-rewrite': 'https://evil.example',
    'x-nextjs-data': '1',
    'next-resume': '1',
    'x-matched-path': '/admin',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    'x-forwarded-for': '10.0.0.1',
    'x-forwarded-port': '1',
    'x-kith-address': '10.0.0.1',
    'x-real-ip': '10.0.0.1',
    forwarded: 'for=10.0.0.1',
  }
  const request = Object.assign(new IncomingMessage(socket), {
    headers: { host: 'evil.example', ...ordinary, ...told },
  })
  cleanRequest(request, 'a.example:3000', createOriginRules({ trustProxy: false }))
  expect(request.headers).toEqual({
    ...ordinary,
    host: 'a.example:3000',
    'x-forwarded-host': 'a.example:3000',
    'x-forwarded-proto': 'http',
    'x-forwarded-for': '192.0.2.7',
    'x-kith-address': '192.0.2.7',
  })
})
