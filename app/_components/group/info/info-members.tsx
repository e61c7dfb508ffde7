'use client'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import { useT } from '../../i18n/use-t.ts'
import { moveThroughRows } from '../../people/arrow-keys.ts'
import { searchPeople } from '../../people/search.ts'
import { AppLink } from '../../shell/navigation.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { ListSkeleton } from '../../ui/skeleton.tsx'
import { MemberLine } from '../member-line.tsx'
import type { GroupView } from '../use-group.ts'

/** Shown before somebody asks for all, or while they search. */
const shortList = 8
const longList = 40

interface Props {
  id: string
  view: GroupView
  onPerson: (userId: string) => void
}

/** The first members, a search over all of them, and the way to the whole list. */
export function InfoMembers({ id, view: { conversation, roster, entries }, onPerson }: Props) {
  const t = useT('group')
  const tc = useT('common')
  const engine = useEngine()
  const [query, setQuery] = useState('')
  const searching = query.trim() !== ''
  const found = searching ? searchPeople(entries, entry => entry, query) : entries
  const shown = found.slice(0, searching ? longList : shortList)
  const waiting = entries.length === 0 && !roster.complete && !roster.failed
  return (
    <section aria-label={t('members')} className="overflow-hidden rounded-card border border-line">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: moves the focus between the rows inside */}
      <div onKeyDown={moveThroughRows}>
        {(entries.length > shortList || searching) && (
          <div className="p-2">
            <SearchField label={t('searchMembers')} value={query} onChange={setQuery} />
          </div>
        )}
        {waiting && <ListSkeleton rows={4} label={tc('loading')} />}
        {roster.failed && !roster.complete && (
          <p className="px-4 py-2 text-small text-text-3">{t('listFailed')}</p>
        )}
        {searching && shown.length === 0 && (
          <p className="px-4 py-4 text-center text-body text-text-3">{t('nobodyFound')}</p>
        )}
        <ul>
          {shown.map(entry => (
            <li key={entry.userId}>
              <MemberLine
                entry={entry}
                me={entry.userId === engine.userId}
                onPress={() => onPerson(entry.userId)}
              />
            </li>
          ))}
        </ul>
      </div>
      {conversation && !conversation.left && entries.length > 0 && (
        <AppLink
          href={`/groups/${id}/members`}
          className="focus-inset flex min-h-12 items-center gap-2 border-line border-t px-4 text-body text-accent hover:bg-surface-2"
        >
          <span className="flex-1">{t('info.allMembers')}</span>
          <ChevronRight aria-hidden className="rtl:-scale-x-100" />
        </AppLink>
      )}
    </section>
  )
}
