'use client'
import { type RefObject, useCallback, useEffect } from 'react'
import { useConnection } from '#client/react/hooks.ts'
import type { Timeline, TimelineView } from '#client/types.ts'

/**
 * Asks for the next page two screens before it is reached, in either direction. What failed is not asked for again
 * by itself until the link is back. Call the answer after every scroll.
 */
export function useMorePages(
  timeline: Timeline,
  view: TimelineView,
  scroller: RefObject<HTMLElement | null>,
): () => void {
  const { rows, loading, failed, reachedStart, reachedEnd } = view
  const live = useConnection().state === 'live'

  const ask = useCallback(() => {
    const element = scroller.current
    if (!element || loading !== null) return
    const { scrollTop, clientHeight, scrollHeight } = element
    if (!reachedStart && scrollTop < 2 * clientHeight) void timeline.loadOlder()
    else if (!reachedEnd && scrollHeight - scrollTop - clientHeight < 2 * clientHeight) {
      void timeline.loadNewer()
    }
  }, [scroller, timeline, loading, reachedStart, reachedEnd])

  // biome-ignore lint/correctness/useExhaustiveDependencies: new rows, and a link that is back, are reasons to look
  useEffect(() => {
    if (!failed || live) ask()
  }, [rows, live, ask])

  return useCallback(() => {
    if (!failed) ask()
  }, [failed, ask])
}
