import clsx from 'clsx'

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger'
export type ButtonSize = 'medium' | 'small'

const variants: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover',
  secondary: 'border border-line bg-surface text-text hover:bg-surface-2',
  ghost: 'text-accent hover:bg-surface-2',
  danger: 'bg-danger text-on-danger hover:opacity-90',
}
const sizes: Record<ButtonSize, string> = {
  medium: 'h-(--control-h) gap-2 px-4 text-title',
  small: 'h-8 gap-1.5 px-3 text-small font-[600] coarse:h-9',
}

/** The look of a button, for links that act like one. */
export const buttonClass = (
  variant: ButtonVariant = 'secondary',
  size: ButtonSize = 'medium',
  block = false,
) =>
  clsx(
    'relative inline-flex flex-none select-none items-center justify-center whitespace-nowrap rounded-control transition-colors',
    'disabled:opacity-50 aria-disabled:opacity-50',
    // A small button is still a full target for a finger.
    size === 'small' && 'coarse:after:absolute coarse:after:inset-x-0 coarse:after:-inset-y-1',
    block && 'w-full',
    variants[variant],
    sizes[size],
  )
