'use client'
import clsx from 'clsx'
import { useId } from 'react'

export interface SegmentedProps<T extends string> {
  label: string
  value: T
  onChange: (value: T) => void
  options: readonly { value: T; label: string }[]
  className?: string
}

/** One of a few: native radio buttons, so that arrow keys and screen readers work as everywhere. */
export function Segmented<T extends string>({
  label,
  value,
  onChange,
  options,
  className,
}: SegmentedProps<T>) {
  const name = useId()
  return (
    <fieldset className={clsx('inline-flex rounded-control bg-surface-2 p-0.5', className)}>
      <legend className="sr-only">{label}</legend>
      {options.map(option => (
        <label
          key={option.value}
          className={clsx(
            'relative flex h-8 flex-1 items-center justify-center whitespace-nowrap rounded-[6px] px-3 text-small transition-colors coarse:h-10',
            'has-focus-visible:outline-2 has-focus-visible:outline-focus',
            option.value === value
              ? 'bg-surface font-[600] text-text ring-1 ring-line'
              : 'text-text-2 hover:text-text',
          )}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="absolute inset-0 cursor-[inherit] appearance-none outline-none"
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  )
}
