/**
 * The folder that holds all a server must not lose. Opened once by one process; a second start is refused.
 */
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { FolderInUse, holdFolder } from './dataDir/lock.ts'

export interface DataDir {
  path: string
  /** The key sessions are signed with: made by the first call, the same ever after. */
  authSecret(): string
  /** Lets the next server have the folder. Safe to call twice. */
  release(): void
}

/**
 * Opens the folder, makes it when there is none.
 * @throws Error with one line for a person: in use, or not writable
 */
export async function openDataDir(path: string): Promise<DataDir> {
  try {
    make(path)
    const release = await holdFolder(join(path, 'lock'))
    return { path, authSecret: () => authSecret(path), release }
  } catch (error) {
    if (error instanceof FolderInUse) {
      throw new Error(
        `Kith already runs on ${path} (process ${error.pid}): stop it first, or set DATA_DIR to another folder`,
      )
    }
    throw new Error(`The data folder ${path} cannot be used: ${(error as Error).message}`)
  }
}

function make(path: string): void {
  if (existsSync(path)) return
  mkdirSync(path, { recursive: true })
  // Others may pass through (the database runs as another user when we are root) but not look around.
  chmodSync(path, 0o711)
}

function authSecret(path: string): string {
  const file = join(path, 'auth-secret')
  if (!existsSync(file)) {
    // Written aside and renamed: half a secret after a power cut would sign everybody out, or worse, be short.
    const unfinished = `${file}.making`
    const handle = openSync(unfinished, 'w', 0o600)
    writeSync(handle, `${randomBytes(48).toString('base64url')}\n`)
    fsyncSync(handle)
    closeSync(handle)
    renameSync(unfinished, file)
  }
  const secret = readFileSync(file, 'utf8').trim()
  if (secret.length < 32)
    throw new Error(`${file} holds no secret of 32 characters or more: remove it to have a new one made`)
  return secret
}
