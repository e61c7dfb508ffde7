import type { TimelineRow } from '#client/types.ts'
import type { NotificationContent } from '#protocol/entities/message.ts'

/** What the screen asks of a timeline row, whether the server has confirmed it or not. */

/** Server time of a confirmed row; device time, which only labels, of one that waits. */
export const timeOf = (row: TimelineRow): number => (row.kind === 'message' ? row.message.time : row.time)

export const seqOf = (row: TimelineRow): number | null => (row.kind === 'message' ? row.message.seq : null)

export const isOwn = (row: TimelineRow): boolean => row.kind === 'outgoing' || row.flow === 'out'

/** Drawn as a bubble; the others are lines of grey words in the middle. */
export const isBubble = (row: TimelineRow): boolean =>
  row.kind === 'outgoing' || (row.message.recalledAt === undefined && row.message.type !== 'notification')

/** The words of a text message; null for every other kind. */
export function textOf(row: TimelineRow): string | null {
  if (row.kind === 'outgoing') return row.text
  return messageText(row.message)
}

/** As `textOf`, of a message alone. */
export function messageText(message: {
  type: string
  content: Record<string, unknown> | null
}): string | null {
  if (message.type !== 'text') return null
  const text = message.content?.text
  return typeof text === 'string' ? text : null
}

/** The content of an in-conversation line as far as it can be read: the server may be newer than this program. */
export function notificationOf(content: Record<string, unknown> | null): NotificationContent | null {
  if (!content || typeof content.event !== 'string') return null
  const { event, actor, targets, count, value } = content
  return {
    event,
    actor: typeof actor === 'string' ? actor : null,
    targets: Array.isArray(targets) ? targets.filter(id => typeof id === 'string') : [],
    ...(typeof count === 'number' && { count }),
    value,
  }
}
