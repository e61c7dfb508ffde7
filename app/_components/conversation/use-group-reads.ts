'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useAccount, useConnection, useEngine } from '#client/react/hooks.ts'
import type { ConversationView } from '#client/types.ts'

/** How far each of the others has read, as far as they show it. */
export type GroupReads = readonly { userId: string; readSeq: number }[]

/** Larger groups show nobody who has read. */
export const MOST_MEMBERS = 200
const EVERY_MS = 10_000
const none: GroupReads = []

/** Whether a group shows who has read: it is small enough, and I show it too. */
export function useShowsReads({ scene, memberCount, left, dissolved }: ConversationView): boolean {
  const receipts = useAccount()?.settings.receipts ?? false
  return scene === 'group' && receipts && !left && !dissolved && (memberCount ?? 0) <= MOST_MEMBERS
}

/**
 * Asked for on opening, and then at most every ten seconds while own messages are on screen. Call `look` whenever one
 * may be.
 */
export function useGroupReads(conversation: ConversationView, ownOnScreen: () => boolean) {
  const engine = useEngine()
  const live = useConnection().state === 'live'
  const wanted = useShowsReads(conversation)
  const [reads, setReads] = useState(none)
  const { id } = conversation
  const asked = useRef(Number.NEGATIVE_INFINITY)
  const shown = useRef(ownOnScreen)
  shown.current = ownOnScreen
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const look = useCallback(() => {
    if (!wanted || !live || timer.current !== undefined || !shown.current()) return
    const wait = Math.max(0, asked.current + EVERY_MS - performance.now())
    timer.current = setTimeout(async () => {
      timer.current = undefined
      if (document.visibilityState !== 'visible' || !shown.current()) return
      asked.current = performance.now()
      const answer = await engine.run('conversation:reads', { conversationId: id })
      if (answer.ok) setReads(answer.data.reads)
      look()
    }, wait)
  }, [engine, id, wanted, live])

  useEffect(() => {
    look()
    document.addEventListener('visibilitychange', look)
    return () => {
      document.removeEventListener('visibilitychange', look)
      clearTimeout(timer.current)
      timer.current = undefined
    }
  }, [look])

  return { reads: wanted ? reads : none, look }
}
