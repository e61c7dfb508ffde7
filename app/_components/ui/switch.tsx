'use client'
import clsx from 'clsx'
import { type ComponentProps, type ReactNode, useId } from 'react'

export interface SwitchProps
  extends Omit<ComponentProps<'input'>, 'type' | 'onChange' | 'size' | 'children'> {
  label: string
  /** Only the switch is drawn; the label is for screen readers. */
  labelHidden?: boolean
  description?: ReactNode
  onChange?: (on: boolean) => void
}

/** On or off, at once. Drawn as a row: words first, switch at the end. */
export function Switch({ label, labelHidden, description, onChange, className, ...rest }: SwitchProps) {
  const id = useId()
  return (
    <label
      className={clsx(
        'flex min-h-(--hit) items-center gap-4',
        rest.disabled && 'cursor-default opacity-55',
        className,
      )}
    >
      <span className={clsx('min-w-0 flex-1', labelHidden && 'sr-only')}>
        <span className="block text-body text-text">{label}</span>
        {description && (
          <span id={`${id}-more`} className="block text-small text-text-3">
            {description}
          </span>
        )}
      </span>
      <span className="relative inline-flex h-6 w-10 flex-none">
        <input
          {...rest}
          type="checkbox"
          // biome-ignore lint/a11y/useAriaPropsForRole: the box's own checked state is what a switch reports
          role="switch"
          aria-label={label}
          aria-describedby={description ? `${id}-more` : undefined}
          onChange={event => onChange?.(event.target.checked)}
          className="peer absolute inset-0 size-full cursor-[inherit] appearance-none rounded-full bg-control transition-colors checked:bg-accent"
        />
        <span
          aria-hidden
          className="pointer-events-none absolute start-0.5 top-0.5 size-5 rounded-full bg-white transition-transform peer-checked:translate-x-4 peer-checked:bg-on-accent rtl:peer-checked:-translate-x-4"
        />
      </span>
    </label>
  )
}
