import clsx from 'clsx'
import { type ReactNode, useId } from 'react'

interface Props {
  title?: string
  /** Below the card, for what concerns all of it. */
  hint?: ReactNode
  /** Rows with lines between them, or free content with padding. */
  padded?: boolean
  danger?: boolean
  children: ReactNode
}

/** A card of settings under a heading. */
export function Group({ title, hint, padded, danger, children }: Props) {
  const id = useId()
  return (
    <section aria-labelledby={title ? id : undefined}>
      {title && (
        <h2
          id={id}
          className={clsx('px-4 pb-2 text-small font-[600]', danger ? 'text-danger' : 'text-text-2')}
        >
          {title}
        </h2>
      )}
      <div
        className={clsx(
          'rounded-card border border-line bg-surface',
          padded ? 'flex flex-col gap-4 p-4' : 'divide-y divide-line overflow-hidden',
        )}
      >
        {children}
      </div>
      {hint && <p className="px-4 pt-2 text-small text-text-3">{hint}</p>}
    </section>
  )
}

/** A line of a card: words first, control at the end, a refusal below. */
export function Row({
  label,
  description,
  refusal,
  children,
}: {
  label: string
  description?: string
  refusal?: ReactNode
  children: ReactNode
}) {
  return (
    <div className="px-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          <p className="text-body text-text">{label}</p>
          {description && <p className="text-small text-text-3">{description}</p>}
        </div>
        {children}
      </div>
      {refusal}
    </div>
  )
}
