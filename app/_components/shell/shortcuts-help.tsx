'use client'
import { useState } from 'react'
import { useAccount } from '#client/react/hooks.ts'
import { useT } from '../i18n/use-t.ts'
import { Dialog } from '../ui/dialog.tsx'
import { keysOf, type ShortcutName, shortcuts } from './shortcuts.ts'

/** All shortcuts, in the words of this machine's keyboard. */
export default function ShortcutsHelp({ onClose }: { onClose: () => void }) {
  const t = useT('chat.shortcuts')
  const sendKey = useAccount()?.settings.sendKey ?? 'enter'
  const [open, setOpen] = useState(true)
  const apple = /mac|iphone|ipad/i.test(navigator.userAgent)
  const keys = (binding: string) => keysOf(binding, apple)
  const names = Object.keys(shortcuts) as ShortcutName[]
  return (
    <Dialog
      open={open}
      onOpenChange={next => {
        setOpen(next)
        if (!next) setTimeout(onClose, 250)
      }}
      title={t('title')}
    >
      <Keys rows={names.map(name => ({ label: t(name), keys: keys(shortcuts[name]) }))} />
      <h3 className="mt-5 mb-1 text-meta text-text-3">{t('messages')}</h3>
      <Keys
        rows={[
          { label: t('move'), keys: ['↑', '↓'] },
          { label: t('ends'), keys: ['Home', 'End'] },
          { label: t('enter'), keys: ['Enter'] },
          { label: t('menu'), keys: ['Shift', 'F10'] },
        ]}
      />
      <h3 className="mt-5 mb-1 text-meta text-text-3">{t('composer')}</h3>
      <Keys
        rows={[
          { label: t('send'), keys: sendKey === 'enter' ? ['Enter'] : keys('$mod+Enter') },
          { label: t('newline'), keys: sendKey === 'enter' ? keys('Shift+Enter') : ['Enter'] },
        ]}
      />
    </Dialog>
  )
}

function Keys({ rows }: { rows: { label: string; keys: string[] }[] }) {
  return (
    <dl className="divide-y divide-line">
      {rows.map(({ label, keys }) => (
        <div key={label} className="flex min-h-10 items-center justify-between gap-4">
          <dt className="text-body">{label}</dt>
          <dd className="flex flex-none gap-1">
            {keys.map(key => (
              <kbd
                key={key}
                className="inline-flex h-6 min-w-6 items-center justify-center rounded-tag border border-line bg-surface-2 px-1.5 font-sans text-meta text-text-2"
              >
                {key}
              </kbd>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  )
}
