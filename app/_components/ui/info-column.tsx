'use client'
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'

interface Props {
  label?: string
  onClose?: () => void
  children: ReactNode
}

/** Beside the conversation where there is room, else over it. As a layer it takes the focus and Escape. */
export function InfoColumn({ label, onClose, children }: Props) {
  const column = useRef<HTMLElement>(null)

  useEffect(() => {
    if (matchMedia('(min-width: 1275px)').matches) return
    const before = document.activeElement
    column.current?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape' || event.defaultPrevented || event.nativeEvent.isComposing) return
    event.stopPropagation()
    onClose?.()
  }

  return (
    <>
      {/* The shade repeats what Escape and the close button do. */}
      <div
        aria-hidden
        onPointerDown={onClose}
        className="absolute inset-0 z-10 hidden animate-fade bg-scrim two:max-info:block"
      />
      <aside
        ref={column}
        tabIndex={-1}
        aria-label={label}
        onKeyDown={onKeyDown}
        className="absolute inset-0 z-10 flex min-h-0 max-info:pt-[env(safe-area-inset-top)] flex-col border-line bg-surface outline-none two:start-auto two:w-85 two:border-s max-info:two:shadow-float info:static info:flex-none max-info:starting:translate-x-(--rise-by) max-info:starting:opacity-0 transition-[opacity,translate] duration-(--sheet-for) ease-sheet"
      >
        {children}
      </aside>
    </>
  )
}
