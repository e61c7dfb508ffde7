'use client'
import clsx from 'clsx'
import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

/** Ids that tie a control to its hint and its error. */
export const describedBy = (id: string, hint: unknown, error: unknown): string | undefined =>
  [error ? `${id}-error` : '', hint ? `${id}-hint` : ''].filter(Boolean).join(' ') || undefined

export const controlClass = (error: unknown) =>
  clsx(
    'w-full rounded-control border bg-surface px-3 text-body text-text transition-colors',
    'focus-visible:outline-offset-0 disabled:bg-surface-2 disabled:text-text-3',
    error ? 'border-danger' : 'border-control',
  )

interface Props {
  id: string
  label: string
  labelHidden?: boolean
  /** Stands at the end of the label's line: "optional", a counter, a link. */
  aside?: ReactNode
  hint?: ReactNode
  error?: ReactNode
  className?: string
  children: ReactNode
}

/** What every field has: the label above, help and the error below, tied by ids. */
export function FieldFrame({ id, label, labelHidden, aside, hint, error, className, children }: Props) {
  return (
    <div className={clsx('flex min-w-0 flex-col gap-1.5', className)}>
      <div className={clsx('flex items-baseline justify-between gap-3', labelHidden && !aside && 'sr-only')}>
        <label htmlFor={id} className={clsx('text-small font-[600] text-text', labelHidden && 'sr-only')}>
          {label}
        </label>
        {aside && <span className="text-meta text-text-3">{aside}</span>}
      </div>
      {children}
      {error && (
        <p id={`${id}-error`} className="flex items-start gap-1.5 text-small text-danger">
          <CircleAlert aria-hidden className="mt-px size-4" />
          <span className="min-w-0">{error}</span>
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-small text-text-3">
          {hint}
        </p>
      )}
    </div>
  )
}
