'use client'
import { useCallback, useEffect, useRef } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import type { ConversationView } from '#client/types.ts'

const SEEN_MS = 500

const lookedAt = () => document.visibilityState === 'visible' && document.hasFocus()

/**
 * Read is what was on screen in a focused page for half a second. Call the answer whenever something may have come
 * into sight; `lowestSeen` tells how far down the screen reaches, null where nothing counts.
 */
export function useReadMarks(conversation: ConversationView, lowestSeen: () => number | null): () => void {
  const engine = useEngine()
  const { id, readSeq, markedUnread } = conversation
  const read = useRef(readSeq)
  read.current = Math.max(read.current, readSeq)
  const seen = useRef(lowestSeen)
  seen.current = lowestSeen
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const look = useCallback(() => {
    if (timer.current !== undefined || !lookedAt()) return
    const before = seen.current()
    if (before === null || before <= read.current) return
    timer.current = setTimeout(() => {
      timer.current = undefined
      const now = seen.current()
      if (now === null || !lookedAt()) return
      const seq = Math.min(before, now)
      if (seq > read.current) {
        read.current = seq
        void engine.markRead(id, seq)
      }
      if (now > seq) look()
    }, SEEN_MS)
  }, [engine, id])

  useEffect(() => {
    const leave = () => {
      clearTimeout(timer.current)
      timer.current = undefined
    }
    const turn = () => (lookedAt() ? look() : leave())
    look()
    addEventListener('focus', turn)
    addEventListener('blur', turn)
    document.addEventListener('visibilitychange', turn)
    return () => {
      leave()
      removeEventListener('focus', turn)
      removeEventListener('blur', turn)
      document.removeEventListener('visibilitychange', turn)
    }
  }, [look])

  // Opening takes the mark "unread" away; set while it is open, it stays.
  const marked = useRef(markedUnread)
  useEffect(() => {
    if (!marked.current) return
    marked.current = false
    void engine.markRead(id, Math.max(1, read.current))
  }, [engine, id])

  return look
}
