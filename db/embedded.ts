/**
 * The Postgres we bring along: made on the first start, adopted when a killed Kith left it running, started again on
 * the same port when it dies. Nothing has to be installed or configured for it.
 */
import { existsSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import postgres from 'postgres'
import { type Binaries, findBinaries } from './embedded/binaries.ts'
import { clusterDir, clusterUser, ensureCluster } from './embedded/cluster.ts'
import {
  answers,
  clearRemains,
  clusterUrl,
  findPostmaster,
  freePort,
  lastWords,
  launchPostmaster,
  type Postmaster,
  stopPostmaster,
} from './embedded/postmaster.ts'

export { clusterDir } from './embedded/cluster.ts'

/** What of a logger is needed here; pino's fits. */
export interface EmbeddedLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export interface EmbeddedPostgres {
  /** Of the database `kith`; stays the same when the server is started again. Holds the password: never log it. */
  url: string
  /** Of the server running now. */
  pid(): number
  /** Ends the server, and with it the watching over it. Safe to call twice. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  dataDir: string
  log: EmbeddedLog
  /** false: nothing is flushed to disk, and a crash of the machine may lose everything. For tests. */
  durable?: boolean
}

/** A start after a crash replays what was not yet in place; that may take minutes and must not be cut short. */
const readyMs = 300_000

/**
 * Starts, or adopts, the database of a data folder and keeps it running until `stop`.
 * The caller sees to it that nobody else does so at the same time (server/dataDir.ts).
 * @throws Error with one sentence a person can act on
 */
export async function startEmbeddedPostgres({
  dataDir,
  log,
  durable = true,
}: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const binaries = findBinaries(clusterUser(dataDir))
  if (!existsSync(clusterDir(dataDir))) log.info({ dataDir }, 'making the database, once')
  const cluster = await ensureCluster(dataDir, binaries, durable)
  const first = (await adopt(cluster, log)) ?? (await launchOnFreePort(cluster, binaries, durable))
  log.info({ pid: first.pid, port: first.port }, 'database ready')
  await ensureDatabase(cluster, first.port)
  return watchOver(first, { cluster, binaries, durable, log })
}

async function adopt(cluster: string, log: EmbeddedLog): Promise<Postmaster | undefined> {
  const found = findPostmaster(cluster)
  if (!found) return undefined
  if (await answers(cluster, found, readyMs)) {
    log.info({ pid: found.pid }, 'database was still running, going on with it')
    return found
  }
  // It was on its way out; if it is neither out nor answering after all this time, a second one must not touch its files.
  if (findPostmaster(cluster))
    throw new Error(`The database (process ${found.pid}) runs but does not answer: end it and start again`)
  return undefined
}

async function launchOnFreePort(cluster: string, binaries: Binaries, durable: boolean): Promise<Postmaster> {
  // Somebody may take the port between our asking for a free one and the server's taking it.
  for (let attempt = 1; ; attempt++) {
    await clearRemains(cluster)
    const postmaster = launchPostmaster(cluster, binaries, await freePort(), durable)
    if (await answers(cluster, postmaster, readyMs)) return postmaster
    if (attempt === 3) throw new Error(`The database does not start: ${lastWords(cluster)}`)
  }
}

async function ensureDatabase(cluster: string, port: number): Promise<void> {
  const sql = postgres(clusterUrl(cluster, port, 'postgres'), {
    max: 1,
    fetch_types: false,
    onnotice: () => {},
  })
  try {
    const found = await sql`select 1 from pg_database where datname = 'kith'`
    if (found.length === 0) await sql`create database kith`
  } finally {
    await sql.end({ timeout: 5 })
  }
}

interface Watch {
  cluster: string
  binaries: Binaries
  durable: boolean
  log: EmbeddedLog
}

function watchOver(first: Postmaster, { cluster, binaries, durable, log }: Watch): EmbeddedPostgres {
  const stopping = new AbortController()
  let current = first

  async function keepRunning(): Promise<void> {
    for (let deaths = 0; ; ) {
      const since = Date.now()
      await current.gone
      if (stopping.signal.aborted) return
      // One that ran for a while died of something new; one that dies at once would only be started faster and faster.
      deaths = Date.now() - since > 5000 ? 1 : deaths + 1
      const backOffMs = deaths === 1 ? 0 : Math.min(25 * 2 ** deaths, 2000)
      log.warn({ pid: current.pid, deaths, backOffMs }, 'database died, starting it again')
      await wait(backOffMs, undefined, { signal: stopping.signal }).catch(() => {})
      if (stopping.signal.aborted) return
      await startAgain()
    }
  }

  async function startAgain(): Promise<void> {
    const began = Date.now()
    try {
      await clearRemains(cluster)
      if (stopping.signal.aborted) return
      // On the same port, so that every pool that knows the URL recovers by itself.
      current = launchPostmaster(cluster, binaries, current.port, durable)
      const ready = await answers(cluster, current, readyMs)
      if (ready) log.info({ pid: current.pid, tookMs: Date.now() - began }, 'database ready again')
      else log.error({ said: lastWords(cluster) }, 'database did not start')
    } catch (error) {
      log.error({ err: error }, 'database did not start')
    }
  }

  const watching = keepRunning().catch(error => log.error({ err: error }, 'database is no longer watched'))
  let stopped: Promise<void> | undefined

  async function stop(): Promise<void> {
    // From here on nothing is launched any more: the watch looks at the signal right before it would.
    stopping.abort()
    if (await stopPostmaster(current)) await watching
    else log.error({ pid: current.pid }, 'database does not stop')
  }

  return {
    url: clusterUrl(cluster, first.port, 'kith'),
    pid: () => current.pid,
    stop: () => (stopped ??= stop()),
  }
}
