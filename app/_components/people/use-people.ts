'use client'
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import type { PersonView } from '#client/types.ts'

/** Many people at once; drawn again only when one of them changed. Unknown ones are asked for. */
export function usePeople(userIds: readonly string[]): PersonView[] {
  const engine = useEngine()
  const last = useRef<PersonView[]>([])
  const subscribe = useCallback((listener: () => void) => engine.subscribe(listener), [engine])
  const read = () => {
    const present = userIds.map(id => engine.person(id))
    const same =
      present.length === last.current.length && present.every((view, at) => view === last.current[at])
    if (!same) last.current = present
    return last.current
  }
  const people = useSyncExternalStore(subscribe, read, read)
  const unknown = userIds.filter((_, at) => people[at]?.user === undefined).join(' ')
  useEffect(() => {
    if (unknown) engine.loadUsers(unknown.split(' '))
  }, [engine, unknown])
  return people
}
