'use client'
import clsx from 'clsx'
import { type KeyboardEvent, useRef } from 'react'
import { Badge } from './badge.tsx'

export interface TabsProps<T extends string> {
  label: string
  value: T
  onChange: (value: T) => void
  items: readonly { value: T; label: string; count?: number }[]
  /** The element they switch; give it `role="tabpanel"`, this id and `aria-labelledby={tabId(id, value)}`. */
  panelId: string
  className?: string
}

export const tabId = (panelId: string, value: string) => `${panelId}-tab-${value}`

/** Views of one panel. One tab stop; arrows, Home and End move and choose. */
export function Tabs<T extends string>({ label, value, onChange, items, panelId, className }: TabsProps<T>) {
  const list = useRef<HTMLDivElement>(null)

  function onKeyDown(event: KeyboardEvent) {
    const rtl = getComputedStyle(event.currentTarget).direction === 'rtl'
    const step = { ArrowRight: rtl ? -1 : 1, ArrowLeft: rtl ? 1 : -1 }[event.key]
    const at = items.findIndex(item => item.value === value)
    const next =
      event.key === 'Home'
        ? 0
        : event.key === 'End'
          ? items.length - 1
          : step && (at + step + items.length) % items.length
    const item = next === undefined ? undefined : items[next]
    if (!item) return
    event.preventDefault()
    onChange(item.value)
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next ?? 0]?.focus()
  }

  return (
    <div
      ref={list}
      role="tablist"
      aria-label={label}
      onKeyDown={onKeyDown}
      className={clsx('flex flex-none gap-1 overflow-x-auto [scrollbar-width:none] coarse:py-1', className)}
    >
      {items.map(item => {
        const chosen = item.value === value
        return (
          <button
            key={item.value}
            type="button"
            role="tab"
            id={tabId(panelId, item.value)}
            aria-selected={chosen}
            aria-controls={panelId}
            tabIndex={chosen ? 0 : -1}
            onClick={() => onChange(item.value)}
            className={clsx(
              'focus-inset relative inline-flex h-8 flex-none items-center gap-1.5 rounded-full px-3 text-small transition-colors coarse:h-9 coarse:after:absolute coarse:after:inset-x-0 coarse:after:-inset-y-1',
              chosen
                ? 'bg-selected font-[600] text-accent'
                : 'text-text-2 hover:bg-surface-2 hover:text-text',
            )}
          >
            {item.label}
            {item.count ? <Badge count={item.count} muted={!chosen} /> : null}
          </button>
        )
      })}
    </div>
  )
}
