// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtual list stand where the list puts them, which no table does
// biome-ignore-all lint/a11y/useFocusableInteractive: what is pressed in the headings takes the focus
'use client'
import clsx from 'clsx'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useT } from '../../i18n/use-t.ts'
import type { Order, SortBy } from '../member-order.ts'
import { columns } from './member-row.tsx'
import { turned } from './sort-menu.tsx'

interface Props {
  order: Order
  onOrder: (order: Order) => void
  selectable: boolean
  /** Everybody is ticked who can be. */
  chosen: boolean
  /** Left out where nobody can be. */
  onChoose: ((chosen: boolean) => void) | undefined
}

/** What the columns are, and the list's order by pressing them. */
export function MemberGridHead({ order, onOrder, selectable, chosen, onChoose }: Props) {
  const t = useT('console')
  return (
    <div role="rowgroup">
      <div
        role="row"
        aria-rowindex={1}
        className={clsx(
          columns(selectable, false),
          'border-line border-b text-small text-text-3 @max-[540px]:sr-only',
        )}
      >
        {selectable && (
          <span role="columnheader" aria-label={t('column.select')}>
            <input
              type="checkbox"
              aria-label={t('act.selectAll')}
              checked={chosen}
              disabled={!onChoose}
              onChange={event => onChoose?.(event.target.checked)}
              className="block size-4.5 accent-accent"
            />
          </span>
        )}
        <Head by="name" order={order} onOrder={onOrder} label={t('column.name')} />
        <Head by="role" order={order} onOrder={onOrder} label={t('column.role')} />
        <span role="columnheader" className="hidden @min-[900px]:block">
          {t('column.nickname')}
        </span>
        <Head by="joined" order={order} onOrder={onOrder} label={t('column.joined')} />
        <span role="columnheader" className="hidden @min-[900px]:block">
          {t('column.muted')}
        </span>
        <span role="columnheader">
          <span className="sr-only">{t('column.more')}</span>
        </span>
      </div>
    </div>
  )
}

interface HeadProps {
  by: SortBy
  label: string
  order: Order
  onOrder: (order: Order) => void
}

function Head({ by, label, order, onOrder }: HeadProps) {
  const sorted = order.by === by
  const Arrow = order.descending ? ArrowDown : ArrowUp
  return (
    <span
      role="columnheader"
      aria-sort={sorted ? (order.descending ? 'descending' : 'ascending') : undefined}
    >
      <button
        type="button"
        onClick={() => onOrder(turned(order, by))}
        className={clsx(
          '-mx-1.5 flex min-h-8 items-center gap-1 rounded-tag px-1.5 hover:text-text',
          sorted && 'font-[600] text-text-2',
        )}
      >
        {label}
        {sorted && <Arrow aria-hidden className="size-3.5" />}
      </button>
    </span>
  )
}
