/** A load process and how to order it about. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { OrderName, Orders } from './orders.ts'

export interface Load {
  pid: number
  ask<N extends OrderName>(name: N, input: Orders[N]['input']): Promise<Orders[N]['output']>
  stop(): Promise<void>
}

export function startLoad(): Load {
  const child = fork(fileURLToPath(new URL('./program.ts', import.meta.url)))
  return {
    pid: child.pid ?? 0,
    async ask(name, input) {
      const answered = once(child, 'message')
      const ended = once(child, 'exit').then(([code]) => {
        throw new Error(`The load process ended with ${code}`)
      })
      ended.catch(() => undefined)
      child.send({ name, input })
      const [answer] = (await Promise.race([answered, ended])) as [{ output: never; error?: string }]
      const { output, error } = answer
      if (error !== undefined) throw new Error(error)
      return output
    },
    async stop() {
      const exit = once(child, 'exit')
      child.disconnect()
      await exit
    },
  }
}
