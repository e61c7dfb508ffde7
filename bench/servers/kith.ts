/** The built server as people run it: dist/server.mjs with its own durable Postgres, rate limits off. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clusterUrl, findPostmaster } from '#db/embedded/postmaster.ts'
import { clusterDir } from '#db/embedded.ts'
import { type Child, startChild } from './child.ts'

export interface Kith extends Child {
  /** Of a database in its Postgres; `kith` is the server's own. */
  databaseUrl(name?: string): string
  /** Whose processor time is the server's: its own and its database's. */
  pids: number[]
}

/** What a benched server is told: people in benches act faster than people do, and all from one address. */
export const limitsOff: Record<string, string> = Object.fromEntries(
  [
    'OPERATIONS_PER_SECOND',
    'SIGN_UPS_PER_MINUTE',
    'SOCKETS_PER_USER',
    'SOCKETS_PER_ADDRESS',
    'FRIEND_REQUESTS_PER_HOUR',
  ].map(name => [`LIMIT_${name}`, '0']),
)

export async function startKith(dataDir: string, env: Record<string, string> = {}): Promise<Kith> {
  const told = {
    ...limitsOff,
    HOST: '127.0.0.1',
    LOG_LEVEL: 'warn',
    DATABASE_URL: '',
    DATA_DIR: dataDir,
    ...env,
  }
  const child = await startChild(['--enable-source-maps', 'dist/server.mjs'], told, '/readyz')
  const cluster = clusterDir(dataDir)
  const postmaster = findPostmaster(cluster)
  if (!postmaster) throw new Error('The server runs without its database')
  return {
    ...child,
    pids: [child.pid, postmaster.pid],
    databaseUrl: (name = 'kith') => clusterUrl(cluster, postmaster.port, name),
  }
}

/** A data folder for as long as `work` runs. */
export async function withDataDir(work: (dataDir: string) => Promise<void>): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kith-bench-'))
  try {
    await work(dataDir)
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}
