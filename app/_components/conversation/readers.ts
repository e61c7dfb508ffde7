import type { RosterView, TimelineRow } from '#client/types.ts'
import type { Message } from '#protocol/entities/message.ts'
import type { GroupReads } from './use-group-reads.ts'

/** A message of mine that others may have read. */
export const isOwnMessage = (row: TimelineRow): row is Extract<TimelineRow, { kind: 'message' }> =>
  row.kind === 'message' &&
  row.flow === 'out' &&
  row.message.type !== 'notification' &&
  row.message.recalledAt === undefined

/** Who has read a message and who has not, of those who were there when it was written, are still, and show it. */
export function splitReaders(message: Message, reads: GroupReads, roster: RosterView | undefined) {
  const there = reads.filter(({ userId }) => {
    const member = roster?.of(userId)
    return userId !== message.from && (!member || (member.leftAt === null && member.joinedAt <= message.time))
  })
  const read = there.filter(({ readSeq }) => readSeq >= message.seq).map(({ userId }) => userId)
  const unread = there.filter(({ readSeq }) => readSeq < message.seq).map(({ userId }) => userId)
  return { read, unread }
}

export const readersOf = (message: Message, reads: GroupReads, roster: RosterView | undefined): number =>
  reads.length === 0 ? 0 : splitReaders(message, reads, roster).read.length
