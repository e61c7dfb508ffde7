'use client'
import clsx from 'clsx'
import { ChevronDown } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { controlClass } from '../../ui/field-frame.tsx'

interface Props<T extends string> {
  label: string
  description?: ReactNode
  value: T
  onChange: (value: T) => void
  options: readonly { value: T; label: string }[]
  /** Label and list in one line. */
  inline?: boolean
}

/** One of several: the browser's own list, which every device shows as its people know it. */
export function Choice<T extends string>(props: Props<T>) {
  const { label, description, value, onChange, options, inline } = props
  const id = useId()
  return (
    <div
      className={
        inline ? 'flex flex-wrap items-center justify-between gap-x-6 gap-y-2' : 'flex flex-col gap-1.5'
      }
    >
      <span className="min-w-0">
        <label htmlFor={id} className={inline ? 'text-body text-text' : 'text-small font-[600] text-text'}>
          {label}
        </label>
        {description && (
          <span id={`${id}-more`} className="block text-small text-text-3">
            {description}
          </span>
        )}
      </span>
      <span className={clsx('relative flex items-center', inline ? 'w-full two:w-52' : 'w-full')}>
        <select
          id={id}
          value={value}
          aria-describedby={description ? `${id}-more` : undefined}
          onChange={event => onChange(event.target.value as T)}
          className={clsx(controlClass(false), 'h-10 appearance-none truncate pe-9 coarse:h-11')}
        >
          {options.map(option => (
            <option key={option.value} value={option.value} className="bg-surface text-text">
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown aria-hidden className="pointer-events-none absolute end-2.5 size-4.5 text-text-2" />
      </span>
    </div>
  )
}
