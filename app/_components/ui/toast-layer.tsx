'use client'
import { Toast } from '@base-ui/react/toast'
import clsx from 'clsx'
import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useT } from '../i18n/use-t.ts'
import { IconButton } from './icon-button.tsx'
import { useOverlayStore } from './overlay-store.ts'
import type { ToastOptions } from './overlay-types.ts'

type Tone = NonNullable<ToastOptions['tone']>

/** Shows toasts at the bottom of the page, the newest in front. Takes over what was said before it was loaded. */
export default function ToastLayer() {
  const t = useT('common')
  const [manager] = useState(() => Toast.createToastManager<{ tone: Tone }>())
  const waiting = useOverlayStore(state => state.toasts)

  useEffect(() => {
    if (waiting.length === 0) return
    useOverlayStore.setState({ toasts: [] })
    for (const { id, title, text, tone = 'neutral', action, forMs = 5000 } of waiting) {
      manager.add({
        id,
        title,
        description: text,
        timeout: forMs,
        priority: tone === 'danger' ? 'high' : 'low',
        data: { tone },
        actionProps: action && {
          children: action.label,
          onClick: () => {
            manager.close(id)
            action.onSelect()
          },
        },
      })
    }
  }, [waiting, manager])

  return (
    <Toast.Provider toastManager={manager} limit={3}>
      <Toast.Portal>
        <Toast.Viewport
          aria-label={t('notifications')}
          className="fixed inset-x-4 bottom-(--toast-bottom) z-60 flex flex-col-reverse gap-2 outline-none two:end-auto two:w-90"
        >
          <Toasts />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

/** It is announced by a live region of its own; as a dialog it would pass for one that asks something. */
const asGroup = { role: 'group', 'aria-modal': undefined } as const

function Toasts() {
  const t = useT('common')
  const { toasts } = Toast.useToastManager<{ tone: Tone }>()
  return toasts.map(item => (
    <Toast.Root
      key={item.id}
      toast={item}
      {...asGroup}
      swipeDirection={['down', 'left', 'right']}
      className={clsx(
        'floating translate-x-(--toast-swipe-movement-x) translate-y-(--toast-swipe-movement-y) transition-[opacity,translate] duration-(--sheet-for) ease-sheet',
        'data-ending-style:opacity-0 data-limited:hidden data-starting-style:translate-y-(--rise-by) data-starting-style:opacity-0',
      )}
    >
      <Toast.Content className="flex items-center gap-3 py-1 ps-4 pe-1.5">
        <ToneIcon tone={item.data?.tone ?? 'neutral'} />
        <span className="min-w-0 flex-1 py-2">
          <Toast.Title className="text-body font-[500] text-text" />
          <Toast.Description className="text-small text-text-2" />
        </span>
        <Toast.Action className="h-(--hit) flex-none rounded-control px-3 text-title text-accent hover:bg-surface-2" />
        <Toast.Close render={<IconButton icon={X} size="small" label={t('close')} />} />
      </Toast.Content>
    </Toast.Root>
  ))
}

function ToneIcon({ tone }: { tone: Tone }) {
  if (tone === 'danger') return <CircleAlert aria-hidden className="text-danger" />
  if (tone === 'success') return <CircleCheck aria-hidden className="text-accent" />
  return null
}
