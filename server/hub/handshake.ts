/**
 * Who may open a socket: a page of ours with its cookie, or anybody with a token. What is refused gets a
 * `connect_error` whose `data` is an error like any other.
 */
import type { IncomingMessage } from 'node:http'
import { Handshake } from '#protocol/signals.ts'
import { PROTOCOL_VERSION } from '#protocol/version.ts'
import { actorOfCookie, cookieWasEnded } from '#server/auth/cookie.ts'
import { actorOfToken } from '#server/auth/token.ts'
import { limitKeyOf } from '#server/domain/addresses.ts'
import type { Actor, House } from '#server/domain/context.ts'
import { badRequest, Refusal, refuse } from '#server/domain/refusal.ts'
import type { OriginRules } from '#server/http/origins.ts'
import { refusalOf, wireError } from '#server/operations/failure.ts'
import type { HubServer, HubSocket } from './sockets.ts'

export interface Doorkeeper {
  house: House
  origins: OriginRules
  log: { info(fields: object, message: string): void; error(fields: object, message: string): void }
  isStopping(): boolean
}

/** Connections over the limit up to this share still get a reason; beyond it not even a connection. */
const told = 1.25

export interface Door {
  /** Asked before a connection is made at all. */
  allowRequest(request: IncomingMessage, decide: (error: string | null, allowed: boolean) => void): void
}

interface EngineRequest extends IncomingMessage {
  _query: { sid?: string }
}

/** Puts the doorkeeper before every socket; behind it `socket.data` says who it is. */
export function guardDoor(io: HubServer, keeper: Doorkeeper): Door {
  const { house, origins, log } = keeper
  const perAddress = countPerAddress(io, origins)
  const limit = house.limits.socketsPerAddress

  async function enter(socket: HubSocket): Promise<void> {
    const { request } = socket
    if (keeper.isStopping()) throw refuse('stopping')
    const address = origins.addressOf(request)
    if (limit > 0 && perAddress.count(limitKeyOf(address)) > limit) {
      throw new Refusal('RATE_LIMITED', 'Too many connections from this address.', { retryAfterMs: 5000 })
    }
    // A second try on the same connection would cost us a look-up and the client nothing.
    if (tried.has(socket.conn)) throw badRequest('This connection was refused. Open another one.')
    tried.add(socket.conn)
    const handshake = Handshake.safeParse(socket.handshake.auth)
    if (!handshake.success)
      throw badRequest('The handshake needs auth with protocol, and may have token and deviceId.')
    if (handshake.data.protocol !== PROTOCOL_VERSION) throw refuse('protocol', { protocol: PROTOCOL_VERSION })
    const actor = await actorOf(keeper, request, handshake.data.token)
    const userAgent = String(request.headers['user-agent'] ?? '').slice(0, 300)
    socket.data = { ...actor, address, userAgent }
  }

  const tried = new WeakSet<object>()

  io.use((socket, next) => {
    enter(socket).then(
      () => next(),
      (error: unknown) => {
        const refusal = refusalOf(error)
        if (refusal.code === 'INTERNAL') log.error({ err: error }, 'handshake failed')
        else log.info({ code: refusal.code, ...refusal.details }, 'socket refused')
        next(Object.assign(new Error(refusal.message), { data: wireError(refusal) }))
      },
    )
  })

  // allowRequest sees the first request of a connection only; a foreign page may not go on with one either.
  io.engine.use((request: EngineRequest, _response: unknown, next: (error?: Error) => void) => {
    const refused = request._query.sid === undefined ? null : refuseRequest(origins, request)
    next(refused ? new Error(refused) : undefined)
  })

  return {
    allowRequest(request, decide) {
      const address = limitKeyOf(origins.addressOf(request))
      const crowded = limit > 0 && perAddress.count(address) >= limit * told
      const refused = refuseRequest(origins, request) ?? (crowded ? 'too many connections' : null)
      if (refused) log.info({ reason: refused }, 'connection refused')
      decide(refused, refused === null)
    },
  }
}

function refuseRequest(origins: OriginRules, request: IncomingMessage): string | null {
  if (origins.hostOf(request) === null) return 'host'
  return origins.originOf(request) === 'foreign' ? 'origin' : null
}

async function actorOf(
  { house, origins }: Doorkeeper,
  request: IncomingMessage,
  token: string | undefined,
): Promise<Actor> {
  const address = origins.addressOf(request)
  if (token !== undefined) {
    const actor = await actorOfToken(house, token, address)
    if (!actor) throw refuse('session_ended')
    return actor
  }
  // A cookie travels with requests that any page causes; only our own page's word makes it a session.
  if (!['own', 'same-origin'].includes(origins.originOf(request))) throw refuse('origin')
  const { cookie } = request.headers
  const actor = cookie ? await actorOfCookie(house, cookie, address) : null
  if (actor) return actor
  if (!cookie) throw new Refusal('UNAUTHENTICATED', 'Sign in first.')
  // A device deletes what it keeps of an ended session, and keeps it for one that only ran out.
  throw (await cookieWasEnded(house, cookie))
    ? refuse('session_ended')
    : new Refusal('UNAUTHENTICATED', 'Sign in again.')
}

function countPerAddress(io: HubServer, origins: OriginRules) {
  const counts = new Map<string, number>()
  io.engine.on('connection', (conn: HubSocket['conn']) => {
    const address = limitKeyOf(origins.addressOf(conn.request))
    counts.set(address, (counts.get(address) ?? 0) + 1)
    conn.once('close', () => {
      const left = (counts.get(address) ?? 1) - 1
      if (left > 0) counts.set(address, left)
      else counts.delete(address)
    })
  })
  return { count: (address: string) => counts.get(address) ?? 0 }
}
