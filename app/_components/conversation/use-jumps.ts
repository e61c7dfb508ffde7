'use client'
import { useCallback, useLayoutEffect, useRef, useState } from 'react'
import type { Timeline, TimelineView } from '#client/types.ts'
import { toast } from '../ui/toast.ts'
import type { Place } from './conversation-store.ts'
import type { TimelineItem } from './timeline-items.ts'
import type { ChatT } from './words.ts'

const FLASH_MS = 1200

/** The list as far as jumping needs it. */
export interface Scroller {
  scrollToIndex(index: number, options: { align: 'start' | 'center' }): void
  scrollToOffset(offset: number): void
  scrollToEnd(options?: { behavior?: 'auto' | 'smooth' }): void
  startOf(index: number): number
  place(): Place | null
}

type Target = { key?: string; seq: number | null; delta: number | null } | 'end'

interface Options {
  timeline: Timeline
  view: TimelineView
  items: readonly TimelineItem[]
  list: Scroller
  t: ChatT
}

/**
 * Jumping to a message and back: a window around it is loaded, it is centred and flashes; the way down leads
 * first to where one came from, then to the newest message.
 */
export function useJumps({ timeline, view, items, list, t }: Options) {
  const [target, setTarget] = useState<Target | null>(null)
  const [flash, setFlash] = useState<string | null>(null)
  const [trail, setTrail] = useState<Place[]>([])
  const flashTimer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const find = useCallback(
    (wanted: Exclude<Target, 'end'>) =>
      items.findIndex(
        item =>
          item.kind === 'row' &&
          (item.key === wanted.key ||
            (item.row.kind === 'message' && item.row.message.seq === wanted.seq) ||
            item.merged?.some(({ seq }) => seq === wanted.seq)),
      ),
    [items],
  )

  // The rows jumped to may be drawn only by a later commit than the one that asked.
  useLayoutEffect(() => {
    if (target === null) return
    if (target === 'end') {
      if (!view.reachedEnd) return
      list.scrollToEnd()
      return setTarget(null)
    }
    const index = find(target)
    const item = items[index]
    if (!item) return
    if (target.delta !== null) list.scrollToOffset(list.startOf(index) + target.delta)
    else {
      list.scrollToIndex(index, { align: 'center' })
      setFlash(item.key)
      clearTimeout(flashTimer.current)
      flashTimer.current = setTimeout(() => setFlash(null), FLASH_MS)
    }
    setTarget(null)
  }, [target, items, view.reachedEnd, find, list])

  const go = useCallback(
    async (wanted: Exclude<Target, 'end'>) => {
      if (find(wanted) === -1) {
        const found = wanted.seq !== null && (await timeline.jumpTo(wanted.seq))
        if (!found) return toast({ title: t('message.jumpFailed') })
      }
      setTarget(wanted)
    },
    [find, timeline, t],
  )

  const jumpTo = useCallback(
    (seq: number) => {
      const from = list.place()
      if (from) setTrail(before => [...before, from])
      void go({ seq, delta: null })
    },
    [go, list],
  )

  const toLatest = useCallback(
    async (behavior: 'auto' | 'smooth' = 'auto') => {
      setTrail([])
      if (view.reachedEnd) return list.scrollToEnd({ behavior })
      await timeline.toLatest()
      setTarget('end')
    },
    [view.reachedEnd, list, timeline],
  )

  const down = useCallback(() => {
    const back = trail.at(-1)
    if (!back) return void toLatest('smooth')
    setTrail(trail.slice(0, -1))
    void go(back)
  }, [trail, toLatest, go])

  return { jumpTo, toLatest, down, flash, away: trail.length > 0 }
}
