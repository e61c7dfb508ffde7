import clsx from 'clsx'
import type { ReactNode } from 'react'

export interface SectionHeaderProps {
  title: string
  /** At the end of the line: a count, a small button. */
  aside?: ReactNode
  /** Its place in the page's outline. */
  level?: 2 | 3
  sticky?: boolean
  className?: string
}

export function SectionHeader({ title, aside, level = 2, sticky, className }: SectionHeaderProps) {
  const Heading = `h${level}` as const
  return (
    <div
      className={clsx(
        'flex min-h-8 items-center justify-between gap-2 px-4 text-text-3',
        sticky && 'sticky top-0 z-1 bg-surface',
        className,
      )}
    >
      <Heading className="truncate text-meta font-[600]">{title}</Heading>
      {aside && <span className="flex-none text-meta">{aside}</span>}
    </div>
  )
}
