/**
 * What floats above the page and exists once: the open menu, the question asked, the toasts, the tooltip. Screens
 * call the functions of menu.ts, confirm.ts and toast.ts; <Overlays> draws what stands here, and fetches the code
 * for it only then.
 */
import { create } from 'zustand'
import type { ConfirmOptions, MenuItem, MenuOptions, ToastOptions } from './overlay-types.ts'

export interface OpenMenu extends MenuOptions {
  id: number
  items: MenuItem[]
  /** Where the focus goes back to. */
  from: HTMLElement | null
}

export interface Question extends ConfirmOptions {
  id: number
  answer: (yes: boolean) => void
}

export interface Tip {
  at: Element
  text: string
  keys?: string
}

interface OverlayState {
  menu: OpenMenu | null
  question: Question | null
  tip: Tip | null
  /** Said, but not yet taken over by the layer that shows them. */
  toasts: (ToastOptions & { id: string })[]
}

export const useOverlayStore = create<OverlayState>(() => ({
  menu: null,
  question: null,
  tip: null,
  toasts: [],
}))

let last = 0
export const nextId = (): number => ++last
