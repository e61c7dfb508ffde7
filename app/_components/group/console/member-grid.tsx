// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtual list stand where the list puts them, which no table does
// biome-ignore-all lint/a11y/useFocusableInteractive: the rows take the focus, their cells do not
'use client'
import { useVirtualizer } from '@tanstack/react-virtual'
import clsx from 'clsx'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { type KeyboardEvent, type MouseEvent, useRef, useState } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import { useT } from '../../i18n/use-t.ts'
import { closeMenu, type MenuItem, openMenu } from '../../ui/menu.ts'
import { useNarrow } from '../../ui/use-narrow.ts'
import type { MemberEntry } from '../member-entry.ts'
import type { Order, SortBy } from '../member-order.ts'
import type { NameOf } from '../use-name-of.ts'
import { columns, MemberRow } from './member-row.tsx'
import { mutedNow } from './muting.ts'
import { turned } from './sort-menu.tsx'
import { useLongPress } from './use-long-press.ts'
import { useNow } from './use-now.ts'
import type { Selection } from './use-selection.ts'

const rowHeight = 56

interface Props {
  entries: readonly MemberEntry[]
  order: Order
  onOrder: (order: Order) => void
  selection: Selection
  /** Rows can be ticked. */
  selectable: boolean
  may: (userId: string) => boolean
  nameOf: NameOf
  menuOf: (entry: MemberEntry) => MenuItem[]
  onPerson: (userId: string) => void
}

/**
 * The members as a grid of which only the rows in sight exist. One tab stop: arrows, Home and End move, the space bar
 * ticks, with Shift a stretch; on a phone a long press begins to tick.
 */
export function MemberGrid(props: Props) {
  const { entries, order, onOrder, selection, selectable, may, nameOf, menuOf, onPerson } = props
  const t = useT('console')
  const tGroup = useT('group')
  const engine = useEngine()
  const narrow = useNarrow()
  const scroller = useRef<HTMLDivElement>(null)
  const [reached, setReached] = useState<string | null>(null)
  const now = useNow(entries.some(({ member }) => member.mutedUntil !== null))
  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: index => entries[index]?.userId ?? index,
    overscan: 10,
  })
  const ids = entries.map(({ userId }) => userId)
  const reachable = reached !== null && ids.includes(reached) ? reached : ids[0]
  const ticking = selection.ids.size > 0
  const all = ids.filter(may)
  const press = useLongPress(target => {
    const userId = memberOf(target)
    if (userId && may(userId)) selection.toggle(userId)
  })

  function moveTo(index: number, extend: boolean) {
    const id = ids[index]
    if (id === undefined) return
    setReached(id)
    if (extend) selection.extendTo(id)
    virtualizer.scrollToIndex(index, { align: 'auto' })
    // A row out of sight exists only after the scroll.
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-member="${id}"]`)?.focus(),
    )
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const id = memberOf(event.target)
    if (!id || event.nativeEvent.isComposing) return
    const at = ids.indexOf(id)
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1)
    const to = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: Math.min(ids.length - 1, at + page),
      PageUp: Math.max(0, at - page),
      Home: 0,
      End: ids.length - 1,
    }[event.key]
    const mod = event.ctrlKey || event.metaKey
    if (to !== undefined && !mod && !event.altKey) {
      event.preventDefault()
      // The first step of a stretch begins where one stands.
      if (event.shiftKey && !selection.ids.has(id) && may(id)) selection.toggle(id)
      moveTo(to, event.shiftKey)
    } else if (event.key === ' ' && !(event.target instanceof HTMLButtonElement)) {
      event.preventDefault()
      if (event.shiftKey) selection.extendTo(id)
      else selection.toggle(id)
    } else if (event.key === 'a' && mod && selectable) {
      event.preventDefault()
      selection.setAll(all)
    } else if (event.key === 'Escape' && ticking) {
      event.stopPropagation()
      selection.clear()
    } else if (event.key === 'Enter' && event.target instanceof HTMLElement && event.target.dataset.member) {
      event.preventDefault()
      onPerson(id)
    }
  }

  function onClick(event: MouseEvent<HTMLElement>) {
    const id = memberOf(event.target)
    if (!id || !(event.target instanceof Element)) return
    setReached(id)
    const entry = entries.find(({ userId }) => userId === id)
    const button = event.target.closest('[data-more]')
    if (button && entry)
      openMenu({
        label: t('act.menu', { name: entry.name }),
        items: menuOf(entry),
        at: button,
        align: 'end',
        byKey: event.detail === 0,
      })
    else if (event.target.closest('[data-name]')) {
      if (narrow && ticking) selection.toggle(id)
      else onPerson(id)
    } else if (event.shiftKey) selection.extendTo(id)
    else if (event.target instanceof HTMLInputElement || (narrow && ticking)) selection.toggle(id)
    else if (narrow) onPerson(id)
  }

  function onContextMenu(event: MouseEvent<HTMLElement>) {
    const id = memberOf(event.target)
    const entry = entries.find(({ userId }) => userId === id)
    if (!entry) return
    event.preventDefault()
    // A finger that is held ticks; the browser's own idea of it comes on top.
    if (narrow || press.held()) return
    closeMenu()
    const at =
      event.clientX === 0 && event.clientY === 0 ? event.target : { x: event.clientX, y: event.clientY }
    openMenu({
      label: t('act.menu', { name: entry.name }),
      items: menuOf(entry),
      at: at as Element | { x: number; y: number },
    })
  }

  return (
    <div
      role="grid"
      aria-label={tGroup('members')}
      aria-rowcount={entries.length + 1}
      aria-multiselectable={selectable || undefined}
      className="@container flex min-h-0 flex-1 flex-col"
    >
      <div role="rowgroup">
        <div
          role="row"
          aria-rowindex={1}
          className={clsx(
            columns(selectable),
            'border-line border-b text-small text-text-3 @max-[540px]:sr-only',
          )}
        >
          {selectable && (
            <span role="columnheader" aria-label={t('column.select')}>
              <input
                type="checkbox"
                aria-label={t('act.selectAll')}
                checked={all.length > 0 && all.every(id => selection.ids.has(id))}
                disabled={all.length === 0}
                onChange={event => (event.target.checked ? selection.setAll(all) : selection.clear())}
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
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the rows inside are what is pressed and moved through */}
      <div
        ref={scroller}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onContextMenu={onContextMenu}
        {...press.handlers}
        className="scroll-y min-h-0 flex-1"
      >
        <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, key, start, size }) => {
            const entry = entries[index]
            return (
              entry && (
                <MemberRow
                  key={key}
                  entry={entry}
                  index={index}
                  top={start}
                  height={size}
                  me={entry.userId === engine.userId}
                  joinedBy={joinedBy(entry, nameOf)}
                  mutedUntil={mutedNow(entry.member.mutedUntil, now)}
                  selectable={selectable}
                  may={may(entry.userId)}
                  ticked={selection.ids.has(entry.userId)}
                  ticking={ticking}
                  reachable={entry.userId === reachable}
                />
              )
            )
          })}
        </div>
      </div>
    </div>
  )
}

const memberOf = (target: EventTarget | null): string | null =>
  target instanceof Element ? (target.closest<HTMLElement>('[data-member]')?.dataset.member ?? null) : null

const joinedBy = ({ userId, member }: MemberEntry, nameOf: NameOf): string | null =>
  member.joinedBy === null || member.joinedBy === userId ? null : nameOf(member.joinedBy)

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
