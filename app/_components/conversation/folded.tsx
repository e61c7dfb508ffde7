'use client'
import { Ban } from 'lucide-react'
import type { Words } from './words.ts'

/** In the place of what somebody I blocked wrote in a group. */
export function Folded({ words, onShow }: { words: Words; onShow: () => void }) {
  const { t } = words
  return (
    <p className="flex min-h-9 items-center gap-2 rounded-bubble border border-line px-3 text-small text-text-3">
      <Ban aria-hidden className="size-4" />
      {t('message.blocked')}
      <button
        type="button"
        tabIndex={-1}
        onClick={onShow}
        className="relative rounded-tag font-[600] text-accent after:absolute after:-inset-2 hover:underline"
      >
        {t('message.showBlocked')}
      </button>
    </p>
  )
}
