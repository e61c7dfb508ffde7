'use client'
import { Dialog } from '@base-ui/react/dialog'
import clsx from 'clsx'
import { X } from 'lucide-react'
import { useRef } from 'react'
import { useT } from '../i18n/use-t.ts'
import { backdropClass } from './dialog-classes.ts'
import type { DialogProps } from './dialog-props.ts'
import { IconButton } from './icon-button.tsx'

const widths = { small: 'two:max-w-90', medium: 'two:max-w-120', large: 'two:max-w-180' }

/** The window behind <Dialog>: centred on a screen, a sheet from the bottom edge on a phone. */
export default function DialogPanel({
  open,
  onOpenChange,
  title,
  titleHidden,
  description,
  children,
  footer,
  size = 'medium',
  tall,
  flush,
  sticky,
  initialFocus,
}: DialogProps) {
  const t = useT('common')
  const popup = useRef<HTMLDivElement>(null)

  // A field is what a dialog is opened for; with a finger it would call up the keyboard over what there is to read.
  function firstField(opened: 'mouse' | 'touch' | 'pen' | 'keyboard' | '') {
    if (opened === 'touch' || matchMedia('(pointer: coarse)').matches) return popup.current
    return popup.current?.querySelector<HTMLElement>('input:not([type=hidden]), textarea') ?? popup.current
  }

  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange} disablePointerDismissal={sticky}>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdropClass} />
        <Dialog.Viewport className="fixed inset-x-0 top-0 z-50 flex h-(--app-h) items-end justify-center pt-6 two:items-center two:p-6">
          <Dialog.Popup
            ref={popup}
            initialFocus={initialFocus ?? firstField}
            className={clsx(
              'flex max-h-full w-full flex-col overflow-hidden bg-surface text-text shadow-float outline-none transition-[opacity,translate,scale]',
              'rounded-t-sheet duration-(--sheet-for) ease-sheet max-two:data-starting-style:translate-y-(--slide-by) max-two:data-ending-style:translate-y-(--slide-by)',
              'data-ending-style:opacity-0 data-starting-style:opacity-0 two:rounded-card two:border two:border-line two:data-starting-style:scale-(--pop-scale)',
              widths[size],
              tall && 'h-full two:max-h-160',
            )}
          >
            <header
              className={clsx('flex flex-none items-center gap-2 ps-5 pe-2 pt-2', titleHidden && 'sr-only')}
            >
              <Dialog.Title className="min-w-0 flex-1 truncate text-heading">{title}</Dialog.Title>
              {!sticky && <Dialog.Close render={<IconButton icon={X} label={t('close')} />} />}
            </header>
            {description && (
              <Dialog.Description className="flex-none px-5 text-body text-text-2">
                {description}
              </Dialog.Description>
            )}
            <div
              className={clsx(
                'scroll-y min-h-0 flex-1',
                flush ? 'pt-2' : 'px-5 pt-3 pb-5',
                !footer && 'pb-safe',
              )}
            >
              {children}
            </div>
            {footer && (
              <footer className="flex flex-none justify-end gap-2 border-line border-t px-5 py-3 pb-safe-3">
                {footer}
              </footer>
            )}
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
