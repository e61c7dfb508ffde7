'use client'
import { useMemo, useRef, useState } from 'react'

export interface Selection {
  ids: ReadonlySet<string>
  toggle(id: string): void
  /** Everything between the last one toggled and this one, in the order on screen. */
  extendTo(id: string): void
  setAll(ids: readonly string[]): void
  clear(): void
}

/**
 * What is ticked in a long list. Whoever left the list is no longer in it, whatever was ticked before.
 * @param order of the ids on screen
 * @param may whether an id can be ticked at all
 */
export function useSelection(order: readonly string[], may: (id: string) => boolean): Selection {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const anchor = useRef<string | null>(null)
  const ids = useMemo(() => new Set([...ticked].filter(may)), [ticked, may])
  return {
    ids,
    toggle(id) {
      if (!may(id)) return
      anchor.current = id
      const next = new Set(ids)
      if (!next.delete(id)) next.add(id)
      setTicked(next)
    },
    extendTo(id) {
      const from = order.indexOf(anchor.current ?? id)
      const to = order.indexOf(id)
      if (from === -1 || to === -1) return
      const between = order.slice(Math.min(from, to), Math.max(from, to) + 1)
      setTicked(new Set([...ids, ...between.filter(may)]))
    },
    setAll: all => setTicked(new Set(all.filter(may))),
    clear() {
      anchor.current = null
      setTicked(new Set())
    },
  }
}
