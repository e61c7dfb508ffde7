'use client'
import { useEffect, useState } from 'react'
import { Username } from '#protocol/fields.ts'
import { askDoor } from './door.ts'

export type UsernameState = 'unknown' | 'checking' | 'free' | 'taken' | 'short' | 'long' | 'characters'

/** What is wrong with a user name before anybody is asked, or null. */
export function usernameProblem(text: string): 'short' | 'long' | 'characters' | null {
  const { success, error } = Username.safeParse(text)
  if (success) return null
  // Forbidden characters first: they stay wrong however long the name gets.
  const codes = new Set(error.issues.map(issue => issue.code))
  if (codes.has('invalid_format') && text.trim() !== '') return 'characters'
  return codes.has('too_big') ? 'long' : 'short'
}

/** Whether a user name may be taken, asked 300 ms after the last key. A look-up that fails says nothing. */
export function useUsernameCheck(text: string): UsernameState {
  const [known, setKnown] = useState<{ name: string; state: UsernameState } | null>(null)
  const name = text.trim().toLowerCase()
  const problem = usernameProblem(name)

  useEffect(() => {
    if (problem) return
    const stop = new AbortController()
    const timer = setTimeout(async () => {
      const answer = await askDoor('account:check-username', { username: name }, stop.signal)
      if (stop.signal.aborted) return
      const state = !answer.ok ? 'unknown' : answer.data.available ? 'free' : 'taken'
      setKnown({ name, state })
    }, 300)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [name, problem])

  if (problem) return problem
  return known?.name === name ? known.state : 'checking'
}
