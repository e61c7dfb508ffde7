/**
 * What the operating system knows about a process. `kill(pid, 0)` alone lies twice: a zombie nobody reaped still
 * answers, and a number is given again to a stranger after a restart. So a process is its pid *and* its start.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'

export interface ProcessState {
  pid: number
  /** Opaque; equal for the same process, different for any other that ever had this pid, even before a reboot. */
  start: string
  /** The command line, words separated by blanks. */
  command: string
}

const hasProc = existsSync('/proc/self/stat')

/** The live process with this pid, or undefined if there is none or only its zombie is left. */
export function processState(pid: number): ProcessState | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  return hasProc ? fromProc(pid) : fromPs(pid)
}

function fromProc(pid: number): ProcessState | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The second field is the program's name in brackets and may itself hold blanks and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim()
    return { pid, start: `${bootId()}-${fields[19]}`, command }
  } catch {
    return undefined
  }
}

let knownBootId: string | undefined

/** Start times in /proc count from the boot, so they only mean something together with the boot they count from. */
function bootId(): string {
  knownBootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8)
  return knownBootId
}

function fromPs(pid: number): ProcessState | undefined {
  try {
    const format = ['-o', 'stat=', '-o', 'lstart=', '-o', 'command=', '-p', String(pid)]
    const line = execFileSync('ps', format, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } }).trim()
    const parts = /^(\S+)\s+(\S+ \S+\s+\S+ \S+ \S+)\s+(.*)$/.exec(line)
    if (!parts?.[1] || !parts[2] || parts[1].startsWith('Z')) return undefined
    return { pid, start: String(Date.parse(parts[2])), command: parts[3] ?? '' }
  } catch {
    return undefined
  }
}

/** Live processes whose working directory is `dir`. Empty where there is no /proc to ask. */
export function processesIn(dir: string): number[] {
  if (!hasProc) return []
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(pid => workingDirectory(pid) === dir && processState(pid) !== undefined)
}

function workingDirectory(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}
