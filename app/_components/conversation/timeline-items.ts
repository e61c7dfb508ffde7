/**
 * Rows of a timeline with what stands between them: days, pauses, the line above the first unread message. Pure,
 * and such that older pages put in front never change the key or the place of what is already on screen.
 */
import type { TimelineRow } from '#client/types.ts'
import type { Message } from '#protocol/entities/message.ts'
import { startOfDay } from '../i18n/time.ts'
import { mergeable } from './lines.ts'
import { isBubble, isOwn, timeOf } from './row-facts.ts'

export type TimelineItem =
  | { kind: 'day'; key: string; time: number }
  | { kind: 'pause'; key: string; time: number }
  | { kind: 'unread'; key: string }
  | RowItem

export interface RowItem {
  kind: 'row'
  key: string
  row: TimelineRow
  /** The first and the last of those that stand together: same person, same day, within five minutes. */
  first: boolean
  last: boolean
  /** Lines of the server's that are told as one, this row's at their end. */
  merged?: Message[]
}

export const GROUP_MS = 5 * 60_000

interface Options {
  /** Key of the row above which "new messages" stands. */
  unreadKey: string | null
  /** Without it the topmost row gets no day: the page above may belong to the same one. */
  reachedStart: boolean
}

export function buildItems(
  rows: readonly TimelineRow[],
  { unreadKey, reachedStart }: Options,
): TimelineItem[] {
  const items: TimelineItem[] = []
  let before: RowItem | null = null
  let day: number | null = null
  for (const row of rows) {
    const time = timeOf(row)
    const today = startOfDay(time)
    // Clocks only label: a waiting message of a device whose clock is behind opens no earlier day.
    const nextDay: boolean = day === null ? reachedStart : today > day
    if (day === null || today > day) day = today
    let together: boolean = before !== null && standTogether(before.row, row)
    if (before && !nextDay && row.key !== unreadKey && mergeLines(before, row)) continue
    if (nextDay) {
      items.push({ kind: 'day', key: `day ${today}`, time })
      together = false
    } else if (before && time - timeOf(before.row) > GROUP_MS) {
      items.push({ kind: 'pause', key: `pause ${row.key}`, time })
    }
    if (row.key === unreadKey) {
      items.push({ kind: 'unread', key: 'unread' })
      together = false
    }
    if (before && together) before.last = false
    const item: RowItem = { kind: 'row', key: row.key, row, first: !together, last: true }
    items.push(item)
    before = item
  }
  return items
}

/**
 * Takes a line into the one before it. The key is that of the last: older pages make the line longer, and the list
 * keeps its place.
 */
function mergeLines(before: RowItem, row: TimelineRow): boolean {
  if (before.row.kind !== 'message' || row.kind !== 'message') return false
  if (!mergeable(before.row.message, row.message)) return false
  before.merged ??= [before.row.message]
  before.merged.push(row.message)
  before.row = row
  before.key = row.key
  return true
}

function standTogether(a: TimelineRow, b: TimelineRow): boolean {
  if (!isBubble(a) || !isBubble(b)) return false
  return senderOf(a) === senderOf(b) && timeOf(b) - timeOf(a) <= GROUP_MS
}

/** My own rows have one sender, confirmed or not. */
const senderOf = (row: TimelineRow) => (isOwn(row) ? '' : row.kind === 'message' ? row.message.from : '')

/**
 * The first row a reader has not seen, as it was when the conversation was opened. Own messages and the server's
 * lines are never unread.
 */
export function firstUnread(rows: readonly TimelineRow[], readSeq: number): TimelineRow | null {
  return (
    rows.find(
      row => row.kind === 'message' && row.flow === 'in' && row.message.seq > readSeq && isBubble(row),
    ) ?? null
  )
}
