'use client'
import clsx from 'clsx'
import { Search, X } from 'lucide-react'
import { type ComponentProps, useRef } from 'react'
import { useT } from '../i18n/use-t.ts'
import { IconButton } from './icon-button.tsx'
import { Spinner } from './spinner.tsx'

export interface SearchFieldProps
  extends Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'type' | 'size'> {
  /** Accessible name and, if no placeholder is given, the placeholder. */
  label: string
  value: string
  onChange: (value: string) => void
  /** Shows that an answer is on its way. */
  busy?: boolean
}

/** Search box. Escape empties it first; only an empty one lets Escape through to what lies behind. */
export function SearchField({
  label,
  value,
  onChange,
  busy,
  className,
  onKeyDown,
  placeholder,
  ...rest
}: SearchFieldProps) {
  const t = useT('common')
  const input = useRef<HTMLInputElement>(null)
  return (
    <search className={clsx('relative flex items-center', className)}>
      <Search aria-hidden className="pointer-events-none absolute start-2.5 size-4 text-text-3" />
      <input
        ref={input}
        {...rest}
        type="search"
        aria-label={label}
        placeholder={placeholder ?? label}
        value={value}
        dir="auto"
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        onChange={event => onChange(event.target.value)}
        onKeyDown={event => {
          onKeyDown?.(event)
          // While an input method is composing, Escape belongs to it.
          if (event.key !== 'Escape' || event.nativeEvent.isComposing || value === '') return
          event.stopPropagation()
          onChange('')
        }}
        className="h-9 w-full rounded-control bg-surface-2 ps-8.5 pe-9 text-body text-text focus-visible:outline-offset-0 coarse:h-11 [&::-webkit-search-cancel-button]:hidden"
      />
      {busy ? (
        <Spinner className="absolute end-2.5 size-4 text-text-3" />
      ) : (
        value !== '' && (
          <span className="absolute end-0.5 flex">
            <IconButton
              icon={X}
              size="small"
              label={t('clearSearch')}
              onClick={() => {
                onChange('')
                input.current?.focus()
              }}
            />
          </span>
        )
      )}
    </search>
  )
}
