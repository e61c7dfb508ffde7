import clsx from 'clsx'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

export interface EmptyStateProps {
  icon?: LucideIcon
  title: string
  text?: ReactNode
  /** What to do about it: one or two buttons. */
  actions?: ReactNode
  className?: string
}

/** Says why there is nothing, and what to do about it. Fills its container. */
export function EmptyState({ icon: Icon, title, text, actions, className }: EmptyStateProps) {
  return (
    <div
      className={clsx(
        'flex h-full min-h-48 flex-col items-center justify-center px-6 py-10 text-center',
        className,
      )}
    >
      {Icon && (
        <span className="mb-4 flex size-14 items-center justify-center rounded-full bg-surface-2 text-text-3">
          <Icon aria-hidden className="size-6" />
        </span>
      )}
      <p className="text-heading text-text">{title}</p>
      {text && <p className="mt-1 max-w-80 text-body text-balance text-text-2">{text}</p>}
      {actions && <div className="mt-5 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}
