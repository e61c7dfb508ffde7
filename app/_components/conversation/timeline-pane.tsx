'use client'
import { type Ref, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react'
import type { ConversationView, RosterView, Timeline, TimelineView } from '#client/types.ts'
import type { Message } from '#protocol/entities/message.ts'
import { Announcer } from './announcer.tsx'
import { openTimeline } from './conversation-store.ts'
import { EdgeNote, NewerNote } from './edge-note.tsx'
import { JumpButtons } from './jump-buttons.tsx'
import { MessageRow } from './message-row.tsx'
import { isOwnMessage, readersOf } from './readers.ts'
import type { RowActions } from './row-props.ts'
import { Separator, ShownDay } from './separators.tsx'
import { buildItems } from './timeline-items.ts'
import { useFresh } from './use-fresh.ts'
import { useGroupReads } from './use-group-reads.ts'
import { useJumps } from './use-jumps.ts'
import { useMentionJumps } from './use-mention-jumps.ts'
import { NEAR_END, useMessageList } from './use-message-list.ts'
import { useMorePages } from './use-more-pages.ts'
import type { Opening } from './use-opening.ts'
import { useQuotes } from './use-quotes.ts'
import { useReadMarks } from './use-read-marks.ts'
import { useRowFocus } from './use-row-focus.ts'
import type { Words } from './words.ts'

export interface TimelineHandle {
  /** After sending: to the newest message, wherever one was reading. */
  toLatest(): void
  /** To a message, e.g. the one the composer answers. */
  jumpTo(seq: number): void
}

interface Props {
  conversation: ConversationView
  timeline: Timeline
  view: TimelineView
  opening: Opening
  /** Of a group. */
  roster: RosterView | undefined
  words: Words
  actions: Omit<RowActions, 'jumpTo'>
  mayReply: boolean
  label: string
  handle: Ref<TimelineHandle>
}

/** The messages of a conversation, of which only those near the screen exist. */
export function TimelinePane(props: Props) {
  const { conversation, timeline, view, opening, roster, words, mayReply, label, handle } = props
  const { t } = words
  const { rows, reachedStart, reachedEnd } = view
  const { unreadKey } = opening
  const scroller = useRef<HTMLDivElement>(null)
  const [atEnd, setAtEnd] = useState(true)

  const items = useMemo(() => buildItems(rows, { unreadKey, reachedStart }), [rows, unreadKey, reachedStart])
  const bySeq = useMemo(() => {
    const messages = new Map<number, Message>()
    for (const row of rows) if (row.kind === 'message') messages.set(row.message.seq, row.message)
    return messages
  }, [rows])
  const quotes = useQuotes(conversation.id, rows, bySeq)

  const { virtualizer, list, pinned } = useMessageList({
    conversationId: conversation.id,
    items,
    opening,
    reachedEnd,
    scroller,
  })
  const { jumpTo, toLatest, down, flash, away } = useJumps({ timeline, view, items, list, t })
  const askForMore = useMorePages(timeline, view, scroller)
  const look = useReadMarks(conversation, lowestSeen)
  const { reads, look: lookForReads } = useGroupReads(conversation, ownOnScreen)
  // biome-ignore lint/correctness/useExhaustiveDependencies: new rows may be in sight at once
  useEffect(() => {
    look()
    lookForReads()
  }, [rows, look, lookForReads])

  function onScroll() {
    const element = scroller.current
    if (!element) return
    pinned.current = element.scrollHeight - element.scrollTop - element.clientHeight <= NEAR_END
    setAtEnd(pinned.current)
    askForMore()
    look()
    lookForReads()
  }

  function ownOnScreen(): boolean {
    const { startIndex = 0, endIndex = -1 } = virtualizer.range ?? {}
    return items.slice(startIndex, endIndex + 1).some(item => item.kind === 'row' && isOwnMessage(item.row))
  }

  /** The lowest message of the other person on screen; null while one only looks something up. */
  function lowestSeen(): number | null {
    const element = scroller.current
    if (away || !element) return null
    // Asked of the element: the list hears of a scroll after we do.
    const top = element.scrollTop
    const bottom = top + element.clientHeight
    const last = virtualizer.getVirtualItemForOffset(bottom)?.index ?? -1
    for (let index = last; index >= 0; index--) {
      const item = items[index]
      const box = virtualizer.measurementsCache[index]
      if (!item || !box || box.end < top) return null
      if (item.kind !== 'row' || item.row.kind !== 'message' || item.row.flow === 'out') continue
      // Wholly in sight, or taller than the screen and filling it.
      if (box.end <= bottom + 8 || box.start <= top) return item.row.message.seq
    }
    return null
  }

  useImperativeHandle(handle, () => ({ toLatest: () => void toLatest(), jumpTo }), [toLatest, jumpTo])
  useEffect(() => {
    const own = {
      toLatest: () => void toLatest('smooth'),
      atLatest: () => pinned.current && reachedEnd,
    }
    openTimeline.current = own
    return () => {
      if (openTimeline.current === own) openTimeline.current = null
    }
  }, [toLatest, pinned, reachedEnd])

  const rowActions = useMemo(() => ({ ...props.actions, jumpTo }), [props.actions, jumpTo])
  const fresh = useFresh(rows, reachedEnd && pinned.current)
  const focus = useRowFocus({
    items,
    feed: scroller,
    scrollTo: index => virtualizer.scrollToIndex(index, { align: 'auto' }),
  })

  const mentions = useMentionJumps({ conversation, items, rows, range: virtualizer.range, jumpTo })
  const firstShown = virtualizer.range?.startIndex ?? 0
  const unreadIndex = unreadKey === null ? -1 : items.findIndex(item => item.kind === 'unread')
  // The way up to the first unread message is offered until it has been in sight.
  const seenUnread = useRef(false)
  if (unreadIndex === -1 || unreadIndex >= firstShown) seenUnread.current = true
  const above = seenUnread.current ? 0 : rows.length - rows.findIndex(row => row.key === unreadKey)

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={scroller}
        onScroll={onScroll}
        {...focus.handlers}
        role="feed"
        aria-label={label}
        aria-busy={view.loading !== null}
        className="scroll-y flex min-h-0 flex-1 flex-col [overflow-anchor:none]"
      >
        <div ref={virtualizer.containerRef} className="relative mt-auto flex-none">
          <EdgeNote view={view} t={t} onRetry={() => void timeline.loadOlder()} />
          {virtualizer.getVirtualItems().map(({ index, key }) => {
            const item = items[index]
            if (!item) return null
            if (item.kind !== 'row') {
              return (
                <Separator key={key} item={item} index={index} t={t} measure={virtualizer.measureElement} />
              )
            }
            const { row } = item
            const replyTo = (row.kind === 'outgoing' ? row.replyTo : row.message.replyTo)?.seq
            return (
              <MessageRow
                key={key}
                row={row}
                index={index}
                total={reachedStart && reachedEnd ? items.length : -1}
                first={item.first}
                last={item.last}
                merged={item.merged}
                role={words.group && row.kind === 'message' ? roster?.of(row.message.from)?.role : undefined}
                readers={isOwnMessage(row) ? readersOf(row.message, reads, roster) : undefined}
                read={row.kind === 'message' && row.message.seq <= (conversation.peerReadSeq ?? 0)}
                notes={conversation.to === words.me}
                quoted={replyTo === undefined ? undefined : (bySeq.get(replyTo) ?? quotes.get(replyTo))}
                words={words}
                actions={rowActions}
                mayReply={mayReply}
                reachable={item.key === focus.reachable}
                active={item.key === focus.active}
                flash={item.key === flash}
                fresh={fresh.has(item.key)}
                measure={virtualizer.measureElement}
              />
            )
          })}
        </div>
      </div>
      <ShownDay item={items[firstShown]} shown={virtualizer.isScrolling && !atEnd} />
      <NewerNote view={view} t={t} onRetry={() => void timeline.loadNewer()} />
      <JumpButtons
        t={t}
        down={!atEnd || !reachedEnd}
        below={atEnd && reachedEnd ? 0 : conversation.unread}
        onDown={down}
        above={above}
        onUp={() => virtualizer.scrollToIndex(unreadIndex, { align: 'start' })}
        mentions={mentions}
      />
      <Announcer rows={rows} words={words} />
    </div>
  )
}
