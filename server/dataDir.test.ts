import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDataDir } from './dataDir.ts'

let parent: string
let path: string
const children: ChildProcess[] = []

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'kith-data-'))
  path = join(parent, 'some', 'where')
})

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(parent, { recursive: true, force: true })
})

test('a new folder lets others pass through and not look', async () => {
  const dataDir = await openDataDir(path)
  expect(statSync(path).mode & 0o777).toBe(0o711)
  dataDir.release()
})

test('the secret is made once and only its owner can read it', async () => {
  const first = await openDataDir(path)
  const secret = first.authSecret()
  expect(Buffer.byteLength(secret)).toBeGreaterThanOrEqual(48)
  expect(statSync(join(path, 'auth-secret')).mode & 0o777).toBe(0o600)
  first.release()
  const second = await openDataDir(path)
  expect(second.authSecret()).toBe(secret)
  second.release()
})

test('a secret somebody shortened is not signed with', async () => {
  mkdirSync(path, { recursive: true })
  writeFileSync(join(path, 'auth-secret'), 'short')
  const dataDir = await openDataDir(path)
  expect(() => dataDir.authSecret()).toThrow('remove it')
  dataDir.release()
})

test('a second start on the same folder is refused in one line', async () => {
  const server = startServer()
  await said(server, 'open')
  const refusal = await openDataDir(path).catch((error: Error) => error.message)
  expect(refusal).toBe(
    `Kith already runs on ${path} (process ${server.pid}): stop it first, or set DATA_DIR to another folder`,
  )
})

test('a folder whose server was killed opens again', async () => {
  const server = startServer()
  await said(server, 'open')
  server.kill('SIGKILL')
  await once(server, 'exit')
  const dataDir = await openDataDir(path)
  expect(readdirSync(join(path, 'lock'))).toHaveLength(1)
  dataDir.release()
})

test('a stranger with the pid of the dead server is not taken for it', async () => {
  mkdirSync(join(path, 'lock'), { recursive: true })
  writeFileSync(join(path, 'lock', `${process.ppid}.some-other-start.holds`), '')
  const dataDir = await openDataDir(path)
  dataDir.release()
})

test('of many who start at the same moment exactly one gets the folder', async () => {
  for (let round = 0; round < 3; round++) {
    const servers = Array.from({ length: 6 }, () => startServer())
    const answers = await Promise.all(servers.map(server => said(server, /open|refused/)))
    expect(answers.filter(answer => answer.includes('open'))).toHaveLength(1)
    for (const server of servers) server.kill('SIGKILL')
    await Promise.all(
      servers.map(server => server.exitCode === null && server.signalCode === null && once(server, 'exit')),
    )
  }
}, 60_000)

test('a folder nobody can make is said in one line', async () => {
  writeFileSync(join(parent, 'some'), 'a file in the way')
  await expect(openDataDir(path)).rejects.toThrow(/^The data folder .* cannot be used: /)
})

/** Another process that opens the folder, says so, and stays. */
function startServer(): ChildProcess {
  const program = `
    import { openDataDir } from ${JSON.stringify(join(import.meta.dirname, 'dataDir.ts'))}
    openDataDir(${JSON.stringify(path)}).then(() => console.log('open'), () => console.log('refused'))
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  return child
}

async function said(child: ChildProcess, what: string | RegExp): Promise<string> {
  for await (const chunk of child.stdout ?? []) {
    if (String(chunk).match(what)) return String(chunk)
  }
  throw new Error('ended without a word')
}

test('nothing of the lock can be read by others', async () => {
  const dataDir = await openDataDir(path)
  expect(statSync(join(path, 'lock')).mode & 0o777).toBe(0o700)
  expect(readFileSync(join(path, 'lock', readdirSync(join(path, 'lock'))[0] ?? ''), 'utf8')).toBe('')
  dataDir.release()
})
