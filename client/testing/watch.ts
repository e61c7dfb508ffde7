import type { Interval } from '#protocol/entities/conversation.ts'
import type { Timeline, TimelineRow } from '../types.ts'
import { firstSeen } from '../visible.ts'

/**
 * Checks every view a timeline publishes (dense in what of seq may be seen, keys once, own unconfirmed rows behind all others, the same
 * object for the same row) and notes in `wrong` what is not so.
 */
export function watch(
  of: Timeline,
  wrong: string[],
  visible: Interval[] = [{ from: 1, to: null }],
): Timeline {
  let before = new Map<string, TimelineRow>()
  const check = () => {
    const { rows } = of.view()
    const keys = new Set(rows.map(row => row.key))
    if (keys.size !== rows.length) wrong.push(`a key twice: ${rows.map(row => row.key)}`)
    const seqs = rows.flatMap(row => (row.kind === 'message' ? [row.message.seq] : []))
    for (let n = 1; n < seqs.length; n++) {
      const [last, seq] = [seqs[n - 1]!, seqs[n]!]
      const row = rows.find(one => one.kind === 'message' && one.message.seq === seq)!
      const isAhead = row.kind === 'message' && row.flow === 'out'
      if (seq <= last || (seq !== firstSeen(visible, last + 1) && !isAhead))
        wrong.push(`${seq} behind ${last}`)
    }
    const firstOut = rows.findIndex(row => row.kind === 'outgoing')
    if (firstOut >= 0 && rows.slice(firstOut).some(row => row.kind === 'message'))
      wrong.push('a confirmed row behind an unconfirmed one')
    for (const row of rows) {
      const old = before.get(row.key)
      if (!old || old === row || old.kind !== row.kind) continue
      const same =
        row.kind === 'message' && old.kind === 'message'
          ? row.message.rev === old.message.rev
          : row.kind === 'outgoing' &&
            old.kind === 'outgoing' &&
            row.status === old.status &&
            row.error === old.error
      if (same) wrong.push(`${row.key} is another object without a reason`)
    }
    before = new Map(rows.map(row => [row.key, row]))
  }
  of.subscribe(check)
  return of
}
