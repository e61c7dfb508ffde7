'use client'
import { Download, SearchX, UserRoundPlus } from 'lucide-react'
import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import { mayActOn, mayInvite, mayListMembers } from '#protocol/group-policy.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { useT } from '../../i18n/use-t.ts'
import { PersonProfile } from '../../people/person-profile.tsx'
import { searchPeople } from '../../people/search.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { ListSkeleton } from '../../ui/skeleton.tsx'
import { useNarrow } from '../../ui/use-narrow.ts'
import { openAddPeople } from '../layers-store.ts'
import type { MemberEntry } from '../member-entry.ts'
import { type Order, orderMembers } from '../member-order.ts'
import type { Standing } from '../standing.ts'
import type { GroupView } from '../use-group.ts'
import { useNameOf } from '../use-name-of.ts'
import { BulkBar } from './bulk-bar.tsx'
import { MemberGrid } from './member-grid.tsx'
import { memberMenu } from './member-menu.ts'
import { membersTable } from './members-table.ts'
import { RemoveDialog } from './remove-dialog.tsx'
import { SortMenu } from './sort-menu.tsx'
import { ToolbarButton } from './toolbar-button.tsx'
import { useMemberActs } from './use-member-acts.ts'
import { useSelection } from './use-selection.ts'

interface Props {
  id: string
  view: GroupView
  standing: Standing
}

/** Everybody in the group, from the local store: searched, sorted, ticked, acted on. */
export function MembersSection({ id, view, standing }: Props) {
  const t = useT('console')
  const tGroup = useT('group')
  const tPeople = useT('people')
  const tc = useT('common')
  const engine = useEngine()
  const { language } = useLanguage()
  const nameOf = useNameOf(view)
  const narrow = useNarrow()
  const [query, setQuery] = useState('')
  const [order, setOrder] = useState<Order>({ by: 'role', descending: false })
  const [removing, setRemoving] = useState<readonly MemberEntry[] | null>(null)
  const [person, setPerson] = useState<string | null>(null)
  const { entries, roster } = view
  const { role, manages, group, active } = standing

  const wanted = useDeferredValue(query)
  const ordered = useMemo(() => orderMembers(entries, order, language), [entries, order, language])
  const found = useMemo(() => searchPeople(ordered, entry => entry, wanted), [ordered, wanted])
  const byId = useMemo(() => new Map(entries.map(entry => [entry.userId, entry])), [entries])
  const ids = useMemo(() => found.map(({ userId }) => userId), [found])
  const may = useCallback(
    (userId: string) => {
      const entry = byId.get(userId)
      return manages && entry !== undefined && userId !== engine.userId && mayActOn(role, entry.member.role)
    },
    [byId, manages, role, engine],
  )
  const selection = useSelection(ids, may)
  const acts = useMemberActs(id, nameOf, selection.clear)
  const ticked = useMemo(
    () => [...selection.ids].flatMap(userId => byId.get(userId) ?? []),
    [selection.ids, byId],
  )

  function exportAll() {
    const text = membersTable(ordered, t, tGroup)
    saveFile(
      `${group.title.replace(/[\\/:*?"<>|]/g, '_')}.csv`,
      new Blob([text], { type: 'text/csv;charset=utf-8' }),
    )
  }

  const menuOf = (entry: MemberEntry) =>
    memberMenu(entry, {
      t,
      acts,
      role,
      may: may(entry.userId),
      now: () => engine.serverNow(),
      onProfile: () => setPerson(entry.userId),
      onRemove: () => setRemoving([entry]),
    })

  return (
    <div className="flex min-h-0 flex-1 flex-col bg-surface">
      <div className="flex flex-none items-center gap-2 px-4 py-2.5 max-two:gap-1 max-two:pe-2">
        <SearchField
          label={tGroup('searchMembers')}
          value={query}
          onChange={setQuery}
          className="min-w-0 flex-1"
        />
        {narrow && <SortMenu order={order} onOrder={setOrder} />}
        {manages && (
          <ToolbarButton icon={Download} label={t('members.export')} narrow={narrow} onPress={exportAll} />
        )}
        {active && mayInvite(role, group) && (
          <ToolbarButton
            icon={UserRoundPlus}
            label={tGroup('add.title')}
            narrow={narrow}
            primary
            onPress={() => openAddPeople(id)}
          />
        )}
      </div>
      {!mayListMembers(role, group) && (
        <p className="flex-none px-4 pb-2 text-small text-text-3">{t('members.hidden')}</p>
      )}
      {roster.failed && !roster.complete && (
        <p role="status" className="flex-none px-4 pb-2 text-small text-text-3">
          {tGroup('listFailed')}
        </p>
      )}
      {entries.length === 0 && !roster.failed ? (
        <ListSkeleton label={tc('loading')} />
      ) : found.length === 0 ? (
        <EmptyState icon={SearchX} title={tGroup('nobodyFound')} text={t('members.searchText')} />
      ) : (
        <MemberGrid
          // Another search or order begins at its top.
          key={`${wanted} ${order.by} ${order.descending}`}
          entries={found}
          order={order}
          onOrder={setOrder}
          selection={selection}
          selectable={manages}
          may={may}
          nameOf={nameOf}
          menuOf={menuOf}
          onPerson={setPerson}
        />
      )}
      {ticked.length > 0 && (
        <BulkBar
          entries={ticked}
          owner={role === 'owner'}
          acts={acts}
          onRemove={() => setRemoving(ticked)}
          onClear={selection.clear}
        />
      )}
      {removing && (
        <RemoveDialog
          conversationId={id}
          entries={removing}
          onClose={done => {
            setRemoving(null)
            if (done) selection.clear()
          }}
        />
      )}
      <Dialog
        open={person !== null}
        onOpenChange={open => !open && setPerson(null)}
        title={tPeople('profile')}
        size="small"
      >
        {person && <PersonProfile userId={person} onLeave={() => setPerson(null)} />}
      </Dialog>
    </div>
  )
}
