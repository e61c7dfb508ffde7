'use client'
import { Hourglass } from 'lucide-react'
import { useEngine } from '#client/react/hooks.ts'
import type { ChatT } from '../conversation/words.ts'
import { duration } from '../i18n/time.ts'
import { useClock } from './use-clock.ts'

/** Beside "Send": how long slow mode holds the next message back. What is sent earlier waits by itself. */
export function SlowNote({ until, t }: { until: number; t: ChatT }) {
  const engine = useEngine()
  const left = useClock(until, engine.serverNow)
  if (left <= 0) return null
  const time = duration(Math.ceil(left / 1000) * 1000)
  return (
    <span
      role="timer"
      aria-label={t('composer.slowLabel', { time })}
      data-tip={t('composer.slowTip')}
      className="flex h-(--hit) flex-none items-center gap-1 px-1 text-meta text-text-3 tabular-nums"
    >
      <Hourglass aria-hidden className="size-3.5" />
      {time}
    </span>
  )
}
