/**
 * What a bench prints: the machine and the command first, then a line per figure with its median and all its runs,
 * and each ratio beside what it should be.
 */
import { execFileSync } from 'node:child_process'
import { cpus, loadavg, totalmem } from 'node:os'
import { median, shown } from './numbers.ts'

export function printHead(name: string): void {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  const gib = Math.round(totalmem() / 2 ** 30)
  const [load] = loadavg()
  console.log(`\nnpm run bench -- ${name}`)
  console.log(
    `${new Date().toISOString().slice(0, 16)}, ${commit}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), ` +
      `${gib} GiB, Node ${process.versions.node}, load ${shown(load ?? 0)}`,
  )
}

/** A figure of several runs. */
export function printRuns(what: string, runs: readonly number[], unit: string): number {
  const middle = median(runs)
  const all = runs.length > 1 ? `   (${runs.map(shown).join(', ')})` : ''
  console.log(`  ${what.padEnd(58)} ${`${shown(middle)} ${unit}`.padStart(14)}${all}`)
  return middle
}

export interface Target {
  number: number
  /** `least`: the ratio should be above these; `most`: the figure below them. */
  sense: 'least' | 'most'
  floor: number
  aim: number
}

/** A figure with a target of performance.md: of each interleaved round, so that both sides had the same weather. */
export function printTarget(what: string, rounds: readonly number[], unit: string, target: Target): void {
  const { number, sense, floor, aim } = target
  const middle = printRuns(what, rounds, unit)
  const reached = (limit: number) => (sense === 'least' ? middle >= limit : middle <= limit)
  const verdict = reached(aim) ? 'aim reached' : reached(floor) ? 'floor held' : 'MISSED'
  const sign = sense === 'least' ? '≥' : '≤'
  console.log(`    target ${number}: floor ${sign} ${floor}, aim ${sign} ${aim} → ${verdict}`)
}
