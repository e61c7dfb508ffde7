import type { ReactNode } from 'react'

export interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** The title is for screen readers only. */
  titleHidden?: boolean
  description?: ReactNode
  children: ReactNode
  /** Buttons at the bottom; the one that does it last. Stays in place while the body scrolls. */
  footer?: ReactNode
  /** 360, 480 or 720 px. On a phone every dialog is a sheet from the bottom edge. */
  size?: 'small' | 'medium' | 'large'
  /** Takes its whole height at once, so that a list inside does not make it jump. */
  tall?: boolean
  /** The body has no padding: for lists that reach the edges. */
  flush?: boolean
  /** Neither Escape nor a press outside closes it. */
  sticky?: boolean
  initialFocus?: React.RefObject<HTMLElement | null>
}
