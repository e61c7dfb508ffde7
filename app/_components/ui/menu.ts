import { nextId, useOverlayStore } from './overlay-store.ts'
import type { MenuItem, MenuOptions } from './overlay-types.ts'

export type { MenuAction, MenuItem, MenuOptions } from './overlay-types.ts'

/** Opens the one menu there is; an open one closes. Focus goes back to where it was. */
export function openMenu({ items, ...options }: MenuOptions): void {
  closeMenu()
  const active = document.activeElement
  const from = active instanceof HTMLElement && active !== document.body ? active : null
  const show = (made: MenuItem[]) =>
    useOverlayStore.setState({ menu: { ...options, items: made, id: nextId(), from } })
  if (Array.isArray(items)) show(items)
  else void items.then(show)
}

export function closeMenu(): void {
  const { menu } = useOverlayStore.getState()
  if (!menu) return
  useOverlayStore.setState({ menu: null })
  menu.onClose?.()
}
