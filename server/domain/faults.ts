/**
 * Named points at which a test may let this process die or lose a push, to see that nothing breaks (reliability.md,
 * F2). Nothing happens at any of them unless `setFaults` was called, which the start does for TEST_FAULTS only.
 *
 * A spec is a list separated by commas:
 * - `kill:<point>:<n>`: SIGKILL to the own process when the point is passed for the n-th time;
 * - `drop-push:<share>:<seed>`: that share of changes (0 to 1) is not delivered; the same seed loses the same ones.
 *
 * For example `kill:before-commit:37,drop-push:0.2:seed42`.
 */

const points = ['before-commit', 'after-commit', 'after-answer', 'mid-pull'] as const
/** Of a send: before its transaction commits, after that but before the answer, after the answer but before the push. */
export type FaultPoint = (typeof points)[number]

const killsLeft = new Map<FaultPoint, number>()
let dropped: () => boolean = () => false

/** @throws Error when the spec cannot be read: a test with a misspelt fault would pass for the wrong reason. */
export function setFaults(spec: string): void {
  killsLeft.clear()
  dropped = () => false
  for (const fault of spec.split(',').filter(part => part.trim() !== '')) {
    const [kind, first = '', second = ''] = fault.trim().split(':')
    const point = points.find(name => name === first)
    if (kind === 'kill' && point && Number.isInteger(Number(second)) && Number(second) > 0) {
      killsLeft.set(point, Number(second))
    } else if (kind === 'drop-push' && Number(first) >= 0 && Number(first) <= 1 && second !== '') {
      dropped = lottery(Number(first), second)
    } else {
      throw new Error(`TEST_FAULTS: cannot read "${fault}"`)
    }
  }
}

export function faultPoint(name: FaultPoint): void {
  const left = killsLeft.get(name)
  if (left === undefined) return
  if (left === 1) process.kill(process.pid, 'SIGKILL')
  killsLeft.set(name, left - 1)
}

/** Whether the test wants this change lost on its way. */
export function isDropped(_name: 'drop-push'): boolean {
  return dropped()
}

/** mulberry32 over a hash of the seed: small, and the same on every machine. */
function lottery(share: number, seed: string): () => boolean {
  let state = [...seed].reduce((hash, char) => Math.imul(hash ^ char.codePointAt(0)!, 0x01000193), 0x811c9dc5)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32 < share
  }
}
