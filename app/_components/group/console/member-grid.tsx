// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtual list stand where the list puts them, which no table does
// biome-ignore-all lint/a11y/useFocusableInteractive: the rows take the focus, their cells do not
'use client'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type MouseEvent, useRef, useState } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import { useT } from '../../i18n/use-t.ts'
import { closeMenu, type MenuItem, openMenu } from '../../ui/menu.ts'
import { useNarrow } from '../../ui/use-narrow.ts'
import type { MemberEntry } from '../member-entry.ts'
import type { Order } from '../member-order.ts'
import type { NameOf } from '../use-name-of.ts'
import { MemberGridHead } from './member-grid-head.tsx'
import { MemberRow } from './member-row.tsx'
import { mutedNow } from './muting.ts'
import { memberOf, useGridKeys } from './use-grid-keys.ts'
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
  const onKeyDown = useGridKeys({
    ids,
    selection,
    may,
    rowsPerPage: () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1),
    onMove(index, id) {
      setReached(id)
      virtualizer.scrollToIndex(index, { align: 'auto' })
      // A row out of sight exists only after the scroll.
      requestAnimationFrame(() => rowOf(scroller.current, id)?.focus())
    },
    onPerson,
  })
  const press = useLongPress(target => {
    const userId = memberOf(target)
    if (userId && may(userId)) selection.toggle(userId)
  })

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
      <MemberGridHead
        order={order}
        onOrder={onOrder}
        selectable={selectable}
        chosen={all.length > 0 && all.every(id => selection.ids.has(id))}
        onChoose={all.length > 0 ? chosen => (chosen ? selection.setAll(all) : selection.clear()) : undefined}
      />
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

const rowOf = (scroller: Element | null, id: string) =>
  scroller?.querySelector<HTMLElement>(`[data-member="${id}"]`)

const joinedBy = ({ userId, member }: MemberEntry, nameOf: NameOf): string | null =>
  member.joinedBy === null || member.joinedBy === userId ? null : nameOf(member.joinedBy)
