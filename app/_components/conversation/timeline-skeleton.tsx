'use client'
import clsx from 'clsx'
import { useEffect, useState } from 'react'
import { useT } from '../i18n/use-t.ts'
import { Skeleton } from '../ui/skeleton.tsx'

const shapes = [
  { own: false, width: 'w-56', height: 'h-10' },
  { own: false, width: 'w-40', height: 'h-10' },
  { own: true, width: 'w-64', height: 'h-15' },
  { own: false, width: 'w-72', height: 'h-15' },
  { own: true, width: 'w-44', height: 'h-10' },
  { own: true, width: 'w-60', height: 'h-10' },
]

/** Stands in for messages that are not there after a moment; the local store is faster than that. */
export function TimelineSkeleton() {
  const t = useT('chat')
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(setLate, 150, true)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div
      role="status"
      aria-label={t('timeline.loading')}
      className="flex min-h-0 flex-1 flex-col justify-end overflow-hidden"
    >
      {late && (
        <div className="mx-auto flex w-full max-w-230 animate-fade flex-col gap-2.5 px-5 pb-3">
          {shapes.map(({ own, width, height }, index) => (
            <Skeleton
              // biome-ignore lint/suspicious/noArrayIndexKey: shapes without identity that never move
              key={index}
              className={clsx('rounded-bubble', width, height, own && 'self-end')}
            />
          ))}
        </div>
      )}
    </div>
  )
}
