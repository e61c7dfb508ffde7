'use client'
import clsx from 'clsx'
import type { Ref } from 'react'
import { useFormats } from '../i18n/formats.ts'
import { timeOf } from './row-facts.ts'
import type { RowItem, TimelineItem } from './timeline-items.ts'
import type { ChatT } from './words.ts'

interface Props {
  item: Exclude<TimelineItem, RowItem>
  index: number
  t: ChatT
  measure: Ref<HTMLDivElement>
}

/** What stands between messages: a day, a pause, the line above what is new. */
export function Separator({ item, index, t, measure }: Props) {
  const formats = useFormats()
  return (
    <div
      ref={measure}
      data-index={index}
      className="absolute inset-x-0 flex items-center justify-center px-5 pt-2.5 pb-1"
    >
      {item.kind === 'unread' ? (
        <>
          <span className="h-px max-w-72 flex-1 bg-accent/40" />
          <span className="px-3 text-meta text-accent">{t('timeline.newMessages')}</span>
          <span className="h-px max-w-72 flex-1 bg-accent/40" />
        </>
      ) : item.kind === 'day' ? (
        <DayPill time={item.time} />
      ) : (
        <time dateTime={new Date(item.time).toISOString()} className="text-meta text-text-3">
          {formats.messageTime(item.time)}
        </time>
      )}
    </div>
  )
}

function DayPill({ time }: { time: number }) {
  const formats = useFormats()
  return (
    <span className="rounded-full bg-surface px-3 py-1 text-meta text-text-2 shadow-[0_1px_2px_rgb(0_0_0/0.08)]">
      {formats.dayLabel(time)}
    </span>
  )
}

/** The day of the topmost message, while one scrolls. */
export function ShownDay({ item, shown }: { item: TimelineItem | undefined; shown: boolean }) {
  const time = item?.kind === 'row' ? timeOf(item.row) : item && 'time' in item ? item.time : undefined
  if (time === undefined) return null
  return (
    <div
      aria-hidden
      className={clsx(
        'pointer-events-none absolute inset-x-0 top-2 z-1 flex justify-center transition-opacity duration-300',
        shown && item?.kind !== 'day' ? 'opacity-100' : 'opacity-0 delay-700',
      )}
    >
      <DayPill time={time} />
    </div>
  )
}
