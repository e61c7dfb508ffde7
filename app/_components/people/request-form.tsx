'use client'
import { type FormEvent, useState } from 'react'
import { useAccount, useEngine } from '#client/react/hooks.ts'
import { lengths } from '#protocol/limits.ts'
import { useT } from '../i18n/use-t.ts'
import { Button } from '../ui/button.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { TextField } from '../ui/text-field.tsx'
import { useAction } from '../ui/use-action.ts'

interface Props {
  userId: string
  onSent: () => void
  onCancel: () => void
}

/** A greeting, and at once my own name for them. */
export function RequestForm({ userId, onSent, onCancel }: Props) {
  const t = useT('people')
  const tc = useT('common')
  const engine = useEngine()
  const account = useAccount()
  const action = useAction()
  const { friend } = engine.person(userId)
  const [greeting, setGreeting] = useState(() =>
    t('greetingDefault', { name: account?.user.displayName ?? '' }).slice(0, lengths.greeting),
  )
  const [remark, setRemark] = useState(friend?.remark ?? '')

  async function send(event: FormEvent) {
    event.preventDefault()
    const sent = await action.run('request', 'friend:request', { userId, greeting })
    if (!sent) return
    // The request is out; should only the remark fail, its own field is still there.
    if (remark.trim() !== (friend?.remark ?? '')) await engine.run('friend:update', { userId, remark })
    onSent()
  }

  return (
    <form onSubmit={send} className="flex w-full flex-col gap-4 text-start">
      <TextArea
        label={t('greeting')}
        hint={t('greetingHint')}
        rows={2}
        maxLength={lengths.greeting}
        value={greeting}
        onChange={event => setGreeting(event.target.value)}
        autoFocus
      />
      <TextField
        label={t('remark')}
        aside={tc('optional')}
        hint={t('remarkHint')}
        maxLength={lengths.remark}
        value={remark}
        onChange={event => setRemark(event.target.value)}
        autoComplete="off"
      />
      <Refusal>{action.refused?.text}</Refusal>
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{tc('cancel')}</Button>
        <Button type="submit" variant="primary" loading={action.busy !== null}>
          {tc('send')}
        </Button>
      </div>
    </form>
  )
}
