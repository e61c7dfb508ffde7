/**
 * One server per data folder, also after `kill -9`. Node has no lock the system would release with the process, so
 * every candidate first announces itself by a file of its own and only then looks for others: of two who come at the
 * same time at least one sees the other. A file names a process by pid and start, so what a dead one left behind is
 * recognised and can be removed by anybody, for nobody will ever have that name again.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { processState } from '#db/embedded/process.ts'

interface Candidate {
  file: string
  pid: number
  holds: boolean
}

/**
 * @returns the release
 * @throws FolderInUse when another live process holds it
 */
export async function holdFolder(dir: string): Promise<() => void> {
  const announced = join(dir, `${ownName()}.waiting`)
  const held = join(dir, `${ownName()}.holds`)
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  for (let attempt = 0; ; attempt++) {
    const before = othersIn(dir).find(({ holds }) => holds)
    if (before) throw new FolderInUse(before.pid)
    writeFileSync(announced, '', { flag: 'wx', mode: 0o600 })
    const [other] = othersIn(dir, `${ownName()}.waiting`)
    if (!other) {
      // Not renamed: somebody listing the folder in that instant might see neither name.
      writeFileSync(held, '', { flag: 'wx', mode: 0o600 })
      rmSync(announced)
      return () => rmSync(held, { force: true })
    }
    // Both step back, and who draws the shorter wait is alone when it looks again.
    rmSync(announced)
    if (other.holds || attempt === 50) throw new FolderInUse(other.pid)
    await wait(5 + Math.random() * 100)
  }
}

/** Another live process has this folder. */
export class FolderInUse extends Error {
  constructor(readonly pid: number) {
    super(`in use by process ${pid}`)
    this.name = 'FolderInUse'
  }
}

function ownName(): string {
  const self = processState(process.pid)
  if (!self) throw new Error('This process cannot see itself: is /proc mounted?')
  return `${self.pid}.${self.start}`
}

/** The live candidates in the folder; what dead ones left is removed on the way. */
function othersIn(dir: string, own?: string): Candidate[] {
  return readdirSync(dir).flatMap(file => {
    const [, pid, start, state] = /^(\d+)\.(.+)\.(waiting|holds)$/.exec(file) ?? []
    if (file === own || !pid || !start) return []
    if (processState(Number(pid))?.start === start)
      return [{ file, pid: Number(pid), holds: state === 'holds' }]
    rmSync(join(dir, file), { force: true })
    return []
  })
}
