/**
 * One at a time across processes. Every candidate first leaves a file of its own and only then looks for others, so of
 * two who come at the same moment at least one sees the other; a file of a dead process counts for nothing.
 * (server/dataDir/lock.ts does the same for the data folder; this one must run before anything is installed.)
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/**
 * Waits until nobody else works on this folder, then works.
 * @template T
 * @param {string} folder
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function inTurn(folder, work) {
  const dir = join(
    tmpdir(),
    `kith-turn-${process.getuid?.() ?? 0}-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`,
  )
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const own = `${process.pid}.${startOf(process.pid)}`
  for (let said = false; ; ) {
    writeFileSync(join(dir, own), '')
    const other = readdirSync(dir).find(name => name !== own && isAlive(dir, name))
    if (!other) break
    rmSync(join(dir, own))
    if (!said)
      console.log(`Another Kith (process ${other.split('.')[0]}) is installing or building here, waiting …`)
    said = true
    await wait(200 + Math.random() * 300)
  }
  try {
    return await work()
  } finally {
    rmSync(join(dir, own), { force: true })
  }
}

function isAlive(dir, name) {
  const [pid, start] = name.split('.')
  if (startOf(Number(pid)) === start) return true
  rmSync(join(dir, name), { force: true })
  return false
}

/** When the process started, as digits; undefined when there is none. A pid alone is given to others again. */
function startOf(pid) {
  try {
    if (!existsSync('/proc/self/stat')) {
      return String(
        Date.parse(execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' })),
      )
    }
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}
