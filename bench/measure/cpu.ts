/** Processor time of whole process trees, read from /proc: the server's own and its database's together. */
import { readdirSync, readFileSync } from 'node:fs'

/** What Linux counts in, whatever the kernel was built with. */
const ticksPerSecond = 100

/** Seconds used so far by these processes and everything below them, children that have ended included. */
export function cpuSeconds(roots: readonly number[]): number {
  const all = processes()
  const tree = new Set(roots)
  // A child may stand before its parent in the list: again until nothing is added.
  for (let size = 0; size !== tree.size; ) {
    size = tree.size
    for (const { pid, parent } of all) if (tree.has(parent)) tree.add(pid)
  }
  let ticks = 0
  for (const one of all) if (tree.has(one.pid)) ticks += one.ticks
  return ticks / ticksPerSecond
}

interface ProcessTime {
  pid: number
  parent: number
  ticks: number
}

function processes(): ProcessTime[] {
  return readdirSync('/proc').flatMap(name => {
    if (!/^\d+$/.test(name)) return []
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1')
      // Behind the program's name, which is in brackets and may hold blanks.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      const [user, system, deadUser, deadSystem] = fields.slice(11, 15).map(Number)
      return [
        {
          pid: Number(name),
          parent: Number(fields[1]),
          ticks: (user ?? 0) + (system ?? 0) + (deadUser ?? 0) + (deadSystem ?? 0),
        },
      ]
    } catch {
      // Ended between the listing and the look.
      return []
    }
  })
}
