'use client'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { Badge } from '../ui/badge.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import type { ChatT } from './words.ts'

interface Props {
  t: ChatT
  /** Shows the way to the newest message. */
  down: boolean
  /** How many wait below. */
  below: number
  onDown: () => void
  /** How many the line "new messages" stood above when it was not seen yet; 0 hides the way up. */
  above: number
  onUp: () => void
}

/** The ways to the newest message and up to the first unread one. */
export function JumpButtons({ t, down, below, onDown, above, onUp }: Props) {
  return (
    <>
      {above > 0 && (
        <button
          type="button"
          onClick={onUp}
          className="floating absolute end-4 top-3 z-2 flex h-9 animate-fade items-center gap-1.5 rounded-full px-3.5 text-small font-[600] text-accent coarse:h-11"
        >
          <ArrowUp aria-hidden className="size-4" />
          {t('timeline.toUnread', { count: above })}
        </button>
      )}
      {down && (
        <div className="absolute end-4 bottom-3 z-2 animate-fade">
          <IconButton
            icon={ArrowDown}
            label={below > 0 ? t('timeline.toLatestCount', { count: below }) : t('timeline.toLatest')}
            onClick={onDown}
            className="floating rounded-full!"
            badge={<Badge count={below} className="absolute -end-1 -top-1.5 ring-2 ring-surface" />}
          />
        </div>
      )}
    </>
  )
}
