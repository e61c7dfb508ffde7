'use client'
import clsx from 'clsx'
import type { Message } from '#protocol/entities/message.ts'
import { nameInk } from '../ui/hues.ts'
import { messageLine, type Words } from './words.ts'

interface Props {
  /** Undefined where it is not among the messages on screen. */
  quoted: Message | undefined
  words: Words
  own: boolean
  onJump: () => void
}

/** The strip above a reply: who said what, and the way there. */
export function Quote({ quoted, words, own, onJump }: Props) {
  const { t, me, nameOf } = words
  const recalled = quoted?.recalledAt !== undefined
  const name = quoted ? nameOf(quoted.from) : ''
  return (
    <button
      type="button"
      tabIndex={-1}
      onClick={onJump}
      aria-label={quoted && !recalled ? t('message.quoteJump', { name }) : undefined}
      className={clsx(
        'mb-1 flex w-full min-w-24 flex-col rounded-control border-s-3 px-2 py-1 text-start text-small transition-colors',
        own ? 'border-bubble-out-meta bg-bubble-out-text/8' : 'border-accent bg-bubble-in-text/5',
        own ? 'hover:bg-bubble-out-text/12' : 'hover:bg-bubble-in-text/10',
      )}
    >
      {quoted && !recalled && (
        <span
          dir="auto"
          className={clsx('w-full truncate font-[600]', own ? 'text-bubble-out-meta' : nameInk(quoted.from))}
        >
          {quoted.from === me ? nameOf(me) : name}
        </span>
      )}
      <span
        dir="auto"
        className={clsx('line-clamp-2 w-full break-words', own ? 'text-bubble-out-meta' : 'text-text-2')}
      >
        {recalled
          ? t('message.quoteRecalled')
          : quoted
            ? messageLine(quoted, words)
            : t('message.quoteMissing')}
      </span>
    </button>
  )
}
