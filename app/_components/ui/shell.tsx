'use client'
import clsx from 'clsx'
import { type ReactNode, useId, useRef } from 'react'
import { useT } from '../i18n/use-t.ts'
import { BottomTabs } from './bottom-tabs.tsx'
import { InfoColumn } from './info-column.tsx'
import { LIST_WIDTH, ListResizer } from './list-resizer.tsx'
import { type NavItem, NavRail } from './nav-rail.tsx'
import { useAppHeight } from './use-app-height.ts'

export interface ShellProps {
  nav: readonly NavItem[]
  /** Bottom of the rail: the person's own avatar. */
  railFoot?: ReactNode
  /** Second column; left out, the main pane takes its place. */
  list?: ReactNode
  /** Accessible name of the second column. */
  listLabel?: string
  listWidth?: number
  /** Called when a drag or a key press has settled. */
  onListWidth?: (width: number) => void
  /** Right column from 1275 px on, a layer over the main pane below. */
  info?: ReactNode
  infoLabel?: string
  onInfoClose?: () => void
  /** Over all panes: the connection. */
  banner?: ReactNode
  /** Which pane a phone shows. Inside `main` the bottom tabs are gone. */
  pane: 'list' | 'main'
  /** On a phone the main pane keeps the tabs: for pages that are themselves a tab, like settings. */
  tabsInMain?: boolean
  children: ReactNode
}

/**
 * The frame of the app: rail, list, main, info. It never scrolls; each pane does. Up to 600 px one pane at a time
 * with tabs at the bottom, up to 925 px two.
 */
export function Shell({
  nav,
  railFoot,
  list,
  listLabel,
  listWidth = LIST_WIDTH.default,
  onListWidth,
  info,
  infoLabel,
  onInfoClose,
  banner,
  pane,
  tabsInMain,
  children,
}: ShellProps) {
  const t = useT('common')
  const frame = useRef<HTMLDivElement>(null)
  const mainId = useId()
  useAppHeight()
  return (
    <div
      ref={frame}
      style={{ '--list-w': `${listWidth}px` } as React.CSSProperties}
      className="fixed inset-x-0 top-0 isolate flex h-(--app-h) flex-col overflow-hidden bg-bg ps-(--safe-l) pt-(--safe-t) pe-(--safe-r)"
    >
      <a
        href={`#${mainId}`}
        className="floating -translate-y-20 fixed start-4 top-2 z-30 px-3 py-2 text-title text-accent focus:translate-y-0"
      >
        {t('skipToContent')}
      </a>
      {banner}
      {/* The frame has made room for the notch; nothing inside needs to do so again. */}
      <div className="flex min-h-0 flex-1 [--safe-t:0px]">
        <NavRail items={nav} foot={railFoot} />
        {list && (
          <section
            aria-label={listLabel}
            className={clsx(
              'relative min-h-0 flex-col border-line bg-surface two:flex two:w-(--list-w) two:flex-none two:border-e',
              'max-rail:two:w-[clamp(264px,38vw,var(--list-w))]',
              pane === 'list' ? 'flex w-full min-w-0 flex-1' : 'hidden',
            )}
          >
            {list}
            {onListWidth && <ListResizer frame={frame} width={listWidth} onWidth={onListWidth} />}
          </section>
        )}
        <main
          id={mainId}
          tabIndex={-1}
          className={clsx(
            'relative min-h-0 min-w-0 flex-1 flex-col bg-canvas two:flex',
            pane === 'main' || !list ? 'flex' : 'hidden',
          )}
        >
          {children}
        </main>
        {info && (
          <InfoColumn label={infoLabel} onClose={onInfoClose}>
            {info}
          </InfoColumn>
        )}
      </div>
      {(pane === 'list' || tabsInMain) && <BottomTabs items={nav} />}
    </div>
  )
}
