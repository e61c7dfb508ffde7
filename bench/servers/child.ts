/**
 * Programs under measurement run as processes of their own: nothing of the bench may share their event loop, their
 * heap or their processor time.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export interface MemoryUse {
  /** Bytes. */
  rss: number
  heapUsed: number
}

export interface Child {
  url: string
  pid: number
  /** After a forced collection. */
  memory(): Promise<MemoryUse>
  stop(): Promise<void>
}

const collectable = ['--expose-gc', '--import', fileURLToPath(new URL('./memoryProbe.mjs', import.meta.url))]

/** Starts a program that listens on `PORT` and waits until `ready` answers with success. */
export async function startChild(
  program: string[],
  env: Record<string, string>,
  ready: string,
): Promise<Child> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let output = ''
  const child = spawn(process.execPath, [...collectable, ...program], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-20_000)
    })
  }
  const ended = () => child.exitCode !== null || child.signalCode !== null
  for (;;) {
    if (ended()) throw new Error(`${program.join(' ')} did not start:\n${output}`)
    const answers = await fetch(url + ready).then(
      response => response.ok,
      () => false,
    )
    if (answers) break
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  return {
    url,
    pid: child.pid ?? 0,
    memory: () => ask<MemoryUse>(child, 'memory'),
    async stop() {
      if (ended()) return
      const exit = once(child, 'exit')
      child.kill('SIGTERM')
      await exit
    },
  }
}

async function ask<T>(child: ChildProcess, question: string): Promise<T> {
  const answered = once(child, 'message')
  child.send(question)
  const [answer] = await answered
  return answer as T
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
