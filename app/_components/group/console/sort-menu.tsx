'use client'
import { ArrowDownUp } from 'lucide-react'
import { useT } from '../../i18n/use-t.ts'
import { MenuButton } from '../../ui/menu-button.tsx'
import type { Order, SortBy } from '../member-order.ts'

const ways: readonly SortBy[] = ['role', 'name', 'joined']

interface Props {
  order: Order
  onOrder: (order: Order) => void
}

/** Another press on the same way turns it around. */
export const turned = (order: Order, by: SortBy): Order => ({
  by,
  descending: order.by === by && !order.descending,
})

/** The order of the list, where there is no room for the columns that can be pressed. */
export function SortMenu({ order, onOrder }: Props) {
  const t = useT('console')
  return (
    <MenuButton
      icon={ArrowDownUp}
      label={t('members.sort')}
      items={() =>
        ways.map(by => ({
          label: t(`members.sortBy.${by}`),
          checked: order.by === by,
          onSelect: () => onOrder(turned(order, by)),
        }))
      }
    />
  )
}
