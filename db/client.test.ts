import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createDatabase, createWriterConnection, type Database } from './client.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts'

let dataDir: string
let embedded: EmbeddedPostgres
let pool: Database
let writer: Database
const log = { info: () => {}, warn: () => {}, error: () => {} }

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'kith-client-'))
  embedded = await startEmbeddedPostgres({ dataDir, log, durable: false })
  pool = createDatabase(embedded.url, { max: 5 })
  writer = createWriterConnection(embedded.url)
  await pool.sql`create table notes (id bigint primary key generated always as identity, words text)`
})

afterAll(async () => {
  await pool?.close()
  await writer?.close()
  await embedded?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

test('whole numbers of 64 bits come back as numbers, alone and in lists', async () => {
  const [row] = await pool.sql`select 9007199254740991::bigint as one, array[1, 2]::bigint[] as many`
  expect(row).toEqual({ one: 9007199254740991, many: [1, 2] })
})

test('the writer plans by indexes only, the pool as it likes', async () => {
  const setting = async (database: Database) => (await database.sql`show enable_seqscan`)[0]?.enable_seqscan
  expect(await setting(writer)).toBe('off')
  expect(await setting(pool)).toBe('on')
})

test('a transaction that sits idle is ended, so that nothing waits for it for ever', async () => {
  const shown = await pool.sql`select name, setting from pg_settings where name in
    ('idle_in_transaction_session_timeout', 'lock_timeout', 'statement_timeout', 'transaction_timeout') order by name`
  expect(shown.map(row => Number(row.setting))).toEqual([10_000, 10_000, 15_000, 30_000])
})

test('when the database is killed under load, nobody hangs, nothing is thrown astray, and all works again', async () => {
  const astray = vi.fn()
  process.on('uncaughtException', astray)
  process.on('unhandledRejection', astray)
  const load = new Load()
  for (let kill = 0; kill < 4; kill++) {
    await wait(300)
    const killed = embedded.pid()
    process.kill(killed, 'SIGKILL')
    await vi.waitUntil(() => embedded.pid() !== killed, { timeout: 20_000 })
    await load.everybodyGoesOn()
  }
  await load.end()
  process.off('uncaughtException', astray)
  process.off('unhandledRejection', astray)
  expect(astray).not.toHaveBeenCalled()
  expect(load.refused).toBeGreaterThan(0)
}, 120_000)

/** People who write without a pause, by transactions and by single statements, some of them wrong. */
class Load {
  refused = 0
  private running = true
  private readonly done: number[] = []
  private readonly people: Promise<void>[] = []

  constructor() {
    for (let person = 0; person < 12; person++) this.people.push(this.keepWriting(person))
  }

  private async keepWriting(person: number): Promise<void> {
    while (this.running) {
      try {
        await (person % 3 === 0 ? this.byWriter() : this.byTransaction())
        this.done[person] = (this.done[person] ?? 0) + 1
      } catch {
        this.refused++
        await wait(10)
      }
    }
  }

  private async byTransaction(): Promise<void> {
    await pool.sql.begin(async tx => {
      await tx`insert into notes (words) values ('one')`
      await Promise.all([
        tx`select count(*) from notes where id > 10`,
        tx`insert into notes (words) values ('two')`,
      ])
    })
  }

  private async byWriter(): Promise<void> {
    await writer.sql`insert into nowhere select unnest(${['one']}::text[])`.catch(() => {})
    await writer.sql`insert into notes (words) select unnest(${['one', 'two']}::text[])`
  }

  async everybodyGoesOn(): Promise<void> {
    const before = [...this.done]
    const all = () => this.people.every((_, person) => (this.done[person] ?? 0) > (before[person] ?? 0) + 1)
    await vi.waitUntil(all, { timeout: 20_000 })
  }

  async end(): Promise<void> {
    this.running = false
    await Promise.all(this.people)
  }
}
