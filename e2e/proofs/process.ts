import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { clusterDir } from '#db/embedded.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The built server as its own process, on a data folder and a port that outlive it. */
export interface ServerProcess {
  readonly url: string
  readonly dataDir: string
  /** Starts it and waits until it is ready. `faults` as in server/domain/faults.ts. */
  start(faults?: string): Promise<void>
  kill(): Promise<void>
  /** SIGKILL to the database's first process. */
  killDatabase(): void
  /** Resolves when the running process ends by itself. */
  ended(): Promise<void>
  /** Stops it gracefully and removes its folder. */
  close(): Promise<void>
}

export async function createServerProcess(): Promise<ServerProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kith-proof-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | null = null
  let output = ''

  const stop = async (signal: NodeJS.Signals) => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const exit = once(child, 'exit')
    child.kill(signal)
    await exit
  }
  const databasePid = () => {
    const file = join(clusterDir(dataDir), 'postmaster.pid')
    return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : null
  }
  const limitsOff = Object.fromEntries(
    [
      'OPERATIONS_PER_SECOND',
      'SIGN_UPS_PER_MINUTE',
      'SIGN_IN_FAILURES',
      'FRIEND_REQUESTS_PER_HOUR',
      'FINDS_PER_MINUTE',
    ].map(name => [`LIMIT_${name}`, '0']),
  )

  return {
    url,
    dataDir,
    async start(faults) {
      output = ''
      const env: NodeJS.ProcessEnv = {
        ...process.env,
        ...limitsOff,
        NODE_ENV: 'production',
        PORT: String(port),
        DATA_DIR: dataDir,
        DATABASE_URL: '',
        HOST: '127.0.0.1',
        KITH_TEST: '1',
        LOG_LEVEL: 'warn',
        TEST_FAULTS: faults ?? '',
      }
      const started = spawn(process.execPath, ['--enable-source-maps', 'dist/server.mjs'], {
        cwd: root,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      child = started
      for (const stream of [started.stdout, started.stderr])
        stream.on('data', (chunk: Buffer) => {
          output = (output + chunk.toString()).slice(-20_000)
        })
      for (;;) {
        if (started.exitCode !== null || started.signalCode !== null)
          throw new Error(`the server did not start:\n${output}`)
        const ready = await fetch(`${url}/readyz`).then(
          response => response.ok,
          () => false,
        )
        if (ready) return
        await new Promise(resolve => setTimeout(resolve, 50))
      }
    },
    kill: () => stop('SIGKILL'),
    killDatabase() {
      const pid = databasePid()
      if (pid === null) throw new Error('there is no database to kill')
      process.kill(pid, 'SIGKILL')
    },
    async ended() {
      if (child && child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
    async close() {
      await stop('SIGTERM')
      // Left by a server that was killed and not started again.
      const left = databasePid()
      if (left !== null) process.kill(left, 'SIGINT')
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
