'use client'
import clsx from 'clsx'
import type { ReactNode } from 'react'
import { AppLink } from '../shell/navigation.ts'
import { Avatar } from '../ui/avatar.tsx'

export interface PersonRowProps {
  userId: string
  name: string
  avatar?: string | null
  online?: boolean
  /** The second line. */
  subtitle?: ReactNode
  /** Two lines of it, for greetings; where the row is too narrow its end goes below. */
  wrap?: boolean
  href?: string
  current?: boolean
  /** Buttons or a state at the end. */
  actions?: ReactNode
}

/** A person in a list. The whole row leads to them; what stands at its end does not. */
export function PersonRow({
  userId,
  name,
  avatar,
  online,
  subtitle,
  wrap,
  href,
  current,
  actions,
}: PersonRowProps) {
  const inside = (
    <>
      <Avatar id={userId} name={name} src={avatar} online={online} size={44} className="compact:scale-82" />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-title text-text">
          <bdi>{name}</bdi>
        </span>
        {subtitle && (
          <span
            className={clsx('text-small text-text-2', wrap ? 'line-clamp-2 break-words' : 'block truncate')}
          >
            {subtitle}
          </span>
        )}
      </span>
    </>
  )
  const cover = clsx(
    'focus-inset flex min-h-(--row-h) flex-1 items-center gap-3 px-4 py-2 text-start',
    wrap ? 'min-w-50' : 'min-w-0',
  )
  return (
    <div
      className={clsx(
        'flex items-center transition-colors',
        wrap && 'flex-wrap',
        current ? 'bg-selected [--avatar-ring:var(--color-selected)]' : href && 'hover:bg-surface-2',
      )}
    >
      {href ? (
        <AppLink href={href} data-row aria-current={current ? 'page' : undefined} className={cover}>
          {inside}
        </AppLink>
      ) : (
        <div className={cover}>{inside}</div>
      )}
      {actions && (
        <div className={clsx('ms-auto flex flex-none items-center gap-2 pe-4', wrap && 'py-2')}>
          {actions}
        </div>
      )}
    </div>
  )
}
