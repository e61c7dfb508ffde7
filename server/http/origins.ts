/**
 * Which Host and which Origin are ours (protocol.md, Operation of the server). With PUBLIC_URL both must be exactly
 * its own; without, any well-formed Host will do and the Origin must name the same one. Forwarded headers are
 * anyone's word and count only where a proxy of ours writes them.
 */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

export interface OriginRules {
  /** The Host a request is for, or null where it is none of ours. */
  hostOf(request: IncomingMessage): string | null
  /** What the Origin header says of where a request was made. */
  originOf(request: IncomingMessage): Origin
  /** The network address a request comes from. */
  addressOf(request: IncomingMessage): string
  /** How the caller reached us, or our proxy. */
  protocolOf(request: IncomingMessage): 'http' | 'https'
}

/** `same-origin`: no Origin, but a browser's word that our own page asked; browsers send no Origin with a plain GET. */
export type Origin = 'own' | 'same-origin' | 'absent' | 'foreign'

export interface OriginSettings {
  publicUrl?: URL | undefined
  /** Whose forwarded headers are believed: everybody's, nobody's, or that of these addresses. */
  trustProxy: boolean | string[]
}

const wellFormedHost = /^(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?\.?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i

export function createOriginRules({ publicUrl, trustProxy }: OriginSettings): OriginRules {
  const isProxy = (address: string) => (Array.isArray(trustProxy) ? trustProxy.includes(address) : trustProxy)
  const isTrusted = (request: IncomingMessage) => isProxy(unmapped(request.socket.remoteAddress))

  function hostOf(request: IncomingMessage): string | null {
    const { headers } = request
    // Of two Host headers Node keeps the first; a proxy before us may have judged by the second.
    if (count(request.rawHeaders, 'host') > 1) return null
    const host = (isTrusted(request) && first(headers['x-forwarded-host'])) || headers.host
    if (!host || host.length > 260 || !wellFormedHost.test(host)) return null
    return publicUrl && host.toLowerCase() !== publicUrl.host ? null : host
  }

  function isOwn(origin: string, host: string | null): boolean {
    if (publicUrl) return origin === publicUrl.origin
    // A proxy may speak TLS for us without our knowing.
    return host !== null && (origin === `http://${host}` || origin === `https://${host}`)
  }

  return {
    hostOf,
    originOf(request) {
      const { origin } = request.headers
      const site = first(request.headers['sec-fetch-site'])
      if (site === 'cross-site' || site === 'same-site') return 'foreign'
      if (origin !== undefined) return isOwn(origin, hostOf(request)) ? 'own' : 'foreign'
      return site === 'same-origin' ? 'same-origin' : 'absent'
    },
    addressOf(request) {
      const peer = unmapped(request.socket.remoteAddress)
      if (!isTrusted(request)) return peer
      // Each proxy adds whom it heard from at the end: the last that is no proxy of ours is the caller. Anything
      // before may be made up.
      const hops = parts(request.headers['x-forwarded-for']).map(unmapped).filter(isIP)
      const beforeUs = Array.isArray(trustProxy) ? hops.findLast(hop => !isProxy(hop)) : hops.at(-1)
      return beforeUs ?? hops[0] ?? peer
    },
    protocolOf(request) {
      if (publicUrl) return publicUrl.protocol === 'https:' ? 'https' : 'http'
      return isTrusted(request) && first(request.headers['x-forwarded-proto']) === 'https' ? 'https' : 'http'
    },
  }
}

/** A request that some proxy has passed on, whether we trust it or not. */
export function isForwarded(headers: IncomingHttpHeaders): boolean {
  return ['x-forwarded-for', 'x-forwarded-host', 'forwarded', 'x-real-ip', 'via'].some(
    name => name in headers,
  )
}

function count(rawHeaders: string[], name: string): number {
  return rawHeaders.filter((key, index) => index % 2 === 0 && key.toLowerCase() === name).length
}

const parts = (value: string | string[] | undefined) =>
  String(value ?? '')
    .split(',')
    .map(part => part.trim())
const first = (value: string | string[] | undefined) => parts(value)[0] || undefined
/** An IPv4 address as a socket of both kinds writes it. */
const unmapped = (address: string | undefined) => (address ?? '').replace(/^::ffff:(?=\d)/i, '')
