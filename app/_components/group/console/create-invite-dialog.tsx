'use client'
import { type FormEvent, useId, useState } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import type { Invite } from '#protocol/entities/group.ts'
import { lengths, times } from '#protocol/limits.ts'
import { useT } from '../../i18n/use-t.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Refusal } from '../../ui/refusal.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useAction } from '../../ui/use-action.ts'
import { Choice } from './choice.tsx'

const day = 86_400_000
const spans = { day, week: times.inviteMs, month: 30 * day, year: 365 * day } as const
type Span = keyof typeof spans
/** The year the server allows is over by the time it reads of it. */
const onTheWayMs = 60_000

interface Props {
  conversationId: string
  /** With the link that was made. */
  onClose: (invite?: Invite) => void
}

/** How long a link works and for how many. */
export function CreateInviteDialog({ conversationId, onClose }: Props) {
  const t = useT('console')
  const tc = useT('common')
  const engine = useEngine()
  const action = useAction()
  const formId = useId()
  const [span, setSpan] = useState<Span>('week')
  const [uses, setUses] = useState('')
  const [wrong, setWrong] = useState(false)

  async function create(event: FormEvent) {
    event.preventDefault()
    const maxUses = uses.trim() === '' ? null : Number(uses)
    const bad =
      maxUses !== null && (!Number.isInteger(maxUses) || maxUses < 1 || maxUses > lengths.groupPeople)
    setWrong(bad)
    if (bad) return
    const expiresAt = engine.serverNow() + spans[span] - (span === 'year' ? onTheWayMs : 0)
    const done = await action.run('create', 'group:create-invite', { conversationId, expiresAt, maxUses })
    if (done) onClose(done.invite)
  }

  return (
    <Dialog
      open
      onOpenChange={open => !open && onClose()}
      title={t('invites.create')}
      size="small"
      footer={
        <>
          <Button onClick={() => onClose()}>{tc('cancel')}</Button>
          <Button type="submit" form={formId} variant="primary" loading={action.busy !== null}>
            {tc('create')}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={create} noValidate className="flex flex-col gap-4">
        <Choice
          label={t('invites.works')}
          value={span}
          onChange={setSpan}
          options={(Object.keys(spans) as Span[]).map(value => ({
            value,
            label: t(`invites.span.${value}`),
          }))}
        />
        <TextField
          label={t('invites.maxUses')}
          hint={t('invites.maxUsesHint')}
          aside={tc('optional')}
          inputMode="numeric"
          value={uses}
          onChange={event => {
            setUses(event.target.value)
            setWrong(false)
          }}
          error={wrong && t('invites.maxUsesWrong', { max: lengths.groupPeople })}
        />
        <Refusal>{action.refused?.text}</Refusal>
      </form>
    </Dialog>
  )
}
