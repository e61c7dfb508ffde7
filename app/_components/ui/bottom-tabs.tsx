'use client'
import clsx from 'clsx'
import { useT } from '../i18n/use-t.ts'
import { AppLink } from '../shell/navigation.ts'
import { Badge } from './badge.tsx'
import type { NavItem } from './nav-rail.tsx'

/** The phone's navigation, under a list; inside a conversation its place belongs to the composer. */
export function BottomTabs({ items }: { items: readonly NavItem[] }) {
  const t = useT('common.nav')
  return (
    <nav
      aria-label={t('label')}
      className="flex flex-none border-line border-t bg-surface pb-(--safe-b) two:hidden"
    >
      {items
        .filter(item => item.only !== 'rail')
        .map(({ href, label, icon: Icon, current, badge = 0 }) => (
          <AppLink
            key={href}
            href={href}
            aria-label={badge > 0 ? t('badge', { label, count: badge }) : label}
            aria-current={current ? 'page' : undefined}
            className={clsx(
              'focus-inset flex h-13 min-w-0 flex-1 flex-col items-center justify-center gap-0.5',
              current ? 'text-accent' : 'text-text-2',
            )}
          >
            <span className="relative">
              <Icon aria-hidden className={clsx('size-5.5', current && 'stroke-[2.1]')} />
              <Badge count={badge} className="absolute -top-1.5 start-3.5 ring-2 ring-surface" />
            </span>
            <span className="max-w-full truncate px-1 text-caption">{label}</span>
          </AppLink>
        ))}
    </nav>
  )
}
