/**
 * Groups: how much it costs to hand a message to everybody who is there, next to a bare Socket.IO room of as many;
 * and that storing one costs the same however many members there are.
 */
import { type Load, startLoad } from './load/load.ts'
import type { Seat, Tally } from './load/orders.ts'
import { cpuSeconds } from './measure/cpu.ts'
import { median } from './measure/numbers.ts'
import { printHead, printRuns, printTarget } from './measure/report.ts'
import { insertGroup, insertPeople, type Person, withDatabase } from './people.ts'
import { startChild } from './servers/child.ts'
import { type Kith, startKith, withDataDir } from './servers/kith.ts'

export interface GroupsOptions {
  rounds: number
  /** Members of the group whose deliveries are counted, all online. */
  size: number
  /** How many of them write. */
  senders: number
  seconds: number
  /** Sizes for the cost of storing. */
  sizes: readonly number[]
}

export async function benchGroups(options: GroupsOptions): Promise<void> {
  const { rounds, size, senders, seconds } = options
  printHead(`groups --rounds ${rounds} --size ${size} --senders ${senders} --seconds ${seconds}`)
  await withDataDir(async dataDir => {
    const stops: (() => Promise<void>)[] = []
    try {
      const kith = await startKith(dataDir)
      stops.push(kith.stop)
      await compareDeliveries(kith, options, stops)
      await compareSizes(kith, options, stops)
    } finally {
      for (const stop of stops.reverse()) await stop()
    }
  })
}

interface Side {
  load: Load
  pids: number[]
}

async function compareDeliveries(
  kith: Kith,
  { rounds, size, senders, seconds }: GroupsOptions,
  stops: (() => Promise<void>)[],
): Promise<void> {
  const bare = await startChild(['--import', 'tsx', 'bench/servers/bareRoom.ts'], {}, '/')
  stops.push(bare.stop)
  const { conversationId, people } = await makeGroup(kith, size)
  const side = async (url: string, pids: number[], seats: Seat[]): Promise<Side> => {
    const load = startLoad()
    stops.push(load.stop)
    await load.ask('connect', { url, seats, atOnce: 20 })
    return { load, pids }
  }
  const ours = await side(
    kith.url,
    kith.pids,
    people.map(({ token }) => ({ token, conversationId })),
  )
  const limit = await side(
    bare.url,
    [bare.pid],
    people.map(() => ({ conversationId })),
  )
  const measure = async ({ load, pids }: Side, ms: number) => {
    const before = cpuSeconds(pids)
    const tally = await load.ask('saturate', { outstanding: 1, ms, senders })
    if (tally.refused > 0) throw new Error(`${tally.refused} messages were refused`)
    return { ...tally, micros: ((cpuSeconds(pids) - before) * 1e6) / tally.delivered }
  }
  for (const one of [ours, limit]) await measure(one, 1000)
  const runs = {
    kith: [] as Awaited<ReturnType<typeof measure>>[],
    bare: [] as Awaited<ReturnType<typeof measure>>[],
  }
  for (let round = 0; round < rounds; round++) {
    runs.kith.push(await measure(ours, seconds * 1000))
    runs.bare.push(await measure(limit, seconds * 1000))
  }
  for (const one of [ours, limit]) await one.load.ask('leave', {})
  printDeliveries(runs, size)
}

type Measured = Tally & { micros: number }

function printDeliveries({ kith, bare }: { kith: Measured[]; bare: Measured[] }, size: number): void {
  console.log(`\na group of ${size}, all online`)
  for (const [name, runs] of [
    ['Kith', kith],
    ['bare room', bare],
  ] as const) {
    const of = (read: (run: Measured) => number) => runs.map(read)
    printRuns(
      `${name}: messages answered`,
      of(run => run.acknowledged / run.seconds),
      '/s',
    )
    printRuns(
      `${name}: deliveries`,
      of(run => run.delivered / run.seconds),
      '/s',
    )
    printRuns(
      `${name}: delivered to each of the others`,
      of(run => run.delivered / run.acknowledged),
      '',
    )
    printRuns(
      `${name}: delivery p50`,
      of(run => run.deliveryMs.p50),
      'ms',
    )
    printRuns(
      `${name}: delivery p99`,
      of(run => run.deliveryMs.p99),
      'ms',
    )
    printRuns(
      `${name}: CPU of the server tree per delivery`,
      of(run => run.micros),
      'µs',
    )
  }
  const ratios = kith.map((run, n) => run.micros / bare[n]!.micros)
  const target = { number: 6, sense: 'most', floor: 2, aim: 1.2 } as const
  printTarget('CPU per delivery, Kith ÷ bare room', ratios, '×', target)
}

/** One member writes, nobody else is there: what is left is the storing. */
async function compareSizes(
  kith: Kith,
  { rounds, seconds, sizes }: GroupsOptions,
  stops: (() => Promise<void>)[],
): Promise<void> {
  const [, postmaster] = kith.pids
  const groups: { size: number; load: Load }[] = []
  for (const size of sizes) {
    const { conversationId, people } = await makeGroup(kith, size)
    const load = startLoad()
    stops.push(load.stop)
    const seats = people.slice(0, 1).map(({ token }) => ({ token, conversationId }))
    await load.ask('connect', { url: kith.url, seats, atOnce: 1 })
    await load.ask('saturate', { outstanding: 4, ms: 1000 })
    groups.push({ size, load })
  }
  const micros = new Map(sizes.map(size => [size, [] as number[]]))
  const rows = new Map(sizes.map(size => [size, [] as number[]]))
  for (let round = 0; round < rounds; round++) {
    for (const { size, load } of groups) {
      const before = { cpu: cpuSeconds([postmaster!]), rows: await rowsWritten(kith) }
      const tally = await load.ask('saturate', { outstanding: 4, ms: seconds * 1000 })
      micros.get(size)!.push(((cpuSeconds([postmaster!]) - before.cpu) * 1e6) / tally.acknowledged)
      rows.get(size)!.push(((await rowsWritten(kith)) - before.rows) / tally.acknowledged)
    }
  }
  console.log('\nstoring one message, by members of the group')
  for (const size of sizes) {
    printRuns(`${size}: CPU of the database`, micros.get(size)!, 'µs')
    printRuns(`${size}: rows written`, rows.get(size)!, '')
  }
  const [smallest, largest] = [sizes[0]!, sizes.at(-1)!]
  const ratio = median(micros.get(largest)!) / median(micros.get(smallest)!)
  console.log(`  database per message, ${largest} ÷ ${smallest} members: ${ratio.toFixed(2)} × (at most 1.2)`)
}

/** Rows inserted and changed since the database began, once its backends have said so. */
async function rowsWritten(kith: Kith): Promise<number> {
  return withDatabase(kith.databaseUrl(), async ({ sql }) => {
    // A backend tells its counts when it has been idle for a while.
    await new Promise(resolve => setTimeout(resolve, 1500))
    const [row] = await sql<{ rows: number }[]>`
      select sum(n_tup_ins + n_tup_upd)::int as rows from pg_stat_user_tables`
    return row?.rows ?? 0
  })
}

async function makeGroup(kith: Kith, size: number): Promise<{ conversationId: string; people: Person[] }> {
  return withDatabase(kith.databaseUrl(), async database => {
    const people = await insertPeople(database, size)
    return { people, conversationId: await insertGroup(database, people) }
  })
}
