'use client'
import { useEffect, useState } from 'react'
import { useT } from '../i18n/use-t.ts'
import { ListSkeleton } from '../ui/skeleton.tsx'

/** While the local store opens, which mostly takes no longer than a blink: the bare frame, later its outlines. */
export function Splash() {
  const t = useT('common')
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(setLate, 150, true)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className="fixed inset-0 flex bg-bg">
      <div className="hidden w-15 flex-none border-line border-e two:block" />
      <div className="w-full flex-none border-line border-e bg-surface pt-24 two:w-80">
        {late && <ListSkeleton label={t('loading')} />}
      </div>
      <div className="hidden flex-1 bg-canvas two:block" />
    </div>
  )
}
