'use client'
import clsx from 'clsx'
import type { ChatT } from '../conversation/words.ts'
import { splitText } from './split.ts'

interface Props {
  text: string
  max: number
  editing: boolean
  t: ChatT
}

/** How long it is, from four fifths of what one message holds; beyond that, as how many it is sent. */
export function Counter({ text, max, editing, t }: Props) {
  if (text.length <= max * 0.8) return null
  const over = text.length > max
  return (
    <p
      role="status"
      className={clsx(
        'px-5 pb-1.5 text-end text-meta tabular-nums',
        over && editing ? 'text-danger' : 'text-text-3',
      )}
    >
      {!over
        ? t('composer.count', { count: text.length, max })
        : editing
          ? t('composer.tooLong', { count: text.length - max })
          : t('composer.splits', { parts: splitText(text, max).length })}
    </p>
  )
}
