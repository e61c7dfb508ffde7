'use client'
import { useEffect, useRef, useState } from 'react'
import type { ConversationView, Timeline, TimelineView } from '#client/types.ts'
import { type Place, places } from './conversation-store.ts'
import { seqOf } from './row-facts.ts'
import { firstUnread } from './timeline-items.ts'

/** How a conversation opens. */
export interface Opening {
  /** Where it was left, as long as the page lives and it was not at the end. */
  place: Place | null
  /** The row above which "new messages" stands, for as long as it is open. */
  unreadKey: string | null
}

/**
 * Decides once where a conversation opens, and loads what stands there if the window does not hold it. Null until
 * then.
 */
export function useOpening(
  conversation: ConversationView,
  timeline: Timeline,
  view: TimelineView,
): Opening | null {
  const [asOpened] = useState({
    readSeq: conversation.readSeq,
    unread: conversation.unread,
    seq: conversation.seq,
  })
  const [opening, setOpening] = useState<Opening | null>(null)
  const asked = useRef(false)
  const [landed, setLanded] = useState<boolean | null>(null)

  useEffect(() => {
    if (opening || !view.ready) return
    const { rows, reachedStart } = view
    const place = places.get(conversation.id) ?? null
    const wanted = wantedSeq()
    // Once: what cannot be had is not waited for.
    if (wanted !== null && !asked.current) {
      asked.current = true
      void timeline.jumpTo(wanted).then(setLanded)
      return
    }
    // Rows that come while it is on its way are not those that were asked for.
    if (asked.current && landed === null) return
    if (landed === false) return setOpening({ place: null, unreadKey: null })
    const unread = asOpened.unread > 0 ? firstUnread(rows, asOpened.readSeq) : null
    setOpening({ place: holds(place) ? place : null, unreadKey: unread?.key ?? null })

    function wantedSeq(): number | null {
      if (place) return holds(place) ? null : place.seq
      if (asOpened.unread === 0 || reachedStart) return null
      const first = rows.map(seqOf).find(seq => seq !== null)
      return first !== undefined && first !== null && first > asOpened.readSeq + 1
        ? asOpened.readSeq + 1
        : null
    }
    function holds(wantedPlace: Place | null) {
      return wantedPlace !== null && rows.some(row => row.key === wantedPlace.key)
    }
  }, [opening, view, landed, conversation.id, timeline, asOpened])

  return opening
}
