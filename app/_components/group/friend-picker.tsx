'use client'
import clsx from 'clsx'
import { SearchX, UserRoundPlus, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useLanguage } from '../i18n/provider.tsx'
import { useT } from '../i18n/use-t.ts'
import { moveThroughRows } from '../people/arrow-keys.ts'
import { searchPeople } from '../people/search.ts'
import { sectionsOf } from '../people/sections.ts'
import { type FriendEntry, useFriendEntries } from '../people/use-friend-entries.ts'
import { AppLink } from '../shell/navigation.ts'
import { Avatar } from '../ui/avatar.tsx'
import { buttonClass } from '../ui/button-class.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { SearchField } from '../ui/search-field.tsx'

interface Props {
  picked: readonly string[]
  onPicked: (picked: string[]) => void
  /** Already there: shown, and not to be picked. */
  present?: ReadonlySet<string>
  /** Whom the server refused the last time. */
  refused?: ReadonlySet<string>
  /** How many more there is room for. */
  room: number
  /** Leads to another screen. */
  onLeave: () => void
}

/** Friends to choose from, with those chosen on top. Found by remark, name, user name, pinyin and initials. */
export function FriendPicker({ picked, onPicked, present, refused, room, onLeave }: Props) {
  const t = useT('group')
  const tPeople = useT('people')
  const { language } = useLanguage()
  const friends = useFriendEntries('listed')
  const [query, setQuery] = useState('')
  const byId = useMemo(() => new Map(friends.map(friend => [friend.userId, friend])), [friends])
  const sorted = useMemo(
    () => sectionsOf(friends, language).flatMap(section => section.items),
    [friends, language],
  )
  const found = useMemo(() => searchPeople(sorted, friend => friend, query), [sorted, query])
  const chosen = new Set(picked)

  function toggle(userId: string) {
    if (chosen.has(userId)) onPicked(picked.filter(id => id !== userId))
    else if (picked.length < room && !present?.has(userId)) onPicked([...picked, userId])
  }

  if (friends.length === 0) {
    return (
      <EmptyState
        icon={UserRoundPlus}
        title={tPeople('noFriends')}
        text={t('pick.noFriends')}
        actions={
          <AppLink href="/friends?add" onClick={onLeave} className={buttonClass('primary')}>
            {tPeople('addFriend')}
          </AppLink>
        }
      />
    )
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: moves the focus between the boxes inside
    <div onKeyDown={moveThroughRows}>
      <div className="sticky top-0 z-1 bg-surface pb-2">
        <Picked entries={picked.flatMap(id => byId.get(id) ?? [])} refused={refused} onRemove={toggle} />
        <SearchField
          label={tPeople('searchFriends')}
          value={query}
          onChange={setQuery}
          onKeyDown={event => {
            if (event.nativeEvent.isComposing) return
            const [first] = found
            if (event.key === 'Enter' && query.trim() !== '' && first) {
              event.preventDefault()
              toggle(first.userId)
              setQuery('')
            }
            if (event.key === 'Backspace' && query === '') onPicked(picked.slice(0, -1))
          }}
        />
      </div>
      {found.length === 0 ? (
        <EmptyState icon={SearchX} title={tPeople('noneFound')} text={tPeople('noneFoundText')} />
      ) : (
        <ul aria-label={tPeople('friends')} className="-mx-2">
          {found.map(friend => (
            <FriendBox
              key={friend.userId}
              friend={friend}
              chosen={chosen.has(friend.userId)}
              present={present?.has(friend.userId) ?? false}
              full={picked.length >= room}
              onToggle={toggle}
            />
          ))}
        </ul>
      )}
    </div>
  )
}

interface BoxProps {
  friend: FriendEntry
  chosen: boolean
  present: boolean
  full: boolean
  onToggle: (userId: string) => void
}

function FriendBox({ friend, chosen, present, full, onToggle }: BoxProps) {
  const t = useT('group')
  const { userId, name, avatar, own, handle } = friend
  const disabled = present || (full && !chosen)
  return (
    <li className="[contain-intrinsic-size:auto_3.5rem] [content-visibility:auto]">
      <label
        className={clsx(
          'flex min-h-14 items-center gap-3 rounded-control px-2 has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:-outline-offset-2',
          disabled ? 'cursor-default' : 'hover:bg-surface-2',
        )}
      >
        <input
          type="checkbox"
          data-row
          checked={chosen || present}
          disabled={disabled}
          onChange={() => onToggle(userId)}
          className="size-5 flex-none accent-accent outline-none"
        />
        <Avatar id={userId} name={name} src={avatar} size={36} />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-title text-text">
            <bdi>{name}</bdi>
          </span>
          <span className="block truncate text-small text-text-2">
            {present ? t('pick.present') : (own ?? handle)}
          </span>
        </span>
      </label>
    </li>
  )
}

interface PickedProps {
  entries: readonly FriendEntry[]
  refused: ReadonlySet<string> | undefined
  onRemove: (userId: string) => void
}

function Picked({ entries, refused, onRemove }: PickedProps) {
  const t = useT('group')
  if (entries.length === 0) return null
  return (
    <ul
      aria-label={t('pick.picked')}
      className="scroll-y mb-2 flex max-h-24 flex-wrap gap-1.5 rounded-control py-0.5"
    >
      {entries.map(({ userId, name, avatar }) => (
        <li
          key={userId}
          className={clsx(
            'flex h-8 max-w-full items-center gap-1.5 rounded-full ps-0.5 pe-1 text-small coarse:h-9',
            refused?.has(userId) ? 'bg-mention text-mention-text' : 'bg-selected text-text',
          )}
        >
          <Avatar id={userId} name={name} src={avatar} size={28} />
          <span className="truncate">
            <bdi>{name}</bdi>
          </span>
          <button
            type="button"
            aria-label={t('pick.leaveOut', { name })}
            onClick={() => onRemove(userId)}
            className="relative flex size-6 flex-none items-center justify-center rounded-full hover:bg-surface-2 coarse:after:absolute coarse:after:-inset-2"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        </li>
      ))}
    </ul>
  )
}
