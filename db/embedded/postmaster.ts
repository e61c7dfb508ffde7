/**
 * One run of the PostgreSQL server: started, found still running after a killed Kith, waited for, stopped.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import postgres from 'postgres'
import { type Binaries, plainEnv } from './binaries.ts'
import { clusterPassword } from './cluster.ts'
import { type ProcessState, processesIn, processState } from './process.ts'

export interface Postmaster {
  pid: number
  port: number
  /** Settles when the process is gone, however that came about. */
  gone: Promise<void>
}

/** The server's own notes, beside the data; kept small, for it only ever says that it started, stopped or is in trouble. */
const logFile = (cluster: string): string => `${cluster}.log`
const logBytes = 5_000_000

/** Finds a live server on this cluster, left by a Kith that was killed. It may still be starting or stopping. */
export function findPostmaster(cluster: string): Postmaster | undefined {
  const lines = pidFileLines(cluster)
  const state = lines && postmasterState(Number(lines[0]), cluster)
  const port = Number(lines?.[3])
  if (!state || !port) return undefined
  return { pid: state.pid, port, gone: goneByLooking(state) }
}

/** The process, if it lives and is this cluster's server and no stranger who was given the same pid. */
function postmasterState(pid: number, cluster: string): ProcessState | undefined {
  const state = processState(pid)
  return state?.command.includes('postgres') && state.command.includes(cluster) ? state : undefined
}

function pidFileLines(cluster: string): string[] | undefined {
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return undefined
  }
}

/** We are not its parent, so nobody tells us: we look. */
async function goneByLooking(state: ProcessState): Promise<void> {
  while (processState(state.pid)?.start === state.start) await wait(100, undefined, { ref: false })
}

/**
 * Removes what a killed server left behind, if no process of it remains. PostgreSQL does so itself except where the
 * dead server is a zombie that nobody reaps, or its pid belongs to somebody else by now.
 */
export async function clearRemains(cluster: string): Promise<void> {
  // A killed server's children end by themselves when they notice. They still hold the shared memory: starting, or
  // removing the lock, before they are gone is what the lock is there to prevent.
  for (let waited = 0; processesIn(cluster).length > 0; waited += 50) {
    if (waited > 10_000)
      throw new Error(
        `Processes of the database that was killed do not end: ${processesIn(cluster).join(', ')}`,
      )
    if (waited === 3000) for (const pid of processesIn(cluster)) signalled(pid, 'SIGQUIT')
    await wait(50)
  }
  rmSync(join(cluster, 'postmaster.pid'), { force: true })
}

/** Starts the server. It may not answer yet: see {@link answers}. */
export function launchPostmaster(
  cluster: string,
  binaries: Binaries,
  port: number,
  durable: boolean,
): Postmaster {
  if ((statSync(logFile(cluster), { throwIfNoEntry: false })?.size ?? 0) > logBytes)
    renameSync(logFile(cluster), `${logFile(cluster)}.old`)
  const log = openSync(logFile(cluster), 'a', 0o600)
  const child = spawn(binaries.postgres, ['-D', cluster, ...settings(port, durable)], {
    ...binaries.user,
    cwd: '/',
    env: plainEnv,
    stdio: ['ignore', log, log],
    // A process group of its own: Ctrl-C must reach Kith only, which stops the database after its own work.
    detached: true,
  })
  closeSync(log)
  child.unref()
  return { pid: child.pid ?? 0, port, gone: goneByExit(child) }
}

function goneByExit(child: ChildProcess): Promise<void> {
  return new Promise(done => {
    child.on('exit', () => done())
    child.on('error', () => done())
  })
}

function settings(port: number, durable: boolean): string[] {
  const flush = durable ? 'on' : 'off'
  const values: Record<string, string | number> = {
    port,
    listen_addresses: '127.0.0.1',
    // No socket file: its path may be too long for the system, and a killed server would leave its lock behind.
    unix_socket_directories: '',
    max_connections: 100,
    shared_buffers: '128MB',
    fsync: flush,
    // Also where nothing is flushed: a killed server must not lose what it said yes to.
    synchronous_commit: 'on',
    full_page_writes: flush,
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Catching up relies on writing transactions ending within 30 s (protocol.md, asOf).
    transaction_timeout: '30s',
    // Its own troubles, but no statement and no value a statement carried: those are people's messages.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** The last thing the server wrote, to say why it did not start. */
export function lastWords(cluster: string): string {
  return readFileSync(logFile(cluster), 'utf8').trim().split('\n').slice(-3).join(' / ')
}

/** How to reach one database of the cluster. */
export function clusterUrl(cluster: string, port: number, database: string): string {
  return `postgres://postgres:${clusterPassword(cluster)}@127.0.0.1:${port}/${database}`
}

/**
 * Waits until the server answers as only ours can: by our password. After a crash it first repairs, which may take minutes.
 * @returns false if it ended instead, or had not answered after `timeoutMs`
 */
export async function answers(
  cluster: string,
  { port, gone }: Postmaster,
  timeoutMs: number,
): Promise<boolean> {
  let ended = false
  void gone.then(() => {
    ended = true
  })
  for (const until = Date.now() + timeoutMs; !ended && Date.now() < until; await wait(25)) {
    const sql = postgres(clusterUrl(cluster, port, 'postgres'), {
      max: 1,
      connect_timeout: 2,
      fetch_types: false,
      onnotice: () => {},
    })
    try {
      await sql`select 1`
      return true
    } catch {
      // Refused while it starts or stops.
    } finally {
      await sql.end({ timeout: 1 })
    }
  }
  return false
}

/** Ends the server: politely (transactions are rolled back, all is written), after 5 s less so (repairs at next start). */
export async function stopPostmaster({ pid, gone }: Postmaster): Promise<boolean> {
  for (const [signal, patienceMs] of [
    ['SIGINT', 5000],
    ['SIGQUIT', 2000],
  ] as const) {
    if (!signalled(pid, signal)) return true
    const stopped = await Promise.race([gone.then(() => true), wait(patienceMs, false)])
    if (stopped) return true
  }
  return false
}

/** false if there is no such process (any more). Never 0, which would be our own process group. */
function signalled(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return pid > 0 && process.kill(pid, signal)
  } catch {
    return false
  }
}

/** A port nobody listens on right now. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer()
    server.on('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? done(address.port) : fail(new Error('no port')),
      )
    })
  })
}
