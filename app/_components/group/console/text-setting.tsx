'use client'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { Group } from '#protocol/entities/group.ts'
import { useT } from '../../i18n/use-t.ts'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { settingOf } from './setting-words.ts'
import type { GroupChange } from './use-group-change.ts'

interface Props {
  field: 'title' | 'announcement'
  group: Group
  changing: GroupChange
  editable: boolean
  maxLength: number
  /** Below the field. */
  foot?: ReactNode
}

/** Words of the group. What is being written stays as it is, whatever arrives meanwhile. */
export function TextSetting({ field, group, changing, editable, maxLength, foot }: Props) {
  const t = useT('console')
  const tc = useT('common')
  const [draft, setDraft] = useState<{ text: string; seen: Group } | null>(null)
  const [missing, setMissing] = useState(false)
  const standing = String(settingOf(group, field))
  const value = draft?.text ?? standing
  const busy = changing.pending[field] !== undefined

  async function save(event: FormEvent) {
    event.preventDefault()
    if (!draft || busy) return
    const blank = field === 'title' && draft.text.trim() === ''
    setMissing(blank)
    if (!blank && (await changing.change(field, draft.text, draft.seen))) setDraft(null)
  }
  function drop() {
    setDraft(null)
    setMissing(false)
  }

  const label = t(`setting.${field}`)
  if (!editable) {
    return (
      <div className="px-4 py-3">
        <p className="text-small font-[600] text-text">{label}</p>
        <p dir="auto" className="mt-1 whitespace-pre-wrap break-words text-body text-text">
          {standing || <span className="text-text-3">{t('setting.noAnnouncement')}</span>}
        </p>
        {foot}
      </div>
    )
  }
  const props = {
    label,
    value,
    maxLength,
    autoComplete: 'off',
    error: missing ? t('setting.titleMissing') : changing.refused?.field === field && changing.refused.text,
    onChange: (event: { target: { value: string } }) => {
      const text = event.target.value
      setMissing(false)
      setDraft(before => ({ text, seen: before?.seen ?? group }))
    },
  }
  const changed = draft !== null && draft.text !== standing
  return (
    <form onSubmit={save} className="flex flex-col gap-3 px-4 py-3">
      {field === 'title' ? (
        <TextField {...props} />
      ) : (
        <TextArea {...props} hint={t('setting.announcementText')} />
      )}
      {changed && (
        <div className="flex justify-end gap-2">
          <Button size="small" onClick={drop}>
            {tc('cancel')}
          </Button>
          <Button size="small" type="submit" variant="primary" loading={busy}>
            {tc('save')}
          </Button>
        </div>
      )}
      {foot}
    </form>
  )
}
