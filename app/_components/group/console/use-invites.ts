'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useConnection, useEngine } from '#client/react/hooks.ts'
import type { Invite } from '#protocol/entities/group.ts'
import { useRefusalText } from '../../ui/use-refusal-text.ts'

interface Invites {
  /** Undefined until they were asked for once. */
  invites: Invite[] | undefined
  /** Why they could not be had. */
  failed: string | null
  reload: () => void
  /** Puts one that an answer told of in its place. */
  put: (invite: Invite) => void
}

/** The links of a group. They are in no feed: asked for when shown, on a new connection, and on another look. */
export function useInvites(conversationId: string): Invites {
  const engine = useEngine()
  const refusalText = useRefusalText()
  const live = useConnection().state === 'live'
  const [invites, setInvites] = useState<Invite[]>()
  const [failed, setFailed] = useState<string | null>(null)
  const newest = useRef(0)

  const reload = useCallback(async () => {
    const turn = ++newest.current
    const answer = await engine.run('group:invites', { conversationId })
    if (turn !== newest.current) return
    if (answer.ok) setInvites(answer.data.invites)
    setFailed(answer.ok ? null : refusalText(answer.error))
  }, [engine, conversationId, refusalText])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new connection is a reason to ask
  useEffect(() => {
    void reload()
    const look = () => {
      if (document.visibilityState === 'visible') void reload()
    }
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [reload, live])

  const put = (invite: Invite) => {
    // An answer on its way was given before this.
    newest.current++
    setInvites((before = []) =>
      before.some(({ id }) => id === invite.id)
        ? before.map(each => (each.id === invite.id ? invite : each))
        : [invite, ...before],
    )
  }
  return { invites, failed, reload: () => void reload(), put }
}
