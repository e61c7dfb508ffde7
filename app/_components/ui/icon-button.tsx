'use client'
import clsx from 'clsx'
import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'aria-label'> {
  icon: LucideIcon
  /** The accessible name; also the tooltip. */
  label: string
  /** Keys shown in the tooltip, e.g. "Ctrl+K". */
  keys?: string
  variant?: 'ghost' | 'accent' | 'danger'
  /** Small is 32 px to the eye of a mouse; a finger always gets 44. */
  size?: 'medium' | 'small'
  /** For a button that stays down. */
  pressed?: boolean
  /** A count over the corner is drawn by the caller and passed here. */
  badge?: React.ReactNode
}

const variants = {
  ghost: 'text-text-2 hover:bg-surface-2 hover:text-text aria-pressed:text-accent aria-expanded:bg-surface-2',
  accent: 'bg-accent text-on-accent hover:bg-accent-hover',
  danger: 'bg-danger text-on-danger hover:opacity-90',
}

/** An icon that can be pressed: 40 px to hit, 44 for a finger, and always a name. */
export function IconButton({
  icon: Icon,
  label,
  keys,
  variant = 'ghost',
  size = 'medium',
  pressed,
  badge,
  className,
  type = 'button',
  ...rest
}: IconButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-label={label}
      aria-pressed={pressed}
      data-tip={keys ? `${label}\n${keys}` : label}
      className={clsx(
        'relative inline-flex flex-none items-center justify-center transition-colors disabled:opacity-50',
        variant === 'ghost' ? 'rounded-control' : 'rounded-full',
        size === 'small' ? 'size-8 coarse:after:absolute coarse:after:-inset-1.5' : 'size-(--hit)',
        variants[variant],
        className,
      )}
    >
      <Icon aria-hidden className={size === 'small' ? 'size-4.5' : undefined} />
      {badge}
    </button>
  )
}
