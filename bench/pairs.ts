/**
 * People in pairs who write to each other: messages stored and acknowledged a second through the whole path, next to
 * a bare Socket.IO echo (the limit of the wire) and to the same server with one transaction per message.
 */
import postgres from 'postgres'
import { type Load, startLoad } from './load/load.ts'
import type { Seat, Tally } from './load/orders.ts'
import { cpuSeconds } from './measure/cpu.ts'
import { printHead, printRuns, printTarget } from './measure/report.ts'
import { befriendInPairs, insertPeople, withDatabase } from './people.ts'
import { startChild } from './servers/child.ts'
import { limitsOff, startKith, withDataDir } from './servers/kith.ts'

export interface PairsOptions {
  rounds: number
  clients: number
  seconds: number
  perSecond: number
}

/** One side of the comparison: its clients, and whose processor time is counted. */
interface Side {
  name: 'kith' | 'single' | 'echo'
  load: Load
  pids: number[]
  outstanding: number
}

interface Round extends Tally {
  perSecond: number
  /** Processor time of the server's tree. */
  microsPerMessage: number
}

export async function benchPairs(options: PairsOptions): Promise<void> {
  printHead(`pairs --rounds ${options.rounds} --clients ${options.clients} --seconds ${options.seconds}`)
  await withDataDir(async dataDir => {
    const stops: (() => Promise<void>)[] = []
    try {
      await compare(options, await prepare(options, dataDir, stops))
    } finally {
      for (const stop of stops.reverse()) await stop()
    }
  })
}

async function prepare(
  { clients }: PairsOptions,
  dataDir: string,
  stops: (() => Promise<void>)[],
): Promise<Side[]> {
  const kith = await startKith(dataDir)
  stops.push(kith.stop)
  await createDatabase(kith.databaseUrl('postgres'), 'single')
  const database = { DATABASE_URL: kith.databaseUrl('single'), HOST: '127.0.0.1', LOG_LEVEL: 'warn' }
  const single = await startChild(
    ['--import', 'tsx', 'bench/servers/single.ts'],
    { ...limitsOff, ...database },
    '/readyz',
  )
  stops.push(single.stop)
  const bare = await startChild(['--import', 'tsx', 'bench/servers/bare.ts'], {}, '/')
  stops.push(bare.stop)
  const [, postmaster] = kith.pids

  const side = async (
    name: Side['name'],
    url: string,
    pids: number[],
    seats: Seat[],
    outstanding: number,
  ) => {
    const load = startLoad()
    stops.push(load.stop)
    await load.ask('connect', { url, seats, atOnce: 20 })
    return { name, load, pids, outstanding }
  }
  const seated = (name: string) => withDatabase(kith.databaseUrl(name), database => seats(database, clients))
  const nobody = Array.from({ length: 50 }, () => ({ conversationId: '0'.repeat(36) }))
  return [
    await side('kith', kith.url, kith.pids, await seated('kith'), 1),
    await side('single', single.url, [single.pid, postmaster!], await seated('single'), 1),
    await side('echo', bare.url, [bare.pid], nobody, 4),
  ]
}

async function createDatabase(url: string, name: string): Promise<void> {
  const sql = postgres(url, { max: 1 })
  await sql`create database ${sql(name)}`
  await sql.end()
}

async function seats(database: Parameters<typeof insertPeople>[0], count: number): Promise<Seat[]> {
  const pairs = await befriendInPairs(database, await insertPeople(database, count))
  return pairs.flatMap(({ people, conversationId }) => people.map(({ token }) => ({ token, conversationId })))
}

async function compare({ rounds, seconds, perSecond }: PairsOptions, sides: Side[]): Promise<void> {
  const saturated = newRounds()
  const paced = newRounds()
  // What is compiled and planned at the first messages is no part of any round.
  for (const { load, outstanding } of sides) await load.ask('saturate', { outstanding, ms: 2000 })
  for (let round = 0; round < rounds; round++) {
    for (const side of sides) {
      const { load, outstanding, name } = side
      saturated[name].push(
        await measured(side, () => load.ask('saturate', { outstanding, ms: seconds * 1000 })),
      )
      if (name === 'echo') continue
      paced[name].push(await measured(side, () => load.ask('pace', { perSecond, ms: seconds * 1000 })))
    }
  }
  print(saturated, paced, perSecond)
}

type Rounds = Record<Side['name'], Round[]>
const newRounds = (): Rounds => ({ kith: [], single: [], echo: [] })

async function measured({ pids, name }: Side, work: () => Promise<Tally>): Promise<Round> {
  const before = cpuSeconds(pids)
  const tally = await work()
  const micros = (cpuSeconds(pids) - before) * 1e6
  if (tally.refused > 0) throw new Error(`${name}: ${tally.refused} messages were refused`)
  if (name !== 'echo' && tally.delivered !== tally.acknowledged)
    throw new Error(`${name}: ${tally.acknowledged} stored, ${tally.delivered} delivered`)
  return {
    ...tally,
    perSecond: tally.acknowledged / tally.seconds,
    microsPerMessage: micros / tally.acknowledged,
  }
}

function print(saturated: Rounds, paced: Rounds, perSecond: number): void {
  const names = { kith: 'Kith', single: 'one transaction per message', echo: 'bare Socket.IO echo' }
  console.log('\nat saturation')
  for (const name of ['kith', 'single', 'echo'] as const) {
    printRuns(
      `${names[name]}: acknowledged`,
      saturated[name].map(one => one.perSecond),
      '/s',
    )
    printRuns(
      `${names[name]}: CPU of the server tree`,
      saturated[name].map(one => one.microsPerMessage),
      'µs',
    )
    printLatencies(names[name], saturated[name])
  }
  console.log(`\nat ${perSecond} messages a second`)
  for (const name of ['kith', 'single'] as const) {
    printLatencies(names[name], paced[name])
    printRuns(
      `${names[name]}: CPU of the server tree`,
      paced[name].map(one => one.microsPerMessage),
      'µs',
    )
  }
  console.log('\nratios, round by round')
  const ratio = (of: Side['name'], to: Side['name'], figure: (round: Round) => number) =>
    saturated[of].map((round, at) => figure(round) / figure(saturated[to][at]!))
  const rate = (round: Round) => round.perSecond
  const cpu = (round: Round) => round.microsPerMessage
  printTarget('messages/s, Kith ÷ echo', ratio('kith', 'echo', rate), '×', {
    number: 3,
    sense: 'least',
    floor: 0.12,
    aim: 0.25,
  })
  printTarget('messages/s, Kith ÷ one transaction per message', ratio('kith', 'single', rate), '×', {
    number: 4,
    sense: 'least',
    floor: 3,
    aim: 6,
  })
  printRuns('CPU, one transaction per message ÷ Kith', ratio('single', 'kith', cpu), '×')
  printRuns('CPU, Kith ÷ echo', ratio('kith', 'echo', cpu), '×')
}

function printLatencies(name: string, rounds: readonly Round[]): void {
  for (const part of ['p50', 'p99'] as const) {
    printRuns(
      `${name}: acknowledged ${part}`,
      rounds.map(one => one.ackMs[part]),
      'ms',
    )
    if (rounds.some(one => one.delivered > 0))
      printRuns(
        `${name}: delivered ${part}`,
        rounds.map(one => one.deliveryMs[part]),
        'ms',
      )
  }
}
