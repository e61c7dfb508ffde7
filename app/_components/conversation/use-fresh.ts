'use client'
import { useEffect, useRef } from 'react'
import type { TimelineRow } from '#client/types.ts'

/** More at once is catching up, not talking. */
const AT_MOST = 3
const none: ReadonlySet<string> = new Set()

/** Keys of rows that have just come at the end while it is looked at: they rise into place. */
export function useFresh(rows: readonly TimelineRow[], looking: boolean): ReadonlySet<string> {
  const last = useRef<string | undefined>(rows.at(-1)?.key)
  const fresh = useRef(none)
  const newest = rows.at(-1)?.key
  if (newest !== last.current) {
    const after = rows.findLastIndex(row => row.key === last.current)
    const came = rows.slice(after + 1)
    const talking = looking && after !== -1 && came.length <= AT_MOST
    fresh.current = talking ? new Set(came.map(row => row.key)) : none
    last.current = newest
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: forgotten once drawn, so that scrolling back does not replay it
  useEffect(() => {
    const timer = setTimeout(() => {
      fresh.current = none
    }, 300)
    return () => clearTimeout(timer)
  }, [newest])
  return fresh.current
}
