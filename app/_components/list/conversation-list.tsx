'use client'
import { MessageCircle, Plus, SearchX, UserPlus, UsersRound } from 'lucide-react'
import { useDeferredValue, useId, useMemo, useState } from 'react'
import { useAccount, useConversations, useEngine } from '#client/react/hooks.ts'
import type { ConversationView, Engine } from '#client/types.ts'
import { openNewGroup } from '../group/layers-store.ts'
import { useT } from '../i18n/use-t.ts'
import { type Searchable, searchPeople } from '../people/search.ts'
import { AppLink, navigate } from '../shell/navigation.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { MenuButton } from '../ui/menu-button.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { Tabs, tabId } from '../ui/tabs.tsx'
import { ConversationRows } from './conversation-rows.tsx'

type Filter = 'all' | 'unread' | 'mentions' | 'groups'

/** The conversations of this person: searched, filtered, in order. */
export function ConversationList({ currentId }: { currentId: string | undefined }) {
  const engine = useEngine()
  const t = useT('chat')
  const conversations = useConversations()
  const compact = useAccount()?.settings.density === 'compact'
  const [query, setQuery] = useState('')
  const [filter, setFilter] = useState<Filter>('all')
  const panelId = useId()
  const wanted = useDeferredValue(query.trim())

  const listed = useMemo(() => conversations.filter(conversation => !conversation.hidden), [conversations])
  const unread = useMemo(() => listed.filter(isUnread), [listed])
  const called = useMemo(() => listed.filter(({ mentions }) => mentions > 0), [listed])
  const groups = useMemo(() => listed.filter(({ scene }) => scene === 'group'), [listed])
  const shown = useMemo(() => {
    if (wanted !== '') return searchPeople(conversations, toSearchable(engine, t('notesToSelf')), wanted)
    // The open one stays in sight while it is being read.
    if (filter === 'unread') return listed.filter(one => isUnread(one) || one.id === currentId)
    if (filter === 'mentions') return listed.filter(one => one.mentions > 0 || one.id === currentId)
    return filter === 'groups' ? groups : listed
  }, [conversations, listed, groups, wanted, filter, currentId, engine, t])

  // Notes to self are there from the first day; they are no reason to stop asking whom to talk to.
  const lonely = wanted === '' && filter === 'all' && listed.every(({ to }) => to === engine.userId)

  const openFirst = () => {
    const [first] = shown
    if (wanted === '' || !first) return
    setQuery('')
    navigate(`/conversations/${first.id}`)
  }

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-none items-center gap-1 ps-3 pe-2 pt-[calc(var(--safe-t)+0.625rem)] pb-2">
        <SearchField
          label={t('list.search')}
          value={query}
          onChange={setQuery}
          onKeyDown={event => {
            if (event.key === 'Enter' && !event.nativeEvent.isComposing) openFirst()
          }}
          data-search="conversations"
          className="min-w-0 flex-1"
        />
        <MenuButton
          icon={Plus}
          label={t('list.new')}
          items={() => [
            { label: t('newGroup'), icon: UsersRound, onSelect: openNewGroup },
            { label: t('addFriend'), icon: UserPlus, onSelect: () => navigate('/friends?add') },
          ]}
        />
      </div>
      {wanted === '' && (
        <Tabs
          label={t('list.filters')}
          value={filter}
          onChange={setFilter}
          items={[
            { value: 'all', label: t('list.all') },
            { value: 'unread', label: t('list.unread'), count: unread.length },
            ...(groups.length > 0
              ? [
                  { value: 'mentions' as const, label: t('list.mentions'), count: called.length },
                  { value: 'groups' as const, label: t('list.groups') },
                ]
              : []),
          ]}
          panelId={panelId}
          className="px-3 pb-1.5"
        />
      )}
      <div
        id={panelId}
        role="tabpanel"
        aria-labelledby={wanted === '' ? tabId(panelId, filter) : undefined}
        aria-label={wanted === '' ? undefined : t('list.label')}
        className="flex min-h-0 flex-1 flex-col"
      >
        {shown.length === 0 ? (
          <Nothing query={wanted} filter={filter} onShowAll={() => setFilter('all')} />
        ) : (
          <ConversationRows
            // Another search or filter begins at its top.
            key={wanted || filter}
            conversations={shown}
            currentId={currentId}
            compact={compact}
            holdable={wanted === ''}
            foot={lonely && <Nothing query="" filter="all" onShowAll={() => setFilter('all')} />}
          />
        )}
      </div>
    </div>
  )
}

const isUnread = ({ unread, markedUnread }: ConversationView) => unread > 0 || markedUnread

/** Found by anything one may call the other person; notes by their own name. */
const toSearchable =
  (engine: Engine, notes: string) =>
  ({ to, scene, title = '' }: ConversationView): Searchable => {
    if (scene === 'group') return { names: [title], username: '', pinyins: [] }
    if (to === engine.userId) return { names: [notes], username: '', pinyins: [] }
    const { user, friend } = engine.person(to)
    return {
      names: filled(friend?.remark, user?.displayName),
      username: user?.username ?? '',
      pinyins: filled(friend?.remarkPinyin, user?.pinyin),
    }
  }

const filled = (...words: (string | undefined)[]): string[] => words.flatMap(word => word || [])

function Nothing({ query, filter, onShowAll }: { query: string; filter: Filter; onShowAll: () => void }) {
  const engine = useEngine()
  const t = useT('chat')
  if (query !== '') {
    return <EmptyState icon={SearchX} title={t('list.notFoundTitle')} text={t('list.notFoundText')} />
  }
  if (filter !== 'all') {
    return (
      <EmptyState
        icon={MessageCircle}
        title={filter === 'mentions' ? t('list.mentionsEmptyTitle') : t('list.unreadEmptyTitle')}
        text={filter === 'mentions' ? t('list.mentionsEmptyText') : t('list.unreadEmptyText')}
        actions={<Button onClick={onShowAll}>{t('list.showAll')}</Button>}
      />
    )
  }
  const notes = engine.conversationWith(engine.userId)
  return (
    <EmptyState
      icon={MessageCircle}
      title={t('list.emptyTitle')}
      text={t('list.emptyText')}
      actions={
        <>
          <AppLink href="/friends?add" className={buttonClass('primary')}>
            {t('addFriend')}
          </AppLink>
          <Button onClick={openNewGroup}>{t('newGroup')}</Button>
          {notes && (
            <AppLink href={`/conversations/${notes.id}`} className={buttonClass()}>
              {t('list.writeNote')}
            </AppLink>
          )}
        </>
      }
    />
  )
}
