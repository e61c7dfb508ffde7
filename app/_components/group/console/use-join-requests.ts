'use client'
import { useEffect, useMemo, useState } from 'react'
import { useEngine, useNotices } from '#client/react/hooks.ts'
import type { RequestState } from '#protocol/entities/friendship.ts'
import type { Notice } from '#protocol/entities/notice.ts'
import { contentText, noticeState } from '../../notices/kinds.ts'

/** Somebody who wants in, as the notice on this device tells it. */
export interface JoinLine {
  requestId: string
  notice: Notice
  userId: string
  inviterId: string | null
  text: string
  state: RequestState
  handledBy: string | null
}

/** The askings to join this group, the oldest first. They are notices, so they are here offline and move live. */
function useLines(conversationId: string): JoinLine[] {
  const engine = useEngine()
  const notices = useNotices()
  return useMemo(
    () =>
      notices
        .filter(({ type, content }) => type === 'join_request' && content.conversationId === conversationId)
        .flatMap(notice => lineOf(notice, engine.serverNow()) ?? [])
        .sort((a, b) => a.notice.time - b.notice.time),
    [notices, conversationId, engine],
  )
}

function lineOf(notice: Notice, now: number): JoinLine | null {
  const requestId = contentText(notice, 'requestId')
  const state = noticeState(notice, now)
  if (!requestId || notice.from === null || state === null) return null
  return {
    requestId,
    notice,
    userId: notice.from,
    inviterId: contentText(notice, 'inviterId') || null,
    text: contentText(notice, 'text'),
    state,
    handledBy: notice.handledBy,
  }
}

/** How many wait for an answer. */
export function useWaitingCount(conversationId: string): number {
  return useLines(conversationId).filter(({ state }) => state === 'init').length
}

/**
 * Those who wait, and those who did when this was opened or since: what became of them, and by whose word, stays in
 * sight until one leaves.
 */
export function useJoinRequests(conversationId: string): JoinLine[] {
  const lines = useLines(conversationId)
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => {
    setSeen(before => {
      const waiting = lines.filter(({ state, requestId }) => state === 'init' && !before.has(requestId))
      return waiting.length === 0 ? before : new Set([...before, ...waiting.map(line => line.requestId)])
    })
  }, [lines])
  return lines.filter(({ state, requestId }) => state === 'init' || seen.has(requestId))
}
