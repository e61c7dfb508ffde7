import clsx from 'clsx'

export interface BadgeProps {
  count: number
  /** Grey: it counts, but does not call. */
  muted?: boolean
  /** A dot instead of the number, for "there is something". */
  dot?: boolean
  /** What a screen reader says instead of the bare number, e.g. t('unreadCount', { count }). */
  label?: string
  className?: string
}

/** How many are unread, at most 99+; nothing at zero. */
export function Badge({ count, muted, dot, label, className }: BadgeProps) {
  if (count <= 0) return null
  const colour = muted ? 'bg-badge-muted' : 'bg-badge'
  const drawn = dot ? null : count > 99 ? '99+' : String(count)
  return (
    <span
      className={clsx(
        'inline-flex flex-none whitespace-nowrap items-center justify-center rounded-full text-white',
        dot ? 'size-2' : 'h-4.5 min-w-4.5 px-1.25 text-caption tabular-nums',
        colour,
        className,
      )}
    >
      {label === undefined ? (
        drawn
      ) : (
        <>
          <span aria-hidden>{drawn}</span>
          <span className="sr-only">{label}</span>
        </>
      )}
    </span>
  )
}
