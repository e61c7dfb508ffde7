import clsx from 'clsx'
import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

/** Why something was refused, beside what caused it. Announced at once; nothing where there is nothing to say. */
export function Refusal({ children, className }: { children: ReactNode; className?: string }) {
  if (!children) return null
  return (
    <p role="alert" className={clsx('flex items-start gap-1.5 text-small text-danger', className)}>
      <CircleAlert aria-hidden className="mt-px size-4" />
      <span className="min-w-0">{children}</span>
    </p>
  )
}
