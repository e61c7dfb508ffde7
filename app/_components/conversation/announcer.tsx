'use client'
import { useEffect, useRef, useState } from 'react'
import type { TimelineRow } from '#client/types.ts'
import { isBubble } from './row-facts.ts'
import { isFolded, messageLine, type Words } from './words.ts'

/** Often enough to follow, seldom enough to understand. */
const EVERY_MS = 2500

/**
 * Says what arrives in the open conversation, one message or how many. Apart from the list, whose rows come and go
 * with every scroll.
 */
export function Announcer({ rows, words }: { rows: TimelineRow[]; words: Words }) {
  const [said, setSaid] = useState('')
  const newest = useRef(newestSeq(rows))
  const waiting = useRef<string[]>([])
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  useEffect(() => {
    const after = newest.current
    for (const row of rows) {
      if (row.kind !== 'message' || row.message.seq <= after) continue
      newest.current = Math.max(newest.current, row.message.seq)
      const { message } = row
      if (row.flow === 'out' || !isBubble(row) || isFolded(message, words)) continue
      waiting.current.push(
        words.t('timeline.arrived', { name: words.nameOf(message.from), text: messageLine(message, words) }),
      )
    }
    if (waiting.current.length === 0 || timer.current !== undefined) return
    const say = () => {
      const [first = '', ...more] = waiting.current
      waiting.current = []
      timer.current = undefined
      if (first === '') return
      setSaid(more.length === 0 ? first : words.t('timeline.arrivedMany', { count: more.length + 1 }))
      timer.current = setTimeout(say, EVERY_MS)
    }
    say()
  }, [rows, words])
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      timer.current = undefined
    },
    [],
  )

  return (
    <div aria-live="polite" className="sr-only">
      {said}
    </div>
  )
}

function newestSeq(rows: TimelineRow[]): number {
  return rows.reduce(
    (newest, row) => (row.kind === 'message' ? Math.max(newest, row.message.seq) : newest),
    0,
  )
}
