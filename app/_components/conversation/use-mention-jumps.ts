'use client'
import { useRef, useState } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import type { ConversationView, TimelineRow } from '#client/types.ts'
import type { Message } from '#protocol/entities/message.ts'
import { everybody } from '#protocol/values.ts'
import type { TimelineItem } from './timeline-items.ts'

/** Messages looked through at most for a mention further up than the rows reach. */
const LOOKED_THROUGH = 2000

/** Whether this message calls me, or everybody. */
export const callsMe = ({ from, recalledAt, mentions }: Message, me: string): boolean =>
  from !== me &&
  recalledAt === undefined &&
  (mentions?.some(({ userId }) => userId === me || userId === everybody) ?? false)

interface Options {
  conversation: ConversationView
  items: readonly TimelineItem[]
  rows: readonly TimelineRow[]
  /** The items in sight. */
  range: { startIndex: number; endIndex: number } | null
  jumpTo: (seq: number) => void
}

/**
 * The messages that call me and were unread when the conversation was opened, or came since, as long as they have not
 * been in sight: how many stand above and below, and the way to the nearest.
 */
export function useMentionJumps({ conversation, items, rows, range, jumpTo }: Options) {
  const engine = useEngine()
  const me = engine.userId
  const [opened] = useState({ readSeq: conversation.readSeq, mentions: conversation.mentions })
  const seen = useRef(new Set<number>())
  const found = useRef(new Set<number>())

  const above: number[] = []
  const below: number[] = []
  for (const [index, item] of items.entries()) {
    if (item.kind !== 'row' || item.row.kind !== 'message') continue
    const { message } = item.row
    if (message.seq <= opened.readSeq || !callsMe(message, me)) continue
    found.current.add(message.seq)
    if (range && index >= range.startIndex && index <= range.endIndex) seen.current.add(message.seq)
    if (seen.current.has(message.seq)) continue
    if (range && index < range.startIndex) above.push(message.seq)
    else below.push(message.seq)
  }
  // The rows do not reach up to where reading stopped: what calls me there is only known by its number.
  const first = rows.find(row => row.kind === 'message')
  const firstSeq = first?.kind === 'message' ? first.message.seq : 0
  const further = firstSeq > opened.readSeq + 1 ? Math.max(0, opened.mentions - found.current.size) : 0

  async function up() {
    const nearest = above.at(-1)
    if (nearest !== undefined) return jumpTo(nearest)
    const from = Math.max(opened.readSeq + 1, firstSeq - LOOKED_THROUGH)
    for (let seq = firstSeq - 1; seq >= from; seq--) {
      if (seen.current.has(seq)) continue
      const message = await engine.message(conversation.id, seq)
      if (message && callsMe(message, me)) return jumpTo(seq)
    }
    // Not on this device: to where reading stopped, the rest is read from there.
    jumpTo(opened.readSeq + 1)
  }

  function down() {
    const [next] = below
    if (next !== undefined) jumpTo(next)
  }

  return { above: above.length + further, below: below.length, up: () => void up(), down }
}
