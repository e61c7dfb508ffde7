'use client'
import { PencilLine, Reply, X } from 'lucide-react'
import type { Message } from '#protocol/entities/message.ts'
import { messageLine, type Words } from '../conversation/words.ts'
import { IconButton } from '../ui/icon-button.tsx'

interface Props {
  kind: 'reply' | 'edit'
  message: Message | undefined
  words: Words
  onJump: () => void
  onCancel: () => void
}

/** Above the composer: which message is answered or changed. Pressing it leads there, Escape gives it up. */
export function TaskBar({ kind, message, words, onJump, onCancel }: Props) {
  const { t, me, nameOf } = words
  const Icon = kind === 'reply' ? Reply : PencilLine
  const title =
    kind === 'edit'
      ? t('composer.editing')
      : message === undefined
        ? t('message.quoteMissing')
        : message.from === me
          ? t('composer.replyToYou')
          : t('composer.replyTo', { name: nameOf(message.from) })
  return (
    <div className="flex items-center gap-2 ps-3 pe-1 pt-1.5">
      <Icon aria-hidden className="size-4.5 text-accent" />
      <button
        type="button"
        onClick={onJump}
        className="min-w-0 flex-1 rounded-tag border-accent border-s-2 ps-2 text-start text-small"
      >
        <span className="block truncate font-[600] text-accent">{title}</span>
        <span dir="auto" className="block truncate text-text-2">
          {message ? messageLine(message, words) : ''}
        </span>
      </button>
      <IconButton
        icon={X}
        size="small"
        label={kind === 'reply' ? t('composer.cancelReply') : t('composer.cancelEdit')}
        onClick={onCancel}
      />
    </div>
  )
}
