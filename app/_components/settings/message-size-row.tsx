'use client'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useT } from '../i18n/use-t.ts'

interface Props {
  value: number
  onChange: (size: number) => void
  refusal: ReactNode
}

/** Size of message text with a message to judge it by. Told to the server when the slider rests. */
export function MessageSizeRow({ value, onChange, refusal }: Props) {
  const t = useT('settings')
  const id = useId()
  const [shown, setShown] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => setShown(value), [value])

  function slide(size: number) {
    setShown(size)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => onChange(size), 300)
  }

  return (
    <div className="px-4 py-3">
      <div className="flex items-baseline justify-between gap-4">
        <label htmlFor={id} className="text-body text-text">
          {t('appearance.messageSize')}
        </label>
        <span data-numeric className="text-small text-text-3">
          {t('appearance.pixels', { size: shown })}
        </span>
      </div>
      <input
        id={id}
        type="range"
        min={13}
        max={20}
        step={1}
        value={shown}
        aria-valuetext={t('appearance.pixels', { size: shown })}
        onChange={event => slide(Number(event.target.value))}
        className="mt-1 h-(--hit) w-full accent-accent"
      />
      <p
        className="w-fit max-w-full rounded-bubble bg-bubble-out px-3 py-2 text-bubble-out-text"
        style={{ fontSize: `${shown / 16}rem`, lineHeight: 1.467 }}
      >
        {t('appearance.sample')}
      </p>
      {refusal}
    </div>
  )
}
