'use client'
import clsx from 'clsx'
import { UserRoundPlus } from 'lucide-react'
import { useT } from '../i18n/use-t.ts'
import { useNewFriendCount } from '../notices/counts.ts'
import { AppLink } from '../shell/navigation.ts'
import { Badge } from '../ui/badge.tsx'

/** The way to "New friends", with how many of them were not looked at yet. */
export function NewFriendsRow({ current }: { current: boolean }) {
  const t = useT('people')
  const count = useNewFriendCount()
  return (
    <AppLink
      href="/friends/requests"
      data-row
      aria-current={current ? 'page' : undefined}
      className={clsx(
        'focus-inset flex min-h-(--row-h) flex-none items-center gap-3 px-4 transition-colors',
        current ? 'bg-selected' : 'hover:bg-surface-2',
      )}
    >
      <span className="flex size-11 items-center justify-center rounded-full bg-accent text-on-accent compact:scale-82">
        <UserRoundPlus aria-hidden />
      </span>
      <span className="min-w-0 flex-1 truncate text-title text-text">{t('newFriends')}</span>
      <Badge count={count} label={t('newRequests', { count })} />
    </AppLink>
  )
}
