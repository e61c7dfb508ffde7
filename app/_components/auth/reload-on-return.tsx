'use client'
import { useEffect } from 'react'

/**
 * A page that comes back from the browser's back-forward cache shows how things stood when it was left: signed in,
 * perhaps as somebody else. It is loaded anew, and the server decides what there is to see (I20).
 */
export function ReloadOnReturn() {
  useEffect(() => {
    const onShow = (event: PageTransitionEvent) => {
      if (event.persisted) location.reload()
    }
    addEventListener('pageshow', onShow)
    return () => removeEventListener('pageshow', onShow)
  }, [])
  return null
}
