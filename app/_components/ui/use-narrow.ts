'use client'
import { useSyncExternalStore } from 'react'

const phone = '(max-width: 600px)'

function subscribe(listener: () => void) {
  const query = matchMedia(phone)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

/** Whether only one pane fits on the screen, where layouts differ by more than their style. */
export const useNarrow = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => matchMedia(phone).matches,
    () => false,
  )
