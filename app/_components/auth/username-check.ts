'use client'
import { useEffect, useState } from 'react'
import { lengths } from '#protocol/limits.ts'
import { usernameCharacters } from '#protocol/text.ts'
import { askDoor } from './door.ts'

export type UsernameState = 'unknown' | 'checking' | 'free' | 'taken' | 'short' | 'long' | 'characters'

/** What is wrong with a user name before anybody is asked, or null. */
export function usernameProblem(text: string): 'short' | 'long' | 'characters' | null {
  const name = text.trim()
  // Forbidden characters first: they stay wrong however long the name gets.
  if (name !== '' && !usernameCharacters.test(name)) return 'characters'
  if (name.length > lengths.usernameMax) return 'long'
  return name.length < lengths.usernameMin ? 'short' : null
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
