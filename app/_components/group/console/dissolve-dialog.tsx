'use client'
import { type FormEvent, useId, useRef, useState } from 'react'
import { cleanName } from '#protocol/text.ts'
import { useT } from '../../i18n/use-t.ts'
import { navigate } from '../../shell/navigation.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Refusal } from '../../ui/refusal.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useAction } from '../../ui/use-action.ts'

interface Props {
  id: string
  title: string
  onClose: () => void
}

/** Ends the group for everybody. The name is typed, so that nobody does it in passing. */
export function DissolveDialog({ id, title, onClose }: Props) {
  const t = useT('console')
  const tc = useT('common')
  const action = useAction()
  const formId = useId()
  const field = useRef<HTMLInputElement>(null)
  const [differs, setDiffers] = useState(false)

  async function dissolve(event: FormEvent) {
    event.preventDefault()
    const typed = field.current?.value ?? ''
    const same = cleanName(typed) === title
    setDiffers(!same)
    if (!same) return field.current?.focus()
    const done = await action.run('dissolve', 'group:dissolve', { conversationId: id, title: typed })
    if (!done) return
    onClose()
    navigate(`/conversations/${id}`)
  }

  return (
    <Dialog
      open
      onOpenChange={open => !open && onClose()}
      title={t('dissolve.question', { title })}
      size="small"
      initialFocus={field}
      footer={
        <>
          <Button onClick={onClose}>{tc('cancel')}</Button>
          <Button type="submit" form={formId} variant="danger" loading={action.busy !== null}>
            {t('dissolve.action')}
          </Button>
        </>
      }
    >
      <ul className="flex list-disc flex-col gap-1.5 ps-5 text-body text-text-2">
        <li>{t('dissolve.ends')}</li>
        <li>{t('dissolve.stays')}</li>
        <li>{t('dissolve.final')}</li>
      </ul>
      <form id={formId} onSubmit={dissolve} noValidate className="mt-4 flex flex-col gap-3">
        <TextField
          ref={field}
          label={t('dissolve.type', { title })}
          autoComplete="off"
          error={differs && t('dissolve.differs')}
          onChange={() => setDiffers(false)}
        />
        <Refusal>{action.refused?.text}</Refusal>
      </form>
    </Dialog>
  )
}
