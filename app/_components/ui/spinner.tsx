import clsx from 'clsx'

/** A ring that turns. With a label it is announced; without, it decorates something that says the same. */
export function Spinner({ label, className }: { label?: string; className?: string }) {
  return (
    <span role={label ? 'status' : undefined} className={clsx('inline-flex', className ?? 'size-5')}>
      <span
        aria-hidden
        className="size-full animate-spin rounded-full border-2 border-current border-e-transparent opacity-70"
      />
      {label && <span className="sr-only">{label}</span>}
    </span>
  )
}
