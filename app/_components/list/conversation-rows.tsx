'use client'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useMemo, useRef } from 'react'
import type { ConversationView } from '#client/types.ts'
import { useT } from '../i18n/use-t.ts'
import { ConversationRow } from './conversation-row.tsx'
import { useHeldOrder } from './use-held-order.ts'

interface Props {
  conversations: ConversationView[]
  currentId: string | undefined
  compact: boolean
  /** The order may be kept while somebody is about to press. */
  holdable: boolean
  /** Below the last row. */
  foot?: ReactNode
}

/** The rows of the list, of which only those in sight exist. One tab stop; arrows, Home and End move in it. */
export function ConversationRows({ conversations, currentId, compact, holdable, foot }: Props) {
  const t = useT('chat')
  const scroller = useRef<HTMLDivElement>(null)
  const byId = useMemo(() => new Map(conversations.map(one => [one.id, one])), [conversations])
  const ids = useMemo(() => conversations.map(({ id }) => id), [conversations])
  const { order, handlers } = useHeldOrder(ids, holdable)
  const rowHeight = compact ? 56 : 68
  const virtualizer = useVirtualizer({
    count: order.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: index => order[index] ?? index,
    overscan: 8,
    // Scrolled down, a conversation that moves to the top pushes nothing down that is being looked at.
    anchorTo: (scroller.current?.scrollTop ?? 0) > 0 ? 'end' : 'start',
  })
  const rows = virtualizer.getVirtualItems()
  const reachable = currentId !== undefined && byId.has(currentId) ? currentId : order[0]

  function onKeyDown(event: KeyboardEvent) {
    const from = event.target instanceof Element ? event.target.closest('[data-row]') : null
    const at = order.indexOf(from?.getAttribute('data-row') ?? '')
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: order.length - 1 }[event.key]
    const id = to === undefined ? undefined : order[to]
    if (to === undefined || id === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    virtualizer.scrollToIndex(to, { align: 'auto' })
    // A row out of sight exists only after the scroll.
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-row="${id}"]`)?.focus())
  }

  return (
    <div ref={scroller} {...handlers} className="scroll-y min-h-0 flex-1 pb-2 [overflow-anchor:none]">
      <ul
        aria-label={t('list.label')}
        onKeyDown={onKeyDown}
        className="relative"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {rows.map(({ index, key, start, size }) => {
          const conversation = byId.get(order[index] ?? '')
          return (
            conversation && (
              <li
                key={key}
                aria-posinset={index + 1}
                aria-setsize={order.length}
                className="absolute inset-x-0 top-0"
                style={{ height: size, transform: `translateY(${start}px)` }}
              >
                <ConversationRow
                  conversation={conversation}
                  current={conversation.id === currentId}
                  reachable={conversation.id === reachable}
                  compact={compact}
                />
              </li>
            )
          )
        })}
      </ul>
      {foot}
    </div>
  )
}
