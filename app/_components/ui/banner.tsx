import clsx from 'clsx'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Spinner } from './spinner.tsx'

const tones = {
  neutral: 'bg-surface-2 text-text-2',
  accent: 'bg-selected text-text',
  warning: 'bg-mention text-mention-text',
  danger: 'bg-danger text-on-danger',
}

export interface BannerProps {
  tone?: keyof typeof tones
  icon?: LucideIcon
  /** A turning ring in the icon's place. */
  busy?: boolean
  /** At the end: a small button or link. */
  action?: ReactNode
  children: ReactNode
  className?: string
}

/** One line across a pane that says how things stand; never in the way of reading. Announced politely. */
export function Banner({ tone = 'neutral', icon: Icon, busy, action, children, className }: BannerProps) {
  return (
    <div
      role="status"
      className={clsx(
        'flex min-h-9 flex-none animate-fade items-center gap-2 px-4 py-1.5 text-small',
        tones[tone],
        className,
      )}
    >
      {busy ? <Spinner className="size-4 flex-none" /> : Icon && <Icon aria-hidden className="size-4" />}
      <span className="min-w-0 flex-1">{children}</span>
      {action}
    </div>
  )
}

/** The action inside a banner: takes the banner's own colour. */
export function BannerButton({ children, onClick }: { children: ReactNode; onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="relative flex-none rounded-tag font-[600] underline underline-offset-2 after:absolute after:-inset-x-2 after:-inset-y-3 focus-visible:outline-current"
    >
      {children}
    </button>
  )
}
