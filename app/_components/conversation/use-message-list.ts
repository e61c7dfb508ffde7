'use client'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import { type Place, places, rememberedHeights, rememberHeights } from './conversation-store.ts'
import { estimateHeight } from './estimate.ts'
import { seqOf } from './row-facts.ts'
import type { TimelineItem } from './timeline-items.ts'
import type { Scroller } from './use-jumps.ts'
import type { Opening } from './use-opening.ts'

/** "At the bottom" is within this far of it. */
export const NEAR_END = 80
/** Room above the oldest row for what is said there; constant, so that nothing moves when it is said. */
const TOP = 48
const BOTTOM = 12

interface Options {
  conversationId: string
  items: readonly TimelineItem[]
  opening: Opening
  /** The last row is the newest message, and new ones come behind it. */
  reachedEnd: boolean
  scroller: RefObject<HTMLDivElement | null>
}

/**
 * The virtual list of a timeline: opens where it should, stays at the bottom while it is there, and never moves
 * what is being read. `pinned` says whether it is at the bottom.
 */
export function useMessageList({ conversationId, items, opening, reachedEnd, scroller }: Options) {
  const pinned = useRef(opening.place === null)

  // Pages appended below a window that does not reach the end are no news to follow.
  const reachedBefore = useRef(reachedEnd)
  const follow = reachedBefore.current && reachedEnd
  useLayoutEffect(() => {
    reachedBefore.current = reachedEnd
  })

  const known = rememberedHeights(conversationId)
  const heightOf = (item: TimelineItem) =>
    known?.get(item.key) ?? estimateHeight(item, scroller.current?.clientWidth ?? Math.min(innerWidth, 920))
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLElement>({
    count: items.length,
    getScrollElement: () => scroller.current,
    getItemKey: useCallback((index: number) => items[index]?.key ?? index, [items]),
    estimateSize: index => (items[index] ? heightOf(items[index]) : 0),
    overscan: 8,
    paddingStart: TOP,
    paddingEnd: BOTTOM,
    anchorTo: 'end',
    followOnAppend: follow,
    scrollEndThreshold: NEAR_END,
    // Scrolling moves rows without drawing them anew.
    directDomUpdates: true,
    directDomUpdatesMode: 'position',
    // The rows of the first paint: guessed, then put right before anybody sees it.
    initialRect: { width: 0, height: innerHeight },
    initialOffset: () => openingOffset(),
  })

  /** The line above what is new, if there is more of it than fits on a screen; else the bottom. */
  function openingKey(): string | null {
    if (opening.place) return opening.place.key
    const at = items.findIndex(item => item.kind === 'unread')
    if (at === -1) return null
    const below = items.slice(at).reduce((sum, item) => sum + heightOf(item), BOTTOM)
    return below > (scroller.current?.clientHeight ?? innerHeight - 120) ? 'unread' : null
  }

  function openingOffset(): number {
    const key = openingKey()
    let sum = TOP
    for (const item of items) {
      if (item.key === key) return sum + (opening.place?.delta ?? 0)
      sum += heightOf(item)
    }
    return sum + BOTTOM
  }

  // This keeps the aim of the opening while the rows around it are measured.
  const opened = useRef(false)
  useLayoutEffect(() => {
    if (opened.current || items.length === 0) return
    opened.current = true
    const key = openingKey()
    const at = items.findIndex(item => item.key === key)
    pinned.current = at === -1
    if (at === -1) virtualizer.scrollToEnd()
    else if (opening.place) virtualizer.scrollToOffset(startOf(at) + opening.place.delta)
    else virtualizer.scrollToIndex(at, { align: 'start' })
  })

  // A composer that grows, or a keyboard, takes room at the bottom: what stood there stays in sight.
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const observer = new ResizeObserver(() => {
      if (pinned.current) virtualizer.scrollToEnd()
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [virtualizer, scroller])

  const startOf = useCallback(
    (index: number) => virtualizer.measurementsCache[index]?.start ?? 0,
    [virtualizer],
  )
  const place = useCallback((): Place | null => {
    const offset = virtualizer.scrollOffset ?? 0
    const top = pinned.current ? undefined : virtualizer.getVirtualItemForOffset(offset)
    const at = top ? items.findIndex((item, index) => index >= top.index && item.kind === 'row') : -1
    const item = items[at]
    if (item?.kind !== 'row') return null
    return { key: item.key, seq: seqOf(item.row), delta: offset - startOf(at) }
  }, [virtualizer, items, startOf])

  const leaving = useRef(place)
  leaving.current = place
  useLayoutEffect(
    () => () => {
      const left = leaving.current()
      if (left) places.set(conversationId, left)
      else places.delete(conversationId)
      rememberHeights(conversationId, virtualizer.itemSizeCache)
    },
    [conversationId, virtualizer],
  )

  const list = useMemo<Scroller>(
    () => ({
      scrollToIndex: (index, options) => virtualizer.scrollToIndex(index, options),
      scrollToOffset: offset => virtualizer.scrollToOffset(offset),
      scrollToEnd(options) {
        // A journey over many screens would only blur.
        const far = virtualizer.getDistanceFromEnd() > 3 * (virtualizer.scrollRect?.height ?? 0)
        virtualizer.scrollToEnd(far || prefersStill() ? {} : options)
      },
      startOf,
      place,
    }),
    [virtualizer, startOf, place],
  )

  return { virtualizer, list, pinned }
}

const prefersStill = () =>
  matchMedia('(prefers-reduced-motion: reduce)').matches ||
  document.documentElement.dataset.motion === 'reduced'
