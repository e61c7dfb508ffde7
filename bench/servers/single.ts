/**
 * Kith as it is, except that its writer takes one message into each transaction: what batching is worth is the
 * difference. Runs on a database that is there already.
 */

import { readEnv } from '#server/env.ts'
import { createLog } from '#server/log.ts'
import { startServer } from '#server/process/start.ts'

const env = readEnv(process.env)
if (!env.databaseUrl) throw new Error('This needs DATABASE_URL')
const server = await startServer({
  ...env,
  databaseUrl: env.databaseUrl,
  authSecret: 'nobody signs in here by cookie, only by token',
  log: createLog({ level: env.logLevel }),
  pages: 'none',
  writer: { maxBatch: 1 },
})
process.on('SIGTERM', () => {
  void server.close().then(() => process.exit(0))
})
