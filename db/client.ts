/**
 * The pool. It recovers by itself when the database was away; a query meanwhile fails within seconds.
 */
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import * as schema from '#db/schema/index.ts'

type Pool = PostgresJsDatabase<typeof schema>
export type Transaction = Parameters<Parameters<Pool['transaction']>[0]>[0]

/** Where a query runs: the pool, or the transaction somebody has opened. */
export type Db = Pool | Transaction

export interface Database {
  /**
   * For statements drizzle cannot say. As drizzle shares it, JSON parameters are passed as text (`${json}::jsonb`)
   * and timestamps come back as text; int8 comes back as a number.
   */
  sql: postgres.Sql
  db: Pool
  /** Waits up to 5 s for running queries. */
  close(): Promise<void>
}

export interface PoolOptions {
  /** Connections; 10 unless told. */
  max?: number
  /** What the database's operator sees in pg_stat_activity. */
  applicationName?: string
}

/** The pool for everything but the message writer. Connects at the first query. */
export function createDatabase(
  url: string,
  { max = 10, applicationName = 'kith' }: PoolOptions = {},
): Database {
  return connect(url, max, { application_name: applicationName })
}

/**
 * One connection for the message writer. Its batch statements may be prepared while the tables are still empty, and
 * the plan made then (sequential scans) would be kept; these settings leave the planner nothing but the indexes.
 */
export function createWriterConnection(url: string): Database {
  return connect(url, 1, {
    application_name: 'kith-writer',
    plan_cache_mode: 'force_generic_plan',
    enable_seqscan: 'off',
    enable_hashjoin: 'off',
    enable_mergejoin: 'off',
  })
}

type Settings = Record<string, string | number>

function connect(url: string, max: number, settings: Settings): Database {
  const sql = postgres(url, {
    max,
    connect_timeout: 5,
    // The library's own waits up to 20 s between attempts, long after a restarted database is back.
    backoff: retries => Math.min(0.05 * 2 ** retries, 1),
    onnotice: () => {},
    types: { bigint: { to: 20, from: [20], serialize: String, parse: Number } },
    connection: { ...always, ...settings },
  })
  return { sql, db: drizzle(sql, { schema, casing: 'snake_case' }), close: () => sql.end({ timeout: 5 }) }
}

/**
 * Milliseconds. Catching up relies on writing transactions ending within 30 s (protocol.md, asOf); the embedded
 * database enforces that by itself, an older server has no such setting and gets as near as it can.
 */
const always = {
  // Where a person's intervals are unfolded the estimates are far too high, and compiling such a query costs more
  // than running it.
  jit: 'off',
  statement_timeout: 15_000,
  lock_timeout: 10_000,
  idle_in_transaction_session_timeout: 10_000,
}
