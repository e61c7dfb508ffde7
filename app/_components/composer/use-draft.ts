'use client'
import { type RefObject, useCallback, useEffect, useRef } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import type { ConversationView } from '#client/types.ts'

const IDLE_MS = 300

interface Draft {
  text: string
  replyTo: { seq: number } | undefined
}

interface Options {
  conversation: ConversationView
  /** What stands in the composer now. */
  current: RefObject<Draft>
  /** Somebody is at it: typing, composing, or with words in it under the caret. */
  inUse: () => boolean
  /** Takes over what another tab or device wrote. */
  adopt: (draft: Draft) => void
}

/**
 * Keeps what is being written: stored when the keys rest, and on leaving. A draft from elsewhere is taken over, but
 * never by a composer in use.
 */
export function useDraft({ conversation, current, inUse, adopt }: Options) {
  const engine = useEngine()
  const { id, localDraft } = conversation
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const stored = useRef({ text: localDraft?.text ?? '', seq: localDraft?.replyTo?.seq })
  const callbacks = useRef({ inUse, adopt })
  callbacks.current = { inUse, adopt }

  const save = useCallback(() => {
    clearTimeout(timer.current)
    timer.current = undefined
    const { text, replyTo } = current.current
    if (text === stored.current.text && replyTo?.seq === stored.current.seq) return
    stored.current = { text, seq: replyTo?.seq }
    const empty = text.trim() === '' && replyTo === undefined
    void engine.setDraft(id, empty ? null : { text, ...(replyTo && { replyTo }) })
  }, [engine, id, current])

  const changed = useCallback(() => {
    clearTimeout(timer.current)
    timer.current = setTimeout(save, IDLE_MS)
  }, [save])

  /** Sent: what is still waiting to be stored must not come back. */
  const cleared = useCallback(() => {
    clearTimeout(timer.current)
    timer.current = undefined
    stored.current = { text: '', seq: undefined }
    void engine.setDraft(id, null)
  }, [engine, id])

  useEffect(() => {
    const text = localDraft?.text ?? ''
    const seq = localDraft?.replyTo?.seq
    if (text === stored.current.text && seq === stored.current.seq) return
    if (timer.current !== undefined || callbacks.current.inUse()) return
    stored.current = { text, seq }
    callbacks.current.adopt({ text, replyTo: localDraft?.replyTo })
  }, [localDraft])

  useEffect(() => {
    const leave = () => {
      if (document.visibilityState === 'hidden') save()
    }
    document.addEventListener('visibilitychange', leave)
    return () => {
      document.removeEventListener('visibilitychange', leave)
      save()
    }
  }, [save])

  return { changed, cleared, save }
}
