// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtual list stand where the list puts them, which no table does
// biome-ignore-all lint/a11y/useFocusableInteractive: the rows take the focus, their cells do not
'use client'
import clsx from 'clsx'
import { Ellipsis, MicOff } from 'lucide-react'
import { memo } from 'react'
import { times } from '#protocol/limits.ts'
import { useFormats } from '../../i18n/formats.ts'
import { useT } from '../../i18n/use-t.ts'
import { Avatar } from '../../ui/avatar.tsx'
import type { MemberEntry } from '../member-entry.ts'
import { RoleTag } from '../role-tag.tsx'

/**
 * The columns by how much room there is: all; without the rarely filled ones; the name alone, with a box before it
 * only while something is ticked.
 */
export const columns = (selectable: boolean, ticking: boolean): string =>
  clsx(
    'grid items-center gap-3 px-4',
    selectable && ticking
      ? '@max-[540px]:grid-cols-[auto_minmax(0,1fr)_auto]'
      : '@max-[540px]:grid-cols-[minmax(0,1fr)_auto]',
    selectable
      ? '@min-[540px]:grid-cols-[1.25rem_minmax(0,2fr)_5.5rem_minmax(0,1.6fr)_2.5rem] @min-[900px]:grid-cols-[1.25rem_minmax(0,2fr)_5.5rem_minmax(0,1.2fr)_minmax(0,1.6fr)_minmax(0,1.1fr)_2.5rem]'
      : '@min-[540px]:grid-cols-[minmax(0,2fr)_5.5rem_minmax(0,1.6fr)_2.5rem] @min-[900px]:grid-cols-[minmax(0,2fr)_5.5rem_minmax(0,1.2fr)_minmax(0,1.6fr)_minmax(0,1.1fr)_2.5rem]',
  )

interface Props {
  entry: MemberEntry
  index: number
  top: number
  height: number
  me: boolean
  joinedBy: string | null
  /** Null where they may write. */
  mutedUntil: number | null
  selectable: boolean
  may: boolean
  ticked: boolean
  /** Something in the list is ticked: on a phone the boxes are shown only then. */
  ticking: boolean
  reachable: boolean
}

/** One member: who, what, since when and by whom. What is pressed in it, the grid hears. */
export const MemberRow = memo(function MemberRow(props: Props) {
  const { entry, index, top, height, me, joinedBy, mutedUntil, selectable, may, ticked, ticking, reachable } =
    props
  const t = useT('console')
  const tGroup = useT('group')
  const tc = useT('common')
  const formats = useFormats()
  const { userId, name, avatar, own, handle, member } = entry
  const joined = joinedWords()
  const muted = mutedUntil === null ? null : mutedWords(mutedUntil)

  function joinedWords() {
    const via = t(`joined.${member.joinedVia}`, {
      by: joinedBy === null ? 'no' : 'yes',
      name: joinedBy ?? '',
    })
    return { when: formats.listTime(member.joinedAt), via }
  }
  function mutedWords(until: number) {
    return until >= times.forever ? t('mutedForGood') : t('mutedUntil', { time: formats.captionTime(until) })
  }

  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selectable ? ticked : undefined}
      aria-label={[name, tGroup(`role.${member.role}`), muted].filter(Boolean).join(', ')}
      tabIndex={reachable ? 0 : -1}
      data-member={userId}
      className={clsx(
        columns(selectable, ticking),
        'pressable focus-inset absolute inset-x-0 top-0 transition-colors',
        ticked ? 'bg-selected' : 'hover:bg-surface-2',
      )}
      style={{ height, transform: `translateY(${top}px)` }}
    >
      {selectable && (
        <span role="gridcell" className={clsx(!ticking && '@max-[540px]:hidden')}>
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={t('act.select', { name })}
            checked={ticked}
            disabled={!may}
            readOnly
            className={clsx('block size-4.5 accent-accent', !may && 'invisible')}
          />
        </span>
      )}
      <span role="gridcell" className="flex min-w-0 items-center gap-3">
        <Avatar id={userId} name={name} src={avatar} size={36} />
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-1.5">
            <button
              type="button"
              tabIndex={-1}
              data-name
              className="min-w-0 truncate rounded-tag text-title text-text hover:underline"
            >
              <bdi>{name || handle}</bdi>
            </button>
            {me && <span className="flex-none text-small text-text-3">{tc('you')}</span>}
            <span className="@min-[540px]:hidden">
              <RoleTag role={member.role} />
            </span>
            {muted && <MicOff aria-hidden className="size-3.5 text-danger @min-[900px]:hidden" />}
          </span>
          <span className="block truncate text-small text-text-2">
            <span className="@min-[540px]:hidden">{muted ?? own ?? handle}</span>
            <span className="hidden @min-[540px]:inline">{own ?? handle}</span>
          </span>
        </span>
      </span>
      <span role="gridcell" className="hidden @min-[540px]:block">
        {member.role === 'member' ? (
          <span className="text-small text-text-2">{tGroup('role.member')}</span>
        ) : (
          <RoleTag role={member.role} />
        )}
      </span>
      <span
        role="gridcell"
        dir="auto"
        className="hidden truncate text-start text-small text-text-2 @min-[900px]:block"
      >
        {member.nickname}
      </span>
      <span role="gridcell" className="hidden min-w-0 @min-[540px]:block">
        <time
          dateTime={new Date(member.joinedAt).toISOString()}
          title={formats.fullTime(member.joinedAt)}
          className="block truncate text-small text-text"
        >
          {joined.when}
        </time>
        <span className="block truncate text-meta text-text-3">{joined.via}</span>
      </span>
      <span
        role="gridcell"
        className={clsx(
          'hidden truncate text-small @min-[900px]:block',
          muted ? 'text-danger' : 'text-text-3',
        )}
      >
        {muted}
      </span>
      <span role="gridcell" className="flex justify-end">
        <button
          type="button"
          tabIndex={-1}
          data-more
          aria-haspopup="menu"
          aria-label={t('act.menu', { name })}
          className="inline-flex size-(--hit) items-center justify-center rounded-control text-text-2 hover:bg-surface-2 hover:text-text"
        >
          <Ellipsis aria-hidden />
        </button>
      </span>
    </div>
  )
})
