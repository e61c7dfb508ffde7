'use client'
import clsx from 'clsx'
import { ChevronLeft, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useT } from '../i18n/use-t.ts'
import { IconButton } from './icon-button.tsx'

export interface PaneHeaderProps {
  title: ReactNode
  /** Under the title: presence, member count, who is typing. */
  subtitle?: ReactNode
  leading?: ReactNode
  /** Icon buttons at the end. */
  actions?: ReactNode
  /** Shows the back arrow; on phones only, unless `backAlways`. */
  onBack?: () => void
  backAlways?: boolean
  /** Shows a cross at the end, for a pane that lies beside or over another. */
  onClose?: () => void
  /** Makes the whole title a button, e.g. to open the info column. */
  onTitle?: () => void
  /** Says what pressing the title does. */
  titleAction?: string
  className?: string
}

/** The 56 px line at the top of a pane. Its heading can take the focus after a change of route. */
export function PaneHeader({
  title,
  subtitle,
  leading,
  actions,
  onBack,
  backAlways,
  onClose,
  onTitle,
  titleAction,
  className,
}: PaneHeaderProps) {
  const t = useT('common')
  return (
    <header
      className={clsx(
        'flex min-h-(--header-h) flex-none items-center gap-1 border-line border-b bg-surface px-2',
        className,
      )}
    >
      {onBack && (
        <IconButton
          icon={ChevronLeft}
          label={t('back')}
          onClick={onBack}
          className={clsx('rtl:-scale-x-100', !backAlways && 'two:hidden')}
        />
      )}
      <div className="relative flex min-w-0 flex-1 items-center gap-3 px-2">
        {leading}
        <div className="min-w-0 flex-1">
          <h1 tabIndex={-1} className="flex text-heading leading-5.5 text-text">
            {onTitle ? (
              <button
                type="button"
                onClick={onTitle}
                aria-description={titleAction}
                className="focus-inset min-w-0 rounded-tag after:absolute after:inset-0"
              >
                <span dir="auto" className="block truncate">
                  {title}
                </span>
              </button>
            ) : (
              <span dir="auto" className="truncate">
                {title}
              </span>
            )}
          </h1>
          {subtitle && <p className="truncate text-meta text-text-3">{subtitle}</p>}
        </div>
      </div>
      {actions && <div className="flex flex-none items-center">{actions}</div>}
      {onClose && <IconButton icon={X} label={t('close')} onClick={onClose} />}
    </header>
  )
}
