'use client'
import clsx from 'clsx'
import { type ComponentProps, type ReactNode, useId, useState } from 'react'
import { controlClass, describedBy, FieldFrame } from './field-frame.tsx'

export interface TextAreaProps extends Omit<ComponentProps<'textarea'>, 'children'> {
  label: string
  labelHidden?: boolean
  hint?: ReactNode
  error?: ReactNode
}

/** Several lines. Grows with its text where the browser can; with `maxLength` it counts from 80 % on. */
export function TextArea({
  label,
  labelHidden,
  hint,
  error,
  id: givenId,
  rows = 3,
  className,
  onChange,
  ...rest
}: TextAreaProps) {
  const ownId = useId()
  const id = givenId ?? ownId
  const [length, setLength] = useState(String(rest.value ?? rest.defaultValue ?? '').length)
  const { maxLength } = rest
  const used = rest.value === undefined ? length : String(rest.value).length
  const aside =
    maxLength && used >= maxLength * 0.8 ? (
      <span data-numeric className={clsx(used >= maxLength && 'text-danger')}>
        {used}/{maxLength}
      </span>
    ) : undefined
  return (
    <FieldFrame {...{ id, label, labelHidden, aside, hint, error, className }}>
      <textarea
        {...rest}
        id={id}
        rows={rows}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, hint, error)}
        dir={rest.dir ?? 'auto'}
        onChange={event => {
          setLength(event.target.value.length)
          onChange?.(event)
        }}
        className={clsx(controlClass(error), 'scroll-y field-sizing-content max-h-60 resize-none py-2.5')}
        style={{ minHeight: `${rows * 1.5 + 1.25}rem` }}
      />
    </FieldFrame>
  )
}
