'use client'
import { type KeyboardEvent, useRef, useState } from 'react'
import { IconButton, type IconButtonProps } from './icon-button.tsx'
import { type MenuItem, openMenu } from './menu.ts'

export interface MenuButtonProps extends Omit<IconButtonProps, 'onClick'> {
  /** Made when the menu opens, so that rows can hold this button without making menus. */
  items: () => MenuItem[] | Promise<MenuItem[]>
  align?: 'start' | 'end'
}

/** An icon button that opens a menu below it. */
export function MenuButton({ items, align = 'end', ...rest }: MenuButtonProps) {
  const button = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)

  function show(byKey = false) {
    if (!button.current) return
    button.current.focus()
    setOpen(true)
    openMenu({
      label: rest.label,
      items: items(),
      at: button.current,
      align,
      byKey,
      onClose: () => setOpen(false),
    })
  }

  return (
    <IconButton
      {...rest}
      ref={button}
      aria-haspopup="menu"
      aria-expanded={open}
      // A click without a pointer is Enter or the space bar.
      onClick={event => show(event.detail === 0)}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== 'ArrowDown') return
        event.preventDefault()
        show(true)
      }}
    />
  )
}
