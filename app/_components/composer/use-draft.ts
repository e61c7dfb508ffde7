'use client'
import { type RefObject, useCallback, useEffect, useRef } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import type { ConversationView } from '#client/types.ts'
import type { Mention } from '#protocol/entities/message.ts'

const IDLE_MS = 300

interface Draft {
  text: string
  mentions: Mention[]
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
  const stored = useRef(markOf(localDraft))
  const callbacks = useRef({ inUse, adopt })
  callbacks.current = { inUse, adopt }

  const save = useCallback(() => {
    clearTimeout(timer.current)
    timer.current = undefined
    const { text, mentions, replyTo } = current.current
    const mark = markOf(current.current)
    if (mark === stored.current) return
    stored.current = mark
    const empty = text.trim() === '' && replyTo === undefined
    const named = mentions.length > 0 && { mentions }
    void engine.setDraft(id, empty ? null : { text, ...named, ...(replyTo && { replyTo }) })
  }, [engine, id, current])

  const changed = useCallback(() => {
    clearTimeout(timer.current)
    timer.current = setTimeout(save, IDLE_MS)
  }, [save])

  /** Sent: what is still waiting to be stored must not come back. */
  const cleared = useCallback(() => {
    clearTimeout(timer.current)
    timer.current = undefined
    stored.current = markOf(null)
    void engine.setDraft(id, null)
  }, [engine, id])

  useEffect(() => {
    const mark = markOf(localDraft)
    if (mark === stored.current) return
    if (timer.current !== undefined || callbacks.current.inUse()) return
    stored.current = mark
    const { text = '', mentions = [], replyTo } = localDraft ?? {}
    callbacks.current.adopt({ text, mentions, replyTo })
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

type Kept = { text: string; mentions?: Mention[] | undefined; replyTo?: { seq: number } | undefined }

/** Two drafts with the same mark say the same. */
const markOf = (draft: Kept | null): string =>
  JSON.stringify([
    draft?.text ?? '',
    draft?.replyTo?.seq ?? 0,
    (draft?.mentions ?? []).map(({ userId, offset, length }) => [userId, offset, length]),
  ])
