'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useConnection, useEngine, useNotices } from '#client/react/hooks.ts'
import type { Session } from '#protocol/entities/user.ts'
import { type Action, useAction } from '../ui/use-action.ts'
import { useRefusalText } from '../ui/use-refusal-text.ts'

interface Sessions {
  /** Undefined until they were asked for once. */
  sessions: Session[] | undefined
  /** Why they could not be had. */
  failed: string | null
  reload: () => void
  action: Action
}

/**
 * The signed-in devices. They are in no feed: asked for when shown, when the connection is back, when the page is
 * looked at again, and when a notice tells of another one.
 */
export function useSessions(): Sessions {
  const engine = useEngine()
  const refusalText = useRefusalText()
  const live = useConnection().state === 'live'
  const signIns = useNotices().filter(({ type }) => type === 'new_sign_in').length
  const [sessions, setSessions] = useState<Session[]>()
  const [failed, setFailed] = useState<string | null>(null)
  const newest = useRef(0)
  const action = useAction()

  const reload = useCallback(async () => {
    const turn = ++newest.current
    const answer = await engine.run('session:list', {})
    if (turn !== newest.current) return
    if (answer.ok) setSessions(answer.data.sessions)
    setFailed(answer.ok ? null : refusalText(answer.error))
  }, [engine, refusalText])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of either is the reason to ask
  useEffect(() => {
    void reload()
    const look = () => {
      if (document.visibilityState === 'visible') void reload()
    }
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [reload, live, signIns])

  return { sessions, failed, reload: () => void reload(), action }
}
