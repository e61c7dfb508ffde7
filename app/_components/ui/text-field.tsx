'use client'
import clsx from 'clsx'
import { Eye, EyeOff } from 'lucide-react'
import { type ComponentProps, type ReactNode, useId, useState } from 'react'
import { useT } from '../i18n/use-t.ts'
import { controlClass, describedBy, FieldFrame } from './field-frame.tsx'
import { IconButton } from './icon-button.tsx'

export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'size' | 'children'> {
  label: string
  /** Kept for screen readers only. */
  labelHidden?: boolean
  hint?: ReactNode
  /** One sentence that tells what to do; marks the field as invalid. */
  error?: ReactNode
  aside?: ReactNode
  /** Inside the box before the text, e.g. "@". */
  prefix?: string
  /** Inside the box after the text, e.g. a spinner or a check mark. */
  suffix?: ReactNode
}

/** One line of text. With `type="password"` it can be made readable. */
export function TextField({
  label,
  labelHidden,
  hint,
  error,
  aside,
  prefix,
  suffix,
  type = 'text',
  id: givenId,
  className,
  ...rest
}: TextFieldProps) {
  const ownId = useId()
  const id = givenId ?? ownId
  const t = useT('common')
  const [shown, setShown] = useState(false)
  const secret = type === 'password'
  return (
    <FieldFrame {...{ id, label, labelHidden, aside, hint, error, className }}>
      <div className="relative flex items-center">
        {prefix && (
          <span aria-hidden className="pointer-events-none absolute start-3 text-body text-text-3">
            {prefix}
          </span>
        )}
        <input
          {...rest}
          id={id}
          type={secret && shown ? 'text' : type}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(id, hint, error)}
          // Names, usernames and passwords are not words of a language.
          spellCheck={rest.spellCheck ?? false}
          dir={rest.dir ?? 'auto'}
          className={clsx(
            controlClass(error),
            'h-10 coarse:h-11',
            prefix && 'ps-7.5',
            (secret || suffix) && 'pe-11',
          )}
        />
        {secret ? (
          <span className="absolute end-1 flex">
            <IconButton
              icon={shown ? EyeOff : Eye}
              size="small"
              label={shown ? t('hidePassword') : t('showPassword')}
              aria-controls={id}
              onClick={() => setShown(!shown)}
            />
          </span>
        ) : (
          suffix && <span className="absolute end-3 flex text-text-3">{suffix}</span>
        )}
      </div>
    </FieldFrame>
  )
}
