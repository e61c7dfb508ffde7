import type { LucideIcon } from 'lucide-react'

/** What may float above the page, said apart from who shows it. */

export interface ConfirmOptions {
  title: string
  /** What follows from a yes. */
  text?: string
  /** The button that does it, named after what it does: "Remove", "Leave group". */
  action: string
  cancel?: string
  /** For what cannot be undone. */
  danger?: boolean
}

export type MenuItem = MenuAction | MenuGroup | 'separator'

export interface MenuAction {
  label: string
  icon?: LucideIcon
  onSelect: () => void
  /** Shown at the end of the line, e.g. "Ctrl+C". */
  keys?: string
  danger?: boolean
  disabled?: boolean
  /** Makes it one that can be on or off. */
  checked?: boolean
}

/** Opens to the side. */
export interface MenuGroup {
  label: string
  icon?: LucideIcon
  items: MenuItem[]
}

export interface MenuOptions {
  /** Accessible name of the menu. */
  label: string
  /** A promise where the code that makes them is fetched only now. */
  items: MenuItem[] | Promise<MenuItem[]>
  /** The element it belongs to, or the point that was clicked. */
  at: Element | { x: number; y: number }
  align?: 'start' | 'end'
  /** Opened from the keyboard: the first line is chosen at once. */
  byKey?: boolean
  onClose?: () => void
}

export interface ToastOptions {
  title: string
  text?: string
  tone?: 'neutral' | 'success' | 'danger'
  /** One thing to do about it: "Undo", "Refresh". */
  action?: { label: string; onSelect: () => void }
  /** How long it stays; 0 until it is dismissed. Five seconds unless told. */
  forMs?: number
  /** A later toast with the same id takes its place. */
  id?: string
}
