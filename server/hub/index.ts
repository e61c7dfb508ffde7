/**
 * The Socket.IO door: who is connected, what they ask, and what is pushed to them. Correctness never rests on it:
 * pushes are hints, and connection state recovery stays off because it would bring back rooms that permission has
 * left (reliability.md 0.2).
 */
import type { Server as HttpServer } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { Server } from 'socket.io'
import type { Change } from '#server/domain/changes.ts'
import type { House } from '#server/domain/context.ts'
import { standingSessions } from '#server/domain/standing-sessions.ts'
import { plainHeaders } from '#server/http/headers.ts'
import type { OriginRules } from '#server/http/origins.ts'
import type { Dispatch } from '#server/operations/dispatch.ts'
import type { TokenBuckets } from '#server/operations/token-buckets.ts'
import { createAnnounced } from './announced.ts'
import { createAudiences } from './audiences.ts'
import { acceptSocket } from './connection.ts'
import { guardDoor } from './handshake.ts'
import { startNumbers } from './numbers.ts'
import { createPresence, type Presence } from './presence.ts'
import { createRelay } from './relay.ts'
import { createSessionChecks } from './session-checks.ts'
import { createSlowReaders } from './slow-readers.ts'
import { closeSocket, createSockets, farewellMs, type HubServer } from './sockets.ts'
import { createTyping } from './typing.ts'

export interface HubLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export interface HubOptions {
  house: House
  httpServer: HttpServer
  origins: OriginRules
  buckets: TokenBuckets
  epoch: string
  log: HubLog
  /** An event came that is no request and was ignored. */
  ignored(): void
  isStopping(): boolean
  numbersEveryMs?: number | undefined
  offlineAfterMs?: number | undefined
}

export interface Hub {
  deliver(changes: Change[]): void
  presence: Presence
  /** Lets sockets in; until then nobody is answered. */
  open(dispatch: Dispatch): void
  socketCount(): number
  /** The slow check, now: which feeds moved and which sessions ended without our hearing of it. */
  checkNumbers(): Promise<void>
  /** Tells every socket to come back, spread over some seconds, and closes them. */
  close(): Promise<void>
}

/** Operations noted in a session's row at most this often. */
const touchAfterMs = 60_000
const slowReadersEveryMs = 1000
/** Over how long those of a stopping server return: some seconds, or at most 400 of them in each (F19). */
const resumeSpreadMs = 3000
const resumeEachMs = 2.5

export function createHub(options: HubOptions): Hub {
  const { house, httpServer, origins, buckets, epoch, log, ignored, isStopping } = options
  const { db } = house.database
  const io: HubServer = new Server(httpServer, {
    serveClient: false,
    transports: ['websocket', 'polling'],
    maxHttpBufferSize: house.limits.socketPacketBytes,
    perMessageDeflate: false,
    httpCompression: false,
    connectTimeout: 5000,
    allowRequest: (request, decide) => door.allowRequest(request, decide),
  })
  const door = guardDoor(io, { house, origins, log, isStopping })
  io.engine.on('headers', (headers: Record<string, string>) => Object.assign(headers, plainHeaders))

  const failed = (error: unknown) => log.warn({ err: error }, 'push failed')
  const sockets = createSockets()
  const announced = createAnnounced()
  const presence = createPresence({
    house,
    sockets,
    socketOf: id => io.sockets.sockets.get(id),
    failed,
    ...(options.offlineAfterMs !== undefined && { offlineAfterMs: options.offlineAfterMs }),
  })
  const relay = createRelay({ io, db, sockets, audiences: createAudiences(db), announced, presence, failed })
  const numbers = startNumbers({
    house,
    io,
    sockets,
    announced,
    relay,
    failed,
    everyMs: options.numbersEveryMs,
  })
  const typing = createTyping({ house, io, sockets, buckets, failed })
  const sessionChecks = createSessionChecks(ids => standingSessions(house, ids, touchAfterMs))
  const slowReaders = createSlowReaders(sockets, house.limits.socketBufferBytes, socket =>
    log.info({ user: socket.data.userId }, 'slow reader cut'),
  )
  const looking = setInterval(slowReaders.look, slowReadersEveryMs).unref()

  return {
    deliver: relay.deliver,
    presence,
    open(dispatch) {
      const { limits, now } = house
      const { hasJustEnded } = relay
      const parts = {
        dispatch,
        sockets,
        sessionChecks,
        presence,
        typing,
        limits,
        epoch,
        now,
        hasJustEnded,
        ignored,
      }
      io.on('connection', socket => acceptSocket(socket, parts))
    },
    socketCount: sockets.count,
    checkNumbers: numbers.check,
    async close() {
      numbers.stop()
      clearInterval(looking)
      const spreadMs = Math.max(resumeSpreadMs, sockets.count() * resumeEachMs)
      for (const socket of sockets.all())
        closeSocket(socket, 'stopping', Math.round(Math.random() * spreadMs))
      await untilGone(io)
      await presence.close().catch(failed)
      await io.close()
    },
  }
}

/** Until everybody has read why, or has been cut: closing the engine drops what is still queued. */
async function untilGone(io: HubServer): Promise<void> {
  const until = Date.now() + farewellMs + 200
  while (io.engine.clientsCount > 0 && Date.now() < until) await wait(10)
}
