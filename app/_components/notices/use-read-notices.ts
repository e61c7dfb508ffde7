'use client'
import { useEffect } from 'react'
import { useConnection, useEngine } from '#client/react/hooks.ts'
import type { Notice } from '#protocol/entities/notice.ts'

/** As with messages: read is what was on screen in a focused page for half a second. */
const lookMs = 500
/** What one `notice:read` may name. */
const atOnce = 200

/** Marks these notices as read while they are looked at. Offline it waits for the connection. */
export function useReadNotices(unread: readonly Notice[]): void {
  const engine = useEngine()
  const live = useConnection().state === 'live'
  const ids = unread
    .slice(0, atOnce)
    .map(notice => notice.msgId)
    .join(' ')

  useEffect(() => {
    if (ids === '' || !live) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      clearTimeout(timer)
      if (!document.hasFocus() || document.visibilityState !== 'visible') return
      // Refused or lost: they stay unread and are tried again on the next look.
      timer = setTimeout(() => void engine.run('notice:read', { msgIds: ids.split(' ') }), lookMs)
    }
    look()
    addEventListener('focus', look)
    addEventListener('blur', look)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearTimeout(timer)
      removeEventListener('focus', look)
      removeEventListener('blur', look)
      document.removeEventListener('visibilitychange', look)
    }
  }, [engine, ids, live])
}
