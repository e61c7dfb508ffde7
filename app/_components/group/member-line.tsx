'use client'
import type { ReactNode } from 'react'
import { useT } from '../i18n/use-t.ts'
import { Avatar } from '../ui/avatar.tsx'
import type { MemberEntry } from './member-entry.ts'
import { RoleTag } from './role-tag.tsx'

interface Props {
  entry: MemberEntry
  me: boolean
  onPress?: (() => void) | undefined
  /** At the end of the line. */
  aside?: ReactNode
}

/** One member in a short list: picture, name, role. */
export function MemberLine({ entry, me, onPress, aside }: Props) {
  const tc = useT('common')
  const { userId, name, avatar, own, handle, member } = entry
  const inside = (
    <>
      <Avatar id={userId} name={name} src={avatar} size={36} />
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-1.5">
          <bdi className="truncate text-body text-text">{name || handle}</bdi>
          {me && <span className="flex-none text-small text-text-3">{tc('you')}</span>}
          <RoleTag role={member.role} />
        </span>
        {own && (
          <span className="block truncate text-small text-text-3">
            <bdi>{own}</bdi>
          </span>
        )}
      </span>
      {aside}
    </>
  )
  const look = 'flex min-h-13 w-full items-center gap-3 px-4 py-1.5 text-start'
  return onPress ? (
    <button type="button" data-row onClick={onPress} className={`${look} focus-inset hover:bg-surface-2`}>
      {inside}
    </button>
  ) : (
    <div className={look}>{inside}</div>
  )
}
