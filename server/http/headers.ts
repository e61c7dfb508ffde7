/** Headers in both directions: what no caller may say to the pages, and what every answer of ours says. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { addressHeader } from '#server/auth/visitor.ts'
import type { OriginRules } from './origins.ts'

/** What every answer carries that is not a page; pages get theirs from next.config.ts and proxy.ts. */
export const plainHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'camera=(self), microphone=(self), geolocation=(self), display-capture=(self), payment=(), usb=()',
}

/** What the pages' framework says to itself; from outside it has been used to walk past its checks. */
const internal =
  /^(x-nonce|x-middleware-.*|x-nextjs-.*|x-next-.*|next-resume|x-matched-path|x-now-.*|x-invoke-.*)$/
const forwarded = /^(x-forwarded-.*|forwarded|x-real-ip)$/

/**
 * Leaves of a request only what a caller may say, and puts in the place of forwarded headers what we know ourselves,
 * so that whoever reads them behind us reads the truth.
 */
export function cleanRequest(request: IncomingMessage, host: string, origins: OriginRules): void {
  const { headers } = request
  const address = origins.addressOf(request)
  const protocol = origins.protocolOf(request)
  for (const name of Object.keys(headers))
    if (internal.test(name) || forwarded.test(name)) delete headers[name]
  headers.host = host
  headers['x-forwarded-host'] = host
  headers['x-forwarded-proto'] = protocol
  headers['x-forwarded-for'] = address
  headers[addressHeader] = address
}

export function setPlainHeaders(response: ServerResponse, secure: boolean): void {
  for (const [name, value] of Object.entries(plainHeaders)) response.setHeader(name, value)
  if (secure) response.setHeader('strict-transport-security', 'max-age=31536000; includeSubDomains')
}
