'use client'
import clsx from 'clsx'
import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { type ButtonSize, type ButtonVariant, buttonClass } from './button-class.ts'
import { Spinner } from './spinner.tsx'

export { type ButtonSize, type ButtonVariant, buttonClass } from './button-class.ts'

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  variant?: ButtonVariant
  size?: ButtonSize
  /** Fills the width of its container. */
  block?: boolean
  /** Shows that the press is being worked on; the button keeps its size and its focus, and ignores presses. */
  loading?: boolean
  icon?: LucideIcon
  children: React.ReactNode
}

export function Button({
  variant,
  size,
  block,
  loading,
  icon: Icon,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-busy={loading || undefined}
      aria-disabled={loading || undefined}
      onClick={loading ? event => event.preventDefault() : onClick}
      className={clsx(buttonClass(variant, size, block), className)}
    >
      <span className={clsx('contents', loading && '*:opacity-0')}>
        {Icon && <Icon aria-hidden className={size === 'small' ? 'size-4' : undefined} />}
        <span className="truncate">{children}</span>
      </span>
      {loading && <Spinner className="absolute size-4.5" />}
    </button>
  )
}
