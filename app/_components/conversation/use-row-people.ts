'use client'
import { useMemo, useRef } from 'react'
import type { TimelineRow } from '#client/types.ts'
import { namedIn } from './lines.ts'

/** Everybody whom these rows name, and whoever is typing; the same list for as long as they are the same people. */
export function useRowPeople(rows: readonly TimelineRow[], more: readonly string[]): readonly string[] {
  const last = useRef<readonly string[]>([])
  return useMemo(() => {
    const people = new Set(more)
    for (const row of rows) if (row.kind === 'message') for (const id of namedIn(row.message)) people.add(id)
    const same = people.size === last.current.length && last.current.every(id => people.has(id))
    if (!same) last.current = [...people]
    return last.current
  }, [rows, more])
}
