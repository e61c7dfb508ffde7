import clsx from 'clsx'

/** A grey block with the measures of what is coming. Give it width, height and radius. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span aria-hidden className={clsx('block animate-pulse bg-line/70', className ?? 'h-4 rounded-tag')} />
  )
}

/** Rows with the exact geometry of `ListRow`, so that nothing moves when the real ones arrive. */
export function ListSkeleton({ rows = 8, label }: { rows?: number; label: string }) {
  return (
    <div role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows without identity that never move
        <div key={index} className="flex h-(--row-h) items-center gap-3 px-3">
          <Skeleton className="size-(--row-avatar) flex-none rounded-full" />
          <div className="min-w-0 flex-1 space-y-2.5">
            <Skeleton className={clsx('h-3.5 rounded-tag', index % 3 === 1 ? 'w-1/3' : 'w-1/2')} />
            <Skeleton className={clsx('h-3 rounded-tag', index % 2 ? 'w-3/5' : 'w-4/5')} />
          </div>
        </div>
      ))}
    </div>
  )
}
