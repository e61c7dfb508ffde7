'use client'
import { Menu } from '@base-ui/react/menu'
import clsx from 'clsx'
import { Check, ChevronRight } from 'lucide-react'
import { createContext, type FocusEvent, useContext, useMemo, useRef, useState } from 'react'
import { closeMenu, type MenuAction, type MenuItem } from './menu.ts'
import type { OpenMenu } from './overlay-store.ts'

const popupClass =
  'floating max-h-(--available-height) min-w-44 max-w-72 origin-(--transform-origin) overflow-y-auto p-1 outline-none ' +
  'transition-[opacity,scale] duration-(--pop-for) ease-out data-starting-style:scale-(--pop-scale) data-starting-style:opacity-0 ' +
  'data-ending-style:opacity-0'
const itemClass =
  'flex min-h-9 cursor-pointer select-none items-center gap-3 rounded-control px-2.5 text-body outline-none coarse:min-h-11 ' +
  'data-highlighted:bg-surface-2 data-popup-open:bg-surface-2 data-disabled:cursor-default data-disabled:opacity-50'

const Choose = createContext<(action: () => void) => () => void>(action => action)

/** Draws the one menu. Rendered with a key per menu, so each starts fresh. */
export default function MenuLayer({ menu }: { menu: OpenMenu }) {
  const [open, setOpen] = useState(true)
  const chosen = useRef(false)
  const anchor = useMemo(() => {
    if (menu.at instanceof Element) return menu.at
    const { x, y } = menu.at
    return { getBoundingClientRect: () => new DOMRect(x, y, 0, 0) }
  }, [menu.at])
  // Opened from the keyboard, the first line is chosen, as in every menu of the system.
  const highlight = useRef(menu.byKey ?? false)
  function onFocus(event: FocusEvent<HTMLElement>) {
    if (!highlight.current || event.target !== event.currentTarget) return
    highlight.current = false
    event.target.querySelector<HTMLElement>('[role^=menuitem]')?.focus()
  }
  // What is chosen may open a dialog, which gives the focus back in the end: so it goes home first.
  const choose = (action: () => void) => () => {
    chosen.current = true
    menu.from?.focus()
    action()
  }
  return (
    <Menu.Root
      open={open}
      onOpenChange={setOpen}
      // The last frame of the fade is drawn before the menu is forgotten.
      onOpenChangeComplete={shown => !shown && closeMenu()}
    >
      <Menu.Portal>
        <Menu.Positioner
          anchor={anchor}
          align={menu.align ?? 'start'}
          side="bottom"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 outline-none"
        >
          <Menu.Popup
            onFocus={onFocus}
            aria-label={menu.label}
            finalFocus={() => (chosen.current ? false : menu.from)}
            className={popupClass}
          >
            <Choose value={choose}>
              <Items items={menu.items} />
            </Choose>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

function Items({ items }: { items: MenuItem[] }) {
  // Aligned words: if one line has an icon or a mark, all keep its place.
  const indented = items.some(
    item => item !== 'separator' && (item.icon || ('checked' in item && item.checked)),
  )
  return items.map((item, index) => {
    // biome-ignore-start lint/suspicious/noArrayIndexKey: an open menu never reorders
    if (item === 'separator') return <Menu.Separator key={index} className="mx-2 my-1 h-px bg-line" />
    if (!('items' in item)) return <Action key={index} item={item} indented={indented} />
    return (
      <Menu.SubmenuRoot key={index}>
        <Menu.SubmenuTrigger className={itemClass}>
          <Face icon={item.icon} indented={indented} label={item.label} />
          <ChevronRight aria-hidden className="size-4 text-text-3 rtl:rotate-180" />
        </Menu.SubmenuTrigger>
        <Menu.Portal>
          <Menu.Positioner sideOffset={2} collisionPadding={8} className="z-50 outline-none">
            <Menu.Popup aria-label={item.label} className={popupClass}>
              <Items items={item.items} />
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.SubmenuRoot>
    )
    // biome-ignore-end lint/suspicious/noArrayIndexKey: an open menu never reorders
  })
}

function Action({ item, indented }: { item: MenuAction; indented: boolean }) {
  const { icon, label, keys, danger, disabled, checked } = item
  const onSelect = useContext(Choose)(item.onSelect)
  const face = <Face icon={checked ? Check : icon} indented={indented} label={label} keys={keys} />
  const className = clsx(itemClass, danger && 'text-danger')
  return checked === undefined ? (
    <Menu.Item disabled={disabled} onClick={onSelect} className={className}>
      {face}
    </Menu.Item>
  ) : (
    <Menu.CheckboxItem
      checked={checked}
      disabled={disabled}
      closeOnClick
      onCheckedChange={onSelect}
      className={className}
    >
      {face}
    </Menu.CheckboxItem>
  )
}

function Face({
  icon: Icon,
  indented,
  label,
  keys,
}: Pick<MenuAction, 'icon' | 'label' | 'keys'> & { indented: boolean }) {
  return (
    <>
      {Icon ? <Icon aria-hidden className="size-4.5" /> : indented && <span className="w-4.5 flex-none" />}
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {keys && <kbd className="ps-4 font-sans text-meta text-text-3">{keys}</kbd>}
    </>
  )
}
