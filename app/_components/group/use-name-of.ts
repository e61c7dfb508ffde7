'use client'
import { useCallback, useMemo } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import { useT } from '../i18n/use-t.ts'
import { memberEntry } from './member-entry.ts'
import type { GroupView } from './use-group.ts'

export type NameOf = (userId: string) => string

/** What somebody is called in this group, those who left too. */
export function useNameOf({ entries, roster }: GroupView): NameOf {
  const t = useT('chat')
  const engine = useEngine()
  const names = useMemo(() => new Map(entries.map(entry => [entry.userId, entry.name])), [entries])
  return useCallback(
    userId => {
      const known = names.get(userId)
      if (known) return known
      const person = engine.person(userId)
      const member = roster.of(userId)
      const name = member ? memberEntry(member, person, t('deletedUser')).name : person.name
      return name || (person.user?.deleted ? t('deletedUser') : t('unknownPerson'))
    },
    [engine, names, roster, t],
  )
}
