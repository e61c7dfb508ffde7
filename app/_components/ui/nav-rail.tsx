'use client'
import clsx from 'clsx'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useT } from '../i18n/use-t.ts'
import { AppLink } from '../shell/navigation.ts'
import { Badge } from './badge.tsx'
import { Logo } from './logo.tsx'

export interface NavItem {
  href: string
  label: string
  icon: LucideIcon
  current?: boolean
  badge?: number
  /** Only among the rail's icons, or only among the phone's tabs. */
  only?: 'rail' | 'tabs'
}

/** The column of icons at the start edge; gone on phones. */
export function NavRail({ items, foot }: { items: readonly NavItem[]; foot?: ReactNode }) {
  const t = useT('common.nav')
  return (
    <nav
      aria-label={t('label')}
      className="hidden w-15 flex-none flex-col items-center gap-1 border-line border-e bg-bg pt-3 pb-3 two:flex"
    >
      <Logo className="mb-3 size-8" />
      {items
        .filter(item => item.only !== 'tabs')
        .map(({ href, label, icon: Icon, current, badge = 0 }) => (
          <AppLink
            key={href}
            href={href}
            aria-label={badge > 0 ? t('badge', { label, count: badge }) : label}
            aria-current={current ? 'page' : undefined}
            data-tip={label}
            className={clsx(
              'relative flex size-11 items-center justify-center rounded-card transition-colors',
              current ? 'bg-selected text-accent' : 'text-text-2 hover:bg-surface-2 hover:text-text',
            )}
          >
            <Icon aria-hidden className="size-5.5" />
            <Badge count={badge} className="absolute -end-0.5 -top-0.5 ring-2 ring-bg" />
          </AppLink>
        ))}
      {foot && <div className="mt-auto flex flex-col items-center gap-2">{foot}</div>}
    </nav>
  )
}
