import { textOf } from './row-facts.ts'
import type { TimelineItem } from './timeline-items.ts'

const lineHeight = 22
const otherHeights = { day: 40, pause: 28, unread: 36 } as const

/** How high an item will probably be in a column this wide; measured as soon as it is drawn. */
export function estimateHeight(item: TimelineItem, width: number): number {
  if (item.kind !== 'row') return otherHeights[item.kind]
  const { row, first } = item
  const gap = first ? 10 : 2
  const text = textOf(row)
  if (text === null) return gap + 40
  const bubble = Math.min(560, width * (width > 600 ? 0.72 : 0.8)) - 24
  const quote = (row.kind === 'outgoing' ? row.replyTo : row.message.replyTo) ? 46 : 0
  // In a group the first bubble of somebody carries their name.
  const name = first && row.kind === 'message' && row.flow === 'in' && row.message.scene === 'group' ? 18 : 0
  const failed = row.kind === 'outgoing' && row.status === 'fail' ? 20 : 0
  return gap + 16 + countLines(text, bubble) * lineHeight + quote + name + failed
}

function countLines(text: string, width: number): number {
  const perLine = Math.max(8, width / 7.6)
  let lines = 0
  for (const line of text.split('\n')) {
    let units = 0
    for (let at = 0; at < line.length; at++) units += line.charCodeAt(at) > 0x2e7f ? 2 : 1
    lines += Math.max(1, Math.ceil(units / perLine))
  }
  return lines
}
