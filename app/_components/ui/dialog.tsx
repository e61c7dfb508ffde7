'use client'
import { lazy } from 'react'
import type { DialogProps } from './dialog-props.ts'
import { onceOpen } from './once-open.tsx'

/** A modal window: traps the focus, gives it back, closes on Escape. Its code comes with the first one opened. */
export const Dialog = onceOpen<DialogProps>(lazy(() => import('./dialog-panel.tsx')))
