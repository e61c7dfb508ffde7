/**
 * The folder in which PostgreSQL keeps the data: found, or made in one step that an interruption cannot leave half
 * done. `DATA_DIR/postgres` is that folder, or a link to it where the database's user cannot reach `DATA_DIR`.
 */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import {
  type Binaries,
  canEnter,
  type DatabaseUser,
  databaseUser,
  makeSystemDir,
  plainEnv,
  systemDir,
} from './binaries.ts'

/** The folder of the database in this data folder, with `postmaster.pid` in it while it runs. */
export function clusterDir(dataDir: string): string {
  const dir = join(resolve(dataDir), 'postgres')
  return existsSync(dir) ? realpathSync(dir) : dir
}

/** The password made with the cluster; only its owner and root can read it. */
export function clusterPassword(cluster: string): string {
  return readFileSync(join(cluster, passwordFile), 'utf8').trim()
}

/**
 * As whom the programs run for this data folder. An existing cluster keeps its owner, also when a user `postgres`
 * appeared on the machine after it was made: PostgreSQL opens only what belongs to the user it runs as.
 */
export function clusterUser(dataDir: string): DatabaseUser {
  const user = databaseUser()
  const cluster = clusterDir(dataDir)
  if (user.uid === undefined || !existsSync(cluster)) return user
  const { uid, gid } = statSync(cluster)
  if (uid !== 0) return { uid, gid }
  // Restored from a copy by root, which made everything root's.
  giveTree(cluster, user)
  return user
}

/**
 * Makes the cluster unless there is one.
 * @param durable false skips flushing to disk: for tests only
 * @returns its folder
 */
export async function ensureCluster(dataDir: string, binaries: Binaries, durable: boolean): Promise<string> {
  const dir = join(resolve(dataDir), 'postgres')
  if (existsSync(join(dir, 'PG_VERSION'))) return realpathSync(dir)
  if (existsSync(dir) && readdirSync(dir).length > 0)
    throw new Error(`${dir} holds something that is no PostgreSQL cluster`)
  // A disk that is not mounted must not look like a database that is empty.
  if (lstatSync(dir, { throwIfNoEntry: false })?.isSymbolicLink() && !existsSync(dir)) {
    throw new Error(
      `The database is gone from ${readlinkSync(dir)}: bring it back, or remove ${dir} to start empty`,
    )
  }
  const reachable = openTo(resolve(dataDir), binaries.user)
  if (!reachable) makeSystemDir()
  // The link alone says where: a data folder that was removed, and made again under its old name, starts empty.
  const home = reachable ? dir : join(systemDir, randomBytes(8).toString('hex'))
  await makeCluster(home, binaries, durable)
  if (!reachable) symlinkSync(home, dir)
  return realpathSync(dir)
}

/** Makes the folder if need be and lets the database's user pass through it, as far as that is in our hands. */
function openTo(dataDir: string, user: DatabaseUser): boolean {
  mkdirSync(dataDir, { recursive: true })
  if (canEnter(dataDir, user)) return true
  chmodSync(dataDir, statSync(dataDir).mode | 0o011)
  return canEnter(dataDir, user)
}

async function makeCluster(home: string, { initdb, user }: Binaries, durable: boolean): Promise<void> {
  const unfinished = `${home}.making`
  const password = `${home}.password`
  rmSync(unfinished, { recursive: true, force: true })
  rmSync(password, { force: true })
  mkdirSync(unfinished, { mode: 0o700 })
  give(unfinished, user)
  writeFileSync(password, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' })
  give(password, user)
  // Not the locale "C": it knows no letters outside ASCII, so that lower('À') and searching Chinese would fail.
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C.UTF-8']
  const args = [
    '-D',
    unfinished,
    '-U',
    'postgres',
    '-A',
    'scram-sha-256',
    `--pwfile=${password}`,
    '-E',
    'UTF8',
    ...locale,
  ]
  await runInitdb(initdb, durable ? args : [...args, '--no-sync'], user)
  renameSync(password, join(unfinished, passwordFile))
  renameSync(unfinished, home)
}

function runInitdb(initdb: string, args: string[], user: DatabaseUser): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(initdb, args, {
      ...user,
      cwd: '/',
      env: plainEnv,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let complaint = ''
    child.stderr.on('data', chunk => {
      complaint += chunk
    })
    child.on('error', fail)
    child.on('close', code => {
      if (code === 0) done()
      else
        fail(new Error(`The database could not be made: ${complaint.trim() || `initdb ended with ${code}`}`))
    })
  })
}

const passwordFile = 'kith.password'

function give(path: string, user: DatabaseUser): void {
  if (user.uid !== undefined && user.gid !== undefined) lchownSync(path, user.uid, user.gid)
}

function giveTree(dir: string, user: DatabaseUser): void {
  for (const entry of readdirSync(dir, { recursive: true, encoding: 'utf8' })) give(join(dir, entry), user)
  give(dir, user)
}
