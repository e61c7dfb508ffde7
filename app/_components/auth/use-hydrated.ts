'use client'
import { useSyncExternalStore } from 'react'

const never = () => () => undefined

/**
 * True once the page answers to presses. A form sent before that would go the browser's own way, so its button
 * waits for this.
 */
export const useHydrated = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
