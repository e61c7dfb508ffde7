import { nextId, useOverlayStore } from './overlay-store.ts'
import type { ToastOptions } from './overlay-types.ts'

/** Says something in passing: announced, dismissed by Escape, swipe or time. Never for what must be read. */
export function toast(options: ToastOptions): void {
  const waiting = { ...options, id: options.id ?? `toast-${nextId()}` }
  useOverlayStore.setState(({ toasts }) => ({ toasts: [...toasts, waiting] }))
}
