/** The process: settings → data folder → database → server → until somebody ends it. */
import closeWithGrace from 'close-with-grace'
import { startEmbeddedPostgres } from '#db/embedded.ts'
import { openDataDir } from './dataDir.ts'
import { setFaults } from './domain/faults.ts'
import { type Env, InvalidSettings, loadEnvFile, readEnv } from './env.ts'
import { createLog, type Log } from './log.ts'
import { startServer } from './process/start.ts'

type Undo = () => void | Promise<void>

/** Everything that is to be undone, in reverse, whether the start came to its end or not. */
const undoing: Undo[] = []

async function start(env: Env, log: Log): Promise<void> {
  setFaults(env.testFaults.join(','))
  const dataDir = await openDataDir(env.dataDir)
  undoing.push(dataDir.release)
  const authSecret = env.authSecret ?? dataDir.authSecret()
  const databaseUrl = env.databaseUrl ?? (await ownDatabase(env.dataDir, log))
  const pages = env.mode === 'production' ? 'built' : 'dev'
  const server = await startServer({ ...env, authSecret, databaseUrl, log, pages })
  undoing.push(server.close)
  log.info(`Kith is ready at ${env.publicUrl?.origin ?? server.url}`)
}

async function ownDatabase(dataDir: string, log: Log): Promise<string> {
  const database = await startEmbeddedPostgres({ dataDir, log })
  undoing.push(database.stop)
  return database.url
}

async function undoAll(): Promise<void> {
  for (let undo = undoing.pop(); undo; undo = undoing.pop()) await undo()
}

/** What a person reads when it does not start. */
function reasonOf(error: unknown, env?: Env): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE')
    return `Port ${env?.port} is in use: stop what uses it, or set PORT to another one`
  if (code === 'EACCES') return `Port ${env?.port} may not be used by this user: set PORT to one above 1023`
  if (code === 'EADDRNOTAVAIL') return `HOST ${env?.host} is no address of this machine`
  if (
    env?.databaseUrl &&
    ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'CONNECT_TIMEOUT', 'ETIMEDOUT'].includes(code ?? '')
  )
    return `The database that DATABASE_URL names does not answer (${code}): start it, or correct the setting`
  return error instanceof Error ? message : String(error)
}

function fail(lines: string): void {
  process.stderr.write(`${lines}\n`)
  process.exitCode = 1
}

async function main(): Promise<void> {
  loadEnvFile()
  const env = readEnv(process.env)
  const log = createLog({ level: env.logLevel })
  let started = false
  const starting = start(env, log)

  closeWithGrace(
    { delay: 9500, logger: false, skip: ['uncaughtException', 'unhandledRejection', 'beforeExit'] },
    async ({ signal }) => {
      log.info({ signal }, 'stopping')
      // What is being started has to be there before it can be stopped.
      await starting.catch(() => {})
      await undoAll()
      log.info('stopped')
    },
  )
  // One bad request must not end everybody's conversation; what it broke is in the log.
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    process.on(event, (error: unknown) => {
      log.error({ err: error }, event)
      if (!started && event === 'uncaughtException') process.exit(1)
    })
  }

  try {
    await starting
    started = true
  } catch (error) {
    fail(reasonOf(error, env))
    log.debug({ err: error }, 'start failed')
    await undoAll()
    process.exit(1)
  }
}

main().catch((error: unknown) => {
  fail(error instanceof InvalidSettings ? error.problems.join('\n') : reasonOf(error))
})
