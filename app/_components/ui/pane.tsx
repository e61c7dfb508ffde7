'use client'
import clsx from 'clsx'
import { type ReactNode, useEffect, useRef } from 'react'
import { goBack } from '../shell/navigation.ts'
import { PaneHeader } from './pane-header.tsx'

export interface PaneProps {
  title: string
  /** At the end of the header: icon buttons. */
  actions?: ReactNode
  /** The path above this one: gives a way back where only one pane fits on the screen. */
  above?: string
  onClose?: () => void
  /** Between header and body; does not scroll. */
  top?: ReactNode
  /** Moves the focus to the heading, so that a route change is heard. Not for panes that stay. */
  announce?: boolean
  /** Grey behind cards instead of a plain surface. */
  grey?: boolean
  children: ReactNode
}

/** One column of the app: a header that stays, a body that scrolls. */
export function Pane({ title, actions, above, onClose, top, announce, grey, children }: PaneProps) {
  const pane = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another title is another place
  useEffect(() => {
    if (announce) pane.current?.querySelector('h1')?.focus({ preventScroll: true })
  }, [announce, title])
  return (
    <div
      ref={pane}
      className={clsx('flex h-full min-h-0 min-w-0 flex-1 flex-col', grey ? 'bg-bg' : 'bg-surface')}
    >
      <PaneHeader
        title={title}
        actions={actions}
        onBack={above === undefined ? undefined : () => goBack(above)}
        onClose={onClose}
      />
      {top}
      <div className="scroll-y min-h-0 flex-1 pb-(--safe-b)">{children}</div>
    </div>
  )
}
