import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { createOriginRules, type OriginSettings } from './origins.ts'

function request(headers: Record<string, string>, remoteAddress = '192.0.2.7', rawHeaders: string[] = []) {
  const socket = new Socket()
  Object.defineProperty(socket, 'remoteAddress', { value: remoteAddress })
  return Object.assign(new IncomingMessage(socket), { headers, rawHeaders })
}

const open: OriginSettings = { trustProxy: false }
const published: OriginSettings = { publicUrl: new URL('https://kith.example'), trustProxy: false }

const originCases: [string, OriginSettings, Record<string, string>, string][] = [
  ['own', open, { host: 'a.example:3000', origin: 'http://a.example:3000' }, 'own'],
  ['own behind TLS', open, { host: 'a.example', origin: 'https://a.example' }, 'own'],
  ['absent', open, { host: 'a.example' }, 'absent'],
  ['null', open, { host: 'a.example', origin: 'null' }, 'foreign'],
  ['evil', open, { host: 'a.example', origin: 'https://evil.example' }, 'foreign'],
  ['own as a prefix', open, { host: 'a.example', origin: 'https://a.example.evil.example' }, 'foreign'],
  ['own as a suffix', open, { host: 'a.example', origin: 'https://evila.example' }, 'foreign'],
  ['another port', open, { host: 'a.example', origin: 'https://a.example:8443' }, 'foreign'],
  ['upper case', open, { host: 'a.example', origin: 'HTTPS://A.EXAMPLE' }, 'foreign'],
  ['empty', open, { host: 'a.example', origin: '' }, 'foreign'],
  ['another site, by the browser', open, { host: 'a.example', 'sec-fetch-site': 'cross-site' }, 'foreign'],
  ['a sibling, by the browser', open, { host: 'a.example', 'sec-fetch-site': 'same-site' }, 'foreign'],
  ['our page, by the browser', open, { host: 'a.example', 'sec-fetch-site': 'same-origin' }, 'same-origin'],
  ['the public one', published, { host: 'kith.example', origin: 'https://kith.example' }, 'own'],
  [
    'the public one without TLS',
    published,
    { host: 'kith.example', origin: 'http://kith.example' },
    'foreign',
  ],
  [
    'the Host when another is public',
    published,
    { host: 'a.example', origin: 'https://a.example' },
    'foreign',
  ],
]

test.for(originCases)('Origin %s', ([, settings, headers, expected]) => {
  expect(createOriginRules(settings).originOf(request(headers))).toBe(expected)
})

const hostCases: [string, OriginSettings, Record<string, string>, string | null][] = [
  ['a name', open, { host: 'a.example' }, 'a.example'],
  ['an address and a port', open, { host: '127.0.0.1:3000' }, '127.0.0.1:3000'],
  ['an IPv6 address', open, { host: '[::1]:3000' }, '[::1]:3000'],
  ['none', open, {}, null],
  ['one with a path', open, { host: 'a.example/evil' }, null],
  ['one with a name before it', open, { host: 'evil@a.example' }, null],
  ['one with a space', open, { host: 'a.example b' }, null],
  ['the public one', published, { host: 'KITH.example' }, 'KITH.example'],
  ['another than the public one', published, { host: 'a.example' }, null],
  ['one forwarded by a stranger', open, { host: 'a.example', 'x-forwarded-host': 'b.example' }, 'a.example'],
  [
    'one forwarded by our proxy',
    { trustProxy: ['192.0.2.7'] },
    { host: 'a.example', 'x-forwarded-host': 'b.example' },
    'b.example',
  ],
]

test.for(hostCases)('Host %s', ([, settings, headers, expected]) => {
  expect(createOriginRules(settings).hostOf(request(headers))).toBe(expected)
})

test('two Host headers are none of ours', () => {
  const twice = request({ host: 'a.example' }, '192.0.2.7', ['Host', 'a.example', 'host', 'evil.example'])
  expect(createOriginRules(open).hostOf(twice)).toBeNull()
})

const addressCases: [string, OriginSettings['trustProxy'], string, string | undefined, string][] = [
  ['nobody is trusted', false, '192.0.2.7', '203.0.113.1', '192.0.2.7'],
  ['a socket of both kinds', false, '::ffff:192.0.2.7', undefined, '192.0.2.7'],
  ['our proxy', ['192.0.2.7'], '192.0.2.7', '203.0.113.1', '203.0.113.1'],
  [
    'our proxy, and a made-up hop before it',
    ['192.0.2.7'],
    '192.0.2.7',
    '10.0.0.1, 203.0.113.1',
    '203.0.113.1',
  ],
  ['two of ours', ['192.0.2.7', '192.0.2.8'], '192.0.2.7', '203.0.113.1, 192.0.2.8', '203.0.113.1'],
  ['not our proxy', ['192.0.2.9'], '192.0.2.7', '203.0.113.1', '192.0.2.7'],
  ['our proxy, which says nothing', ['192.0.2.7'], '192.0.2.7', undefined, '192.0.2.7'],
  ['our proxy, which says nonsense', true, '192.0.2.7', 'unknown', '192.0.2.7'],
]

test.for(addressCases)('the address when %s', ([, trustProxy, peer, forwarded, expected]) => {
  const headers: Record<string, string> = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  expect(createOriginRules({ trustProxy }).addressOf(request(headers, peer))).toBe(expected)
})
