/**
 * How fast, how big: `npm run bench -- <name> [--rounds 3 …]`. Every bench runs the built server as a process of its
 * own, next to a limit or a peer in the same interleaved run; what counts are the ratios (docs/benchmarks.md).
 */
import { parseArgs } from 'node:util'
import { benchConsole } from './console.ts'
import { benchGroups } from './groups.ts'
import { benchIdle } from './idle.ts'
import { benchPage } from './page.ts'
import { benchPairs } from './pairs.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    clients: { type: 'string', default: '400' },
    seconds: { type: 'string', default: '5' },
    rate: { type: 'string', default: '200' },
    size: { type: 'string', default: '500' },
    senders: { type: 'string', default: '8' },
    members: { type: 'string', default: '2000' },
    sizes: { type: 'string', default: '10,100,500,2000' },
    steps: { type: 'string', default: '2000,5000' },
    openings: { type: 'string', default: '25' },
  },
})

const rounds = Number(values.rounds)
const benches: Record<string, () => Promise<void>> = {
  pairs: () =>
    benchPairs({
      rounds,
      clients: Number(values.clients),
      seconds: Number(values.seconds),
      perSecond: Number(values.rate),
    }),
  idle: () => benchIdle({ rounds, steps: values.steps.split(',').map(Number) }),
  groups: () =>
    benchGroups({
      rounds,
      size: Number(values.size),
      senders: Number(values.senders),
      seconds: Number(values.seconds),
      sizes: values.sizes.split(',').map(Number),
    }),
  console: () => benchConsole({ rounds, openings: Number(values.openings), members: Number(values.members) }),
  page: () => benchPage({ rounds, openings: Number(values.openings) }),
}

const names = positionals.length > 0 ? positionals : Object.keys(benches)
for (const name of names) {
  const bench = benches[name]
  if (!bench) {
    console.error(`No such bench: ${name}. There are: ${Object.keys(benches).join(', ')}`)
    process.exit(1)
  }
  await bench()
}
