import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { migrateDatabase, migrationsFolder } from './migrate.ts'
import { testClusterUrl } from './testing.ts'

let cluster: string
let url: string
let folder: string
const name = `kith_migrate_${process.pid}`

beforeAll(async () => {
  cluster = await testClusterUrl()
  url = Object.assign(new URL(cluster), { pathname: `/${name}` }).href
})

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kith-migrations-'))
  await run(cluster, `drop database if exists ${name} with (force)`)
  await run(cluster, `create database ${name}`)
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))
afterAll(() => run(cluster, `drop database if exists ${name} with (force)`))

test('three servers starting at once migrate once', async () => {
  write(
    [1000, 'create table words (word text); select pg_sleep(0.2)'],
    [2000, "insert into words values ('once')"],
  )
  const applied = await Promise.all([
    migrateDatabase(url, folder),
    migrateDatabase(url, folder),
    migrateDatabase(url, folder),
  ])
  expect(applied.sort()).toEqual([0, 0, 2])
  expect(await run(url, 'select word from words')).toEqual([{ word: 'once' }])
})

test('of a run that fails nothing is kept', async () => {
  write([1000, 'create table words (word text)'], [2000, 'insert into nowhere values (1)'])
  await expect(migrateDatabase(url, folder)).rejects.toThrow()
  write([1000, 'create table words (word text)'])
  expect(await migrateDatabase(url, folder)).toBe(1)
})

test('a migration dated before the last one applied is not passed over in silence', async () => {
  write([2000, 'select 1'])
  await migrateDatabase(url, folder)
  write([1000, 'select 2'], [2000, 'select 1'])
  await expect(migrateDatabase(url, folder)).rejects.toThrow('passed over')
})

test('an older Kith refuses the database of a newer one', async () => {
  write([1000, 'select 1'], [2000, 'select 2'])
  await migrateDatabase(url, folder)
  write([1000, 'select 1'])
  await expect(migrateDatabase(url, folder)).rejects.toThrow('newer version')
})

test('the migrations of the project apply to an empty database, and once', async () => {
  expect(await migrateDatabase(url)).toBeGreaterThan(0)
  expect(await migrateDatabase(url)).toBe(0)
  expect(migrationsFolder()).toBe(join(import.meta.dirname, 'migrations'))
})

function write(...migrations: [when: number, statement: string][]): void {
  const entries = migrations.map(([when], idx) => ({
    idx,
    version: '7',
    when,
    tag: `m${when}`,
    breakpoints: true,
  }))
  mkdirSync(join(folder, 'meta'), { recursive: true })
  writeFileSync(
    join(folder, 'meta', '_journal.json'),
    JSON.stringify({ version: '7', dialect: 'postgresql', entries }),
  )
  for (const [when, statement] of migrations) writeFileSync(join(folder, `m${when}.sql`), statement)
}

async function run(database: string, statement: string): Promise<Record<string, unknown>[]> {
  const sql = postgres(database, { max: 1, onnotice: () => {} })
  try {
    return await sql.unsafe(statement)
  } finally {
    await sql.end({ timeout: 5 })
  }
}
