/**
 * Databases for tests: a fresh, migrated one in some ten milliseconds, on real Postgres.
 */
import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import { inject } from 'vitest'
import { migrateDatabase, migrationsFolder } from './migrate.ts'

export interface TestDatabase {
  url: string
  /** Ends whoever is still connected and removes it. */
  drop(): Promise<void>
}

/**
 * A database of its own for a test file: a copy of a template that is migrated once per set of migrations.
 * Several workers may ask at once. Call it inside vitest only, in `beforeAll`.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const cluster = await testClusterUrl()
  const name = `kith_test_${randomBytes(8).toString('hex')}`
  await asAdministrator(cluster, async sql => {
    const template = await ensureTemplate(sql, cluster)
    await sql.unsafe(`create database ${name} template ${template}`)
  })
  return {
    url: urlOf(cluster, name),
    drop: () =>
      asAdministrator(
        cluster,
        async sql => void (await sql.unsafe(`drop database if exists ${name} with (force)`)),
      ),
  }
}

/** The URL of the run's cluster (its database `kith`, which stays empty). */
export async function testClusterUrl(): Promise<string> {
  const answer = await fetch(inject('testCluster'))
  const text = await answer.text()
  if (!answer.ok) throw new Error(text)
  return text
}

/**
 * Postgres copies no database that somebody is connected to. So the template is migrated under another name, and gets
 * its own once nobody will connect to it any more; one lock for all workers makes that happen once.
 */
async function ensureTemplate(sql: postgres.Sql, cluster: string): Promise<string> {
  const template = `kith_template_${hashOf(migrationsFolder())}`
  await sql`select pg_advisory_lock(${templateLock})`
  try {
    const found = await sql`select 1 from pg_database where datname = ${template}`
    if (found.length === 0) {
      const unfinished = `${template}_making`
      await sql.unsafe(`drop database if exists ${unfinished} with (force)`)
      await sql.unsafe(`create database ${unfinished}`)
      await migrateDatabase(urlOf(cluster, unfinished))
      await sql.unsafe(`alter database ${unfinished} rename to ${template}`)
    }
  } finally {
    await sql`select pg_advisory_unlock(${templateLock})`
  }
  return template
}

const templateLock = 7_052_019

function hashOf(folder: string): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(folder)
    .filter(entry => entry.endsWith('.sql'))
    .sort()) {
    hash.update(name).update(readFileSync(join(folder, name)))
  }
  return hash.digest('hex').slice(0, 16)
}

async function asAdministrator<T>(cluster: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(cluster, { max: 1, fetch_types: false, onnotice: () => {} })
  try {
    return await work(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

function urlOf(cluster: string, database: string): string {
  const url = new URL(cluster)
  url.pathname = `/${database}`
  return url.href
}
