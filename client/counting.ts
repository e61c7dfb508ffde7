import type { Conversation } from '#protocol/entities/conversation.ts'
import type { Message } from '#protocol/entities/message.ts'
import { isCountable } from '#protocol/kinds.ts'
import { everybody } from '#protocol/values.ts'
import { covers } from './ranges.ts'
import type { StoredConversation } from './store/schema.ts'
import { firstSeen } from './visible.ts'

/** Unread messages and mentions, counted on top of what the server counted (protocol.md, "Pull"). */

function counts(message: Message, row: Conversation, me: string): boolean {
  return (
    message.from !== me &&
    isCountable(message.type) &&
    message.recalledAt === undefined &&
    message.seq > row.readSeq
  )
}

/** 1 where it names me, or everybody. */
function mentions(message: Message, me: string): number {
  return message.mentions?.some(({ userId }) => userId === me || userId === everybody) ? 1 : 0
}

/**
 * Moves the counts by what this row says beyond what they were made of.
 * @returns false where they are to be made anew
 */
export function moveCounts(
  state: StoredConversation,
  me: string,
  old: Message | undefined,
  message: Message,
): boolean {
  const { row } = state
  if (message.seq > row.countSeq) {
    if (old && counts(old, row, me)) {
      row.unread = Math.max(0, row.unread - 1)
      row.mentions = Math.max(0, row.mentions - mentions(old, me))
    }
    if (counts(message, row, me)) {
      row.unread += 1
      row.mentions += mentions(message, me)
    }
    return true
  }
  if (message.rev <= state.countRev) return true
  const wasCounted = counts(old ?? { ...message, recalledAt: undefined }, row, me)
  if (message.recalledAt !== undefined && wasCounted) row.unread = Math.max(0, row.unread - 1)
  // Whom the message named when it was counted may not be known here: a change can have taken a mention away.
  return !(wasCounted && row.mentions > 0 && mentions(message, me) === 0)
}

/** Counts anew from the rows, or has the server asked where some are missing. */
export async function recount(
  state: StoredConversation,
  me: string,
  rowsBetween: (from: number, to: number) => Promise<Message[]>,
): Promise<void> {
  const { row } = state
  const above = Math.max(row.readSeq, row.clearSeq) + 1
  const from = firstSeen(row.visible, above) ?? above
  const top = Math.max(row.seq, row.lastMsg?.seq ?? 0, state.seq)
  if (!covers(state.ranges, from, top)) {
    state.recount = true
    return
  }
  const counted = (await rowsBetween(from, top)).filter(message => counts(message, row, me))
  row.unread = counted.length
  row.mentions = counted.reduce((sum, message) => sum + mentions(message, me), 0)
  // Every row is here: any tombstone that comes later finds its row, whatever its rev.
  row.countSeq = top
  state.countRev = 0
  state.recount = false
}
