import type postgres from 'postgres'
import { type Limits, limits } from '#protocol/limits.ts'
import { createLog } from '#server/log.ts'
import { startServer } from '#server/process/start.ts'

/** A real server without pages, on a port of its own. */
export interface TestServer {
  url: string
  sql: postgres.Sql
  checkNumbers(): Promise<void>
  close(): Promise<void>
}

/** All rate limits off: laws and proofs act faster than people do. */
export const noRateLimits: Limits = {
  ...limits,
  operationsPerSecond: 0,
  operationsBurst: 0,
  signUpsPerMinute: 0,
  signInFailures: 0,
  signInFailuresPerAddress: 0,
  findsPerMinute: 0,
  friendRequestsPerHour: 0,
  groupsPerHour: 0,
  invitesTriedPerMinute: 0,
  joinRequestsPerHour: 0,
  socketsPerUser: 0,
  socketsPerAddress: 0,
}

export async function startTestServer(options: {
  databaseUrl: string
  /** 0, the default, takes any free one. */
  port?: number
  limits?: Partial<Limits>
  numbersEveryMs?: number
}): Promise<TestServer> {
  const { databaseUrl, numbersEveryMs } = options
  const server = await startServer({
    databaseUrl,
    port: options.port ?? 0,
    host: '127.0.0.1',
    authSecret: 'x'.repeat(48),
    trustProxy: false,
    signUp: 'open',
    limits: { ...noRateLimits, ...options.limits },
    log: createLog({ level: 'warn' }),
    pages: 'none',
    ...(numbersEveryMs !== undefined && { numbersEveryMs }),
  })
  const { url, house, checkNumbers, close } = server
  return { url, sql: house.database.sql, checkNumbers, close }
}
