'use client'
import { useMemo, useRef } from 'react'
import type { PersonView } from '#client/types.ts'
import type { Member } from '#protocol/entities/group.ts'
import { useT } from '../i18n/use-t.ts'
import { usePeople } from '../people/use-people.ts'
import { type MemberEntry, memberEntry } from './member-entry.ts'

interface Made {
  person: PersonView
  entry: MemberEntry
}

/** Members with their names. An entry keeps its identity while neither row nor person changed, so rows stay drawn. */
export function useMemberEntries(members: readonly Member[]): MemberEntry[] {
  const deletedName = useT('people')('deletedUser')
  const ids = useMemo(() => members.map(({ userId }) => userId), [members])
  const people = usePeople(ids)
  const made = useRef(new Map<string, Made>())
  return useMemo(() => {
    const before = made.current
    const now = new Map<string, Made>()
    const entries = members.map((member, at) => {
      const person = people[at] ?? { user: undefined, friend: undefined, name: '' }
      const old = before.get(member.userId)
      const same = old?.entry.member === member && old.person === person
      const entry = same ? old.entry : memberEntry(member, person, deletedName)
      now.set(member.userId, { person, entry })
      return entry
    })
    made.current = now
    return entries
  }, [members, people, deletedName])
}
