import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { processState } from './embedded/process.ts'
import { clusterDir, type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts'

let made: string
let parent: string
let dataDir: string
const open: EmbeddedPostgres[] = []
const children: ChildProcess[] = []
const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }

// Making a cluster takes a second: all but the tests about that begin with a copy of one.
beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), 'kith-embedded-'))
  await startEmbeddedPostgres({ dataDir: made, log, durable: false }).then(embedded => embedded.stop())
})

afterAll(() => rmSync(made, { recursive: true, force: true }))

beforeEach(() => {
  vi.clearAllMocks()
  parent = mkdtempSync(join(tmpdir(), 'kith-embedded-'))
  chmodSync(parent, 0o755)
  dataDir = join(parent, 'data')
})

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const embedded of open.splice(0)) await embedded.stop()
  const cluster = clusterDir(dataDir)
  if (!cluster.startsWith(parent))
    for (const path of [cluster, `${cluster}.log`]) rmSync(path, { recursive: true, force: true })
  rmSync(parent, { recursive: true, force: true })
})

test('the first start makes a database that knows letters of every script', async () => {
  const embedded = await start()
  const [row] = await ask(
    embedded.url,
    "select current_database() as name, lower('ÀÉ你') as lower, version() as version",
  )
  expect(row).toMatchObject({
    name: 'kith',
    lower: 'àé你',
    version: expect.stringContaining('PostgreSQL 18'),
  })
  expect(pidInFile()).toBe(embedded.pid())
})

test('what an acknowledged write needs is flushed to disk', async () => {
  copyOfMade()
  const { url } = await startEmbeddedPostgres({ dataDir, log }).then(keep)
  const rows = await ask(
    url,
    "select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes')",
  )
  expect(rows.map(row => row.setting)).toEqual(['on', 'on', 'on'])
})

test('after a stop nothing is left running, and the next start finds the data', async () => {
  copyOfMade()
  const first = await start()
  await ask(first.url, 'create table kept as select 7 as number')
  const pid = first.pid()
  await first.stop()
  expect(processState(pid)).toBeUndefined()
  expect(existsSync(join(clusterDir(dataDir), 'postmaster.pid'))).toBe(false)
  const second = await start()
  expect(await ask(second.url, 'select number from kept')).toEqual([{ number: 7 }])
})

test('a database that was killed is started again on the same port', async () => {
  copyOfMade()
  const embedded = await start()
  const { url } = embedded
  for (let times = 0; times < 2; times++) {
    const killed = embedded.pid()
    process.kill(killed, 'SIGKILL')
    await vi.waitUntil(() => embedded.pid() !== killed, { timeout: 20_000 })
    await vi.waitUntil(
      () =>
        ask(url, 'select 1').then(
          () => true,
          () => false,
        ),
      { timeout: 20_000 },
    )
  }
  expect(log.warn).toHaveBeenCalledTimes(2)
  expect(pidInFile()).toBe(embedded.pid())
})

test('a stop in the middle of starting again leaves nothing running', async () => {
  copyOfMade()
  const embedded = await start()
  process.kill(embedded.pid(), 'SIGKILL')
  await vi.waitUntil(() => log.warn.mock.calls.length > 0)
  await embedded.stop()
  expect(processState(embedded.pid())).toBeUndefined()
  await new Promise(done => setTimeout(done, 1000))
  expect(processState(pidInFile())).toBeUndefined()
})

test('a database left by a killed server is adopted, and still watched over', async () => {
  copyOfMade()
  const { child, pid } = await startedElsewhere()
  child.kill('SIGKILL')
  await once(child, 'exit')
  const embedded = await start()
  expect(embedded.pid()).toBe(pid)
  process.kill(pid, 'SIGKILL')
  await vi.waitUntil(() => embedded.pid() !== pid, { timeout: 20_000 })
  await vi.waitUntil(
    () =>
      ask(embedded.url, 'select 1').then(
        () => true,
        () => false,
      ),
    { timeout: 20_000 },
  )
})

test('when server and database are killed together, the next start repairs', async () => {
  copyOfMade()
  const { child, pid, url } = await startedElsewhere()
  await ask(url, 'create table kept as select 7 as number')
  process.kill(pid, 'SIGKILL')
  child.kill('SIGKILL')
  const embedded = await start()
  expect(embedded.pid()).not.toBe(pid)
  expect(await ask(embedded.url, 'select number from kept')).toEqual([{ number: 7 }])
})

test('a lock that names a stranger does not keep the database from starting', async () => {
  copyOfMade()
  await (await start()).stop()
  const lock = join(clusterDir(dataDir), 'postmaster.pid')
  writeFileSync(lock, `${process.pid}\n${clusterDir(dataDir)}\n0\n5432\n\n127.0.0.1\n\nready\n`)
  const { uid, gid } = statSync(clusterDir(dataDir))

  chownSync(lock, uid, gid)
  const embedded = await start()
  expect(pidInFile()).toBe(embedded.pid())
})

test('making it can be interrupted at any time and is done again', async () => {
  mkdirSync(join(dataDir, 'postgres.making'), { recursive: true })
  writeFileSync(join(dataDir, 'postgres.making', 'PG_VERSION'), '18')
  await start()
  expect(existsSync(join(dataDir, 'postgres.making'))).toBe(false)
})

test('a database whose disk is missing is not taken for an empty one', async () => {
  mkdirSync(dataDir)
  symlinkSync(join(parent, 'nowhere'), join(dataDir, 'postgres'))
  await expect(start()).rejects.toThrow(/is gone from .*nowhere: bring it back/)
})

test.runIf(process.getuid?.() === 0)(
  'below a folder that only root may enter it works all the same',
  async () => {
    chmodSync(parent, 0o700)
    const embedded = await start()
    expect(await ask(embedded.url, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(clusterDir(dataDir)).toMatch(/^\/var\/lib\/kith\//)
    expect(pidInFile()).toBe(embedded.pid())
  },
)

test('the password is for its owner only', async () => {
  copyOfMade()
  await start()
  expect(statSync(join(clusterDir(dataDir), 'kith.password')).mode & 0o777).toBe(0o600)
  expect(statSync(clusterDir(dataDir)).mode & 0o777).toBe(0o700)
})

function copyOfMade(): void {
  // With owners and modes, which Node's own copying does not keep.
  execFileSync('cp', ['-a', made, dataDir])
}

function start(): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dataDir, log, durable: false }).then(keep)
}

function keep(embedded: EmbeddedPostgres): EmbeddedPostgres {
  open.push(embedded)
  return embedded
}

function pidInFile(): number {
  const file = join(clusterDir(dataDir), 'postmaster.pid')
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0
}

async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => {} })
  try {
    return await sql.unsafe(statement)
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** A server process of its own, which can be killed. */
async function startedElsewhere(): Promise<{ child: ChildProcess; pid: number; url: string }> {
  const program = `
    import { startEmbeddedPostgres } from ${JSON.stringify(join(import.meta.dirname, 'embedded.ts'))}
    const log = { info() {}, warn() {}, error() {} }
    startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, log, durable: false })
      .then(embedded => console.log(JSON.stringify({ pid: embedded.pid(), url: embedded.url })))
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const [chunk] = (await once(child.stdout ?? child, 'data')) as [Buffer]
  return { child, ...(JSON.parse(String(chunk)) as { pid: number; url: string }) }
}
