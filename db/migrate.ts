/**
 * Brings a database to the shape this version expects. Any number of servers may do so at once: one works, the
 * others wait and find it done.
 */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'

/** Any number will do, as long as nothing else locks the same one in the same database. */
const lockKey = 7_052_018

/**
 * @param folder of the migrations; the project's own unless told
 * @returns how many were applied
 * @throws Error if one fails (nothing of this run is kept then) or the database belongs to a newer version
 */
export async function migrateDatabase(url: string, folder = migrationsFolder()): Promise<number> {
  const expected = journal(folder).length
  const sql = postgres(url, {
    max: 1,
    connect_timeout: 10,
    onnotice: () => {},
    connection: { application_name: 'kith-migrate' },
  })
  try {
    await liftTransactionTimeout(sql)
    // The lock belongs to the connection: it is released with it, also if we are killed.
    await sql`select pg_advisory_lock(${lockKey})`
    const before = await appliedMigrations(sql)
    if (before > expected) {
      throw new Error(
        `The database was made by a newer version (${before} migrations, this version knows ${expected}): update Kith`,
      )
    }
    await migrate(drizzle(sql), { migrationsFolder: folder })
    const after = await appliedMigrations(sql)
    // Migrations are chosen by time: one merged late, dated before the last applied, would be passed over in silence.
    if (after !== expected)
      throw new Error(`${expected - after} migrations were passed over: their dates are out of order`)
    return after - before
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** The project's migrations, found from the package's root: this file runs from source and inside dist/server.mjs. */
export function migrationsFolder(): string {
  let dir = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(dir, 'package.json'))) {
    const parent = dirname(dir)
    if (parent === dir) throw new Error('No package.json above this file: where is Kith?')
    dir = parent
  }
  return join(dir, 'db', 'migrations')
}

function journal(folder: string): unknown[] {
  const { entries } = JSON.parse(readFileSync(join(folder, 'meta', '_journal.json'), 'utf8')) as {
    entries: unknown[]
  }
  return entries
}

async function appliedMigrations(sql: postgres.Sql): Promise<number> {
  const [table] = await sql`select to_regclass('drizzle.__drizzle_migrations') as found`
  if (!table?.found) return 0
  const [row] = await sql<
    { count: number }[]
  >`select count(*)::int as count from drizzle.__drizzle_migrations`
  return row?.count ?? 0
}

/** An index over many messages takes longer than any transaction of people may. Servers before 17 have no such setting. */
async function liftTransactionTimeout(sql: postgres.Sql): Promise<void> {
  await sql`select set_config(name, '0', false) from pg_settings where name = 'transaction_timeout'`
}
