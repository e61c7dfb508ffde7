'use client'
import { useEffect, useState } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import type { TimelineRow } from '#client/types.ts'
import type { Message } from '#protocol/entities/message.ts'

const none: ReadonlyMap<number, Message> = new Map()

/** Messages that are answered on screen but stand further up than the window reaches, as far as the device has them. */
export function useQuotes(
  conversationId: string,
  rows: readonly TimelineRow[],
  shown: ReadonlyMap<number, Message>,
): ReadonlyMap<number, Message> {
  const engine = useEngine()
  const [quotes, setQuotes] = useState(none)
  useEffect(() => {
    let gone = false
    const wanted = rows.flatMap(row => {
      const seq = (row.kind === 'outgoing' ? row.replyTo : row.message.replyTo)?.seq
      return seq === undefined || shown.has(seq) ? [] : [seq]
    })
    if (wanted.length === 0) return
    // Read anew with the rows: what is answered may have been changed or recalled since.
    void Promise.all([...new Set(wanted)].map(seq => engine.message(conversationId, seq))).then(found => {
      if (!gone) setQuotes(new Map(found.flatMap(message => (message ? [[message.seq, message]] : []))))
    })
    return () => {
      gone = true
    }
  }, [engine, conversationId, rows, shown])
  return quotes
}

/** The message with this seq: as it is shown, else as the device has it. */
export function useQuoted(
  conversationId: string,
  seq: number | undefined,
  shown: Message | undefined,
): Message | undefined {
  const engine = useEngine()
  const [kept, setKept] = useState<Message>()
  const missing = seq !== undefined && !shown
  useEffect(() => {
    if (!missing) return
    let gone = false
    void engine.message(conversationId, seq).then(message => {
      if (!gone) setKept(message)
    })
    return () => {
      gone = true
    }
  }, [engine, conversationId, seq, missing])
  return shown ?? (missing && kept?.seq === seq ? kept : undefined)
}
