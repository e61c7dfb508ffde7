/**
 * One server from its parts to its end: house, writer, both doors, pages. Everything it needs is an argument, so
 * tests start as many as they like; the process around it is server/index.ts.
 */
import { hkdfSync } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createDatabase, type Database } from '#db/client.ts'
import { migrateDatabase } from '#db/migrate.ts'
import type { Limits } from '#protocol/limits.ts'
import { openAuth } from '#server/auth/auth.ts'
import type { House } from '#server/domain/context.ts'
import { ensureEpoch } from '#server/domain/epoch.ts'
import { createMessageWriter, type WriterOptions } from '#server/domain/message-writer.ts'
import { createListener } from '#server/http/index.ts'
import { createOriginRules } from '#server/http/origins.ts'
import { createHub } from '#server/hub/index.ts'
import type { Log } from '#server/log.ts'
import { createMetrics } from '#server/metrics.ts'
import { createDispatcher } from '#server/operations/dispatch.ts'
import { createHandlers } from '#server/operations/index.ts'
import { createTokenBuckets } from '#server/operations/token-buckets.ts'
import { startChores } from './chores.ts'
import { preparePages } from './pages.ts'
import { type Stoppable, stopInOrder } from './stop.ts'

export interface StartOptions {
  databaseUrl: string
  /** 0 takes any free one. */
  port: number
  host: string
  authSecret: string
  publicUrl?: URL | undefined
  trustProxy: boolean | string[]
  metricsToken?: string | undefined
  signUp: House['signUp']
  signUpCode?: House['signUpCode']
  limits: Limits
  log: Log
  /** Whether Next serves pages, and whether it compiles them on demand. */
  pages: 'none' | 'built' | 'dev'
  /** For tests: the server's clock, and how often what waits is looked at. */
  now?: () => number
  numbersEveryMs?: number
  offlineAfterMs?: number
  /** For benches: how the message writer batches. */
  writer?: Pick<WriterOptions, 'maxBatch'>
}

export interface RunningServer {
  url: string
  house: House
  /** The slow check of numbers, now. */
  checkNumbers(): Promise<void>
  /** Stops gracefully: everything accepted is answered. Safe to call twice. */
  close(): Promise<void>
}

/** @throws what keeps it from starting; nothing of it is left running then */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const { databaseUrl, log } = options
  const applied = await migrateDatabase(databaseUrl)
  if (applied > 0) log.info({ migrations: applied }, 'database migrated')
  const database = createDatabase(databaseUrl)
  let parts: Parts
  try {
    parts = await assemble(options, database, await ensureEpoch(database.db))
  } catch (error) {
    await database.close()
    throw error
  }
  try {
    await startListening(parts.server, options.port, options.host)
  } catch (error) {
    await stopInOrder({ ...parts, log })
    throw error
  }
  const stopChores = startChores(parts.house, log)
  let closed: Promise<void> | undefined
  return {
    url: urlOf(parts.server, options.host),
    house: parts.house,
    checkNumbers: parts.hub.checkNumbers,
    close() {
      stopChores()
      closed ??= stopInOrder({ ...parts, log })
      return closed
    },
  }
}

interface Parts extends Omit<Stoppable, 'log'> {
  house: House
}

async function assemble(options: StartOptions, database: Database, epoch: string): Promise<Parts> {
  const {
    limits,
    log,
    signUp,
    signUpCode,
    publicUrl,
    numbersEveryMs,
    offlineAfterMs,
    now = Date.now,
  } = options
  const server = createHttpServer()
  const dev = options.pages === 'dev'
  const pages =
    options.pages === 'none'
      ? null
      : await preparePages({ dev, server, port: options.port, hostname: options.host })
  const inviteKey = keyFor(options.authSecret, 'invite')
  const deliver: House['deliver'] = changes => hub.deliver(changes)
  const house: House = { database, limits, signUp, signUpCode, inviteKey, now, deliver }
  openAuth(house, { secret: options.authSecret, publicUrl, log })
  const writer = createMessageWriter(house, options.databaseUrl, {
    ...options.writer,
    onFailure: error => log.warn({ err: error }, 'flush failed'),
  })
  const origins = createOriginRules(options)
  // Its clock is the process's own: a limit must not stand still because somebody set the time back.
  const clock = () => performance.now()
  const buckets = createTokenBuckets(limits.operationsPerSecond, limits.operationsBurst, clock)
  const metrics = createMetrics()
  const { ignoredEvent: ignored, observe } = metrics
  let stopping = false
  const isStopping = () => stopping

  // The listener is there before Socket.IO's, which takes its own path and leaves the rest to those before it.
  server.on('request', (request, response) => listen(request, response))
  const doors = { house, origins, buckets, log, isStopping }
  const hub = createHub({ ...doors, httpServer: server, epoch, ignored, numbersEveryMs, offlineAfterMs })
  const handlers = createHandlers({ writer, presence: hub.presence })
  const dispatcher = createDispatcher({ house, handlers, buckets, log, observe })
  const { dispatch, inFlight } = dispatcher
  const sources = { sockets: hub.socketCount, inFlight, databaseAnswers: () => answers(database) }
  const health = { metrics, sources, metricsToken: options.metricsToken, isStopping }
  const secure = publicUrl?.protocol === 'https:'
  const listen = createListener({ ...doors, dispatch, health, pages, dev, secure })
  hub.open(dispatch)

  const beginStop = () => {
    stopping = true
  }
  return { server, dispatcher, writer, hub, pages, database, house, beginStop }
}

/** A key of its own for each purpose, so that what leaks of one opens nothing else. */
function keyFor(secret: string, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', `kith ${purpose}`, 32))
}

/** How long a caller may take for each part of a request: a slow one holds a connection, not a worker (I19). */
function createHttpServer(): Server {
  const server = createServer({
    headersTimeout: 10_000,
    requestTimeout: 60_000,
    connectionsCheckingInterval: 5000,
    // Above what proxies keep theirs, or they would send into a connection we are just closing.
    keepAliveTimeout: 75_000,
  })
  server.maxHeadersCount = 100
  return server
}

function startListening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

async function answers(database: Database): Promise<boolean> {
  const timedOut = new Promise<false>(resolve => setTimeout(() => resolve(false), 2000).unref())
  return Promise.race([
    database.sql`select 1`.then(
      () => true,
      () => false,
    ),
    timedOut,
  ])
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo
  const named = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${named.includes(':') ? `[${named}]` : named}:${port}`
}
