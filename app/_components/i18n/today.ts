'use client'
import { useSyncExternalStore } from 'react'
import { startOfDay } from './time.ts'

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setTimeout> | undefined

function wake() {
  clearTimeout(timer)
  for (const listener of listeners) listener()
  if (listeners.size === 0) return
  // A sleeping machine wakes late: look again at least every hour, and whenever the page is shown.
  const untilMidnight = new Date().setHours(24, 0, 0, 0) - Date.now()
  timer = setTimeout(wake, Math.min(untilMidnight + 50, 3_600_000))
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  if (listeners.size === 1) {
    document.addEventListener('visibilitychange', wake)
    wake()
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', wake)
  }
}

const today = () => startOfDay(Date.now())

/** The start of the present day; a component using it is drawn anew at midnight, so that "today" stays true. */
export const useToday = (): number => useSyncExternalStore(subscribe, today, today)
