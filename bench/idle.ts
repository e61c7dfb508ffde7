/**
 * Signed-in people who do nothing: what each costs in memory, and how fast they get in, next to bare Socket.IO. Each
 * round has fresh processes, for memory once taken is rarely given back.
 */
import { startLoad } from './load/load.ts'
import type { Seat } from './load/orders.ts'
import { cpuSeconds } from './measure/cpu.ts'
import { printHead, printRuns, printTarget } from './measure/report.ts'
import { insertPeople, withDatabase } from './people.ts'
import { type Child, type MemoryUse, startChild } from './servers/child.ts'
import { startKith, withDataDir } from './servers/kith.ts'

export interface IdleOptions {
  rounds: number
  /** Sockets after each step. */
  steps: number[]
}

interface Round {
  /** Of all steps together. */
  perSecond: number
  microsPerConnect: number
  /** One for each step. */
  perSocket: MemoryUse[]
}

const names = { kith: 'Kith', bare: 'bare Socket.IO' }
type Name = keyof typeof names

export async function benchIdle({ rounds, steps }: IdleOptions): Promise<void> {
  printHead(`idle --rounds ${rounds} --steps ${steps.join(',')}`)
  const sockets = Math.max(...steps)
  const all: Record<Name, Round[]> = { kith: [], bare: [] }
  await withDataDir(async dataDir => {
    let seats: Seat[] | undefined
    for (let round = 0; round < rounds; round++) {
      const kith = await startKith(dataDir)
      try {
        seats ??= await withDatabase(kith.databaseUrl(), async database =>
          (await insertPeople(database, sockets + warming)).map(({ token }) => ({
            token,
            conversationId: '',
          })),
        )
        all.kith.push(await fill(kith, kith.pids, seats, steps))
      } finally {
        await kith.stop()
      }
      const bare = await startChild(['--import', 'tsx', 'bench/servers/bare.ts'], {}, '/')
      try {
        all.bare.push(await fill(bare, [bare.pid], seats, steps))
      } finally {
        await bare.stop()
      }
    }
  })
  print(all, steps)
}

/** Come and go before anything is counted: code is compiled and pools are filled by them. */
const warming = 300

async function fill(server: Child, pids: number[], seats: Seat[], steps: number[]): Promise<Round> {
  const load = startLoad()
  try {
    const { url } = server
    const atOnce = 50
    await load.ask('connect', { url, seats: seats.slice(0, warming), atOnce })
    await load.ask('leave', {})
    await new Promise(resolve => setTimeout(resolve, 1500))
    const base = await server.memory()
    const perSocket: MemoryUse[] = []
    let ms = 0
    let cpu = 0
    let connected = 0
    for (const step of steps) {
      const next = seats.slice(warming + connected, warming + step)
      const before = cpuSeconds(pids)
      ms += (await load.ask('connect', { url, seats: next, atOnce })).ms
      cpu += cpuSeconds(pids) - before
      connected = step
      await new Promise(resolve => setTimeout(resolve, 1500))
      const now = await server.memory()
      perSocket.push({ rss: (now.rss - base.rss) / step, heapUsed: (now.heapUsed - base.heapUsed) / step })
    }
    return { perSecond: connected / (ms / 1000), microsPerConnect: (cpu * 1e6) / connected, perSocket }
  } finally {
    await load.stop()
  }
}

function print(all: Record<Name, Round[]>, steps: number[]): void {
  for (const name of ['kith', 'bare'] as const) {
    console.log(`\n${names[name]}`)
    for (const [at, step] of steps.entries()) {
      const kilobytes = (of: keyof MemoryUse) => all[name].map(round => round.perSocket[at]![of] / 1024)
      const what = `idle socket at ${step.toLocaleString('en-US')}`
      if (name === 'kith' && step === 5000)
        printTarget(`${what}, RSS`, kilobytes('rss'), 'KB', { number: 8, sense: 'most', floor: 30, aim: 20 })
      else printRuns(`${what}, RSS`, kilobytes('rss'), 'KB')
      printRuns(`${what}, heap`, kilobytes('heapUsed'), 'KB')
    }
    printRuns(
      'connects',
      all[name].map(round => round.perSecond),
      '/s',
    )
    printRuns(
      'CPU of the server tree per connect',
      all[name].map(round => round.microsPerConnect),
      'µs',
    )
  }
  console.log('\nratios, round by round')
  const ratio = all.kith.map((round, at) => round.perSecond / all.bare[at]!.perSecond)
  printTarget('connects/s with session check ÷ bare', ratio, '×', {
    number: 9,
    sense: 'least',
    floor: 0.3,
    aim: 0.7,
  })
}
