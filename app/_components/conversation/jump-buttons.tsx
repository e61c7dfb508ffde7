'use client'
import { ArrowDown, ArrowUp, AtSign } from 'lucide-react'
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
  /** Messages that call me and were not seen yet, above and below what is on screen. */
  mentions: { above: number; below: number; up: () => void; down: () => void }
}

const pill =
  'floating pointer-events-auto flex h-9 animate-fade items-center gap-1.5 rounded-full px-3.5 text-small font-[600] text-accent coarse:h-11'

/** The ways to the newest message, up to the first unread one, and to those that call me. */
export function JumpButtons({ t, down, below, onDown, above, onUp, mentions }: Props) {
  return (
    <>
      <div className="pointer-events-none absolute end-4 top-3 z-2 flex flex-col items-end gap-2">
        {above > 0 && (
          <button type="button" onClick={onUp} className={pill}>
            <ArrowUp aria-hidden className="size-4" />
            {t('timeline.toUnread', { count: above })}
          </button>
        )}
        {mentions.above > 0 && (
          <button type="button" onClick={mentions.up} className={pill}>
            <AtSign aria-hidden className="size-4" />
            {t('timeline.toMentionAbove', { count: mentions.above })}
          </button>
        )}
      </div>
      <div className="absolute end-4 bottom-3 z-2 flex flex-col gap-2.5">
        {mentions.below > 0 && (
          <div className="animate-fade">
            <IconButton
              icon={AtSign}
              label={t('timeline.toMention', { count: mentions.below })}
              onClick={mentions.down}
              className="floating rounded-full!"
              badge={
                <Badge count={mentions.below} className="absolute -end-1 -top-1.5 ring-2 ring-surface" />
              }
            />
          </div>
        )}
        {down && (
          <div className="animate-fade">
            <IconButton
              icon={ArrowDown}
              label={below > 0 ? t('timeline.toLatestCount', { count: below }) : t('timeline.toLatest')}
              onClick={onDown}
              className="floating rounded-full!"
              badge={<Badge count={below} className="absolute -end-1 -top-1.5 ring-2 ring-surface" />}
            />
          </div>
        )}
      </div>
    </>
  )
}
