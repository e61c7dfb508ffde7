'use client'
import { useState } from 'react'
import { useFormats } from '../../i18n/formats.ts'
import { useT } from '../../i18n/use-t.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Refusal } from '../../ui/refusal.tsx'
import { useAction } from '../../ui/use-action.ts'
import type { MemberEntry } from '../member-entry.ts'

/** Named one by one up to here. */
const named = 5

interface Props {
  conversationId: string
  entries: readonly MemberEntry[]
  onClose: (done: boolean) => void
}

/** Says what removing means, and asks what goes with it. */
export function RemoveDialog({ conversationId, entries, onClose }: Props) {
  const t = useT('console')
  const tGroup = useT('group')
  const tc = useT('common')
  const formats = useFormats()
  const action = useAction()
  const [ban, setBan] = useState(false)
  const [recallRecent, setRecallRecent] = useState(false)
  const names = entries.slice(0, named).map(({ name }) => name)
  if (entries.length > named) names.push(tGroup('andOthers', { count: entries.length - named }))

  async function remove() {
    const userIds = entries.map(({ userId }) => userId)
    if (await action.run('remove', 'group:remove', { conversationId, userIds, ban, recallRecent }))
      onClose(true)
  }

  return (
    <Dialog
      open
      onOpenChange={open => !open && onClose(false)}
      title={t('remove.title', { count: entries.length, name: entries[0]?.name ?? '' })}
      size="small"
      footer={
        <>
          <Button onClick={() => onClose(false)}>{tc('cancel')}</Button>
          <Button variant="danger" loading={action.busy !== null} onClick={() => void remove()}>
            {t('act.remove')}
          </Button>
        </>
      }
    >
      {entries.length > 1 && <p className="mb-2 text-body text-text">{formats.list(names)}</p>}
      <p className="text-body text-text-2">{t('remove.text', { count: entries.length })}</p>
      <div className="mt-3 flex flex-col">
        <Tick label={t('remove.ban')} hint={t('remove.banText')} checked={ban} onChange={setBan} />
        <Tick
          label={t('remove.recall')}
          hint={t('remove.recallText')}
          checked={recallRecent}
          onChange={setRecallRecent}
        />
      </div>
      <Refusal className="mt-3">{action.refused?.text}</Refusal>
    </Dialog>
  )
}

interface TickProps {
  label: string
  hint: string
  checked: boolean
  onChange: (checked: boolean) => void
}

function Tick({ label, hint, checked, onChange }: TickProps) {
  return (
    <label className="flex min-h-11 items-start gap-3 py-2">
      <input
        type="checkbox"
        checked={checked}
        onChange={event => onChange(event.target.checked)}
        className="mt-0.5 size-5 flex-none accent-accent"
      />
      <span>
        <span className="block text-body text-text">{label}</span>
        <span className="block text-small text-text-3">{hint}</span>
      </span>
    </label>
  )
}
