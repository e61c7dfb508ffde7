'use client'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import { setLeaving } from '../auth/leaving.ts'
import { useT } from '../i18n/use-t.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { TextField } from '../ui/text-field.tsx'
import { useAction } from '../ui/use-action.ts'
import { leave } from './leave.ts'

interface Props {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Says what goes and what stays, and asks for the password. Fourteen days in which signing in takes it back. */
export function DeleteAccountDialog({ open, onOpenChange }: Props) {
  const t = useT('settings')
  const tAuth = useT('auth')
  const tc = useT('common')
  const engine = useEngine()
  const action = useAction()
  const formId = useId()
  const password = useRef<HTMLInputElement>(null)
  const [missing, setMissing] = useState(false)

  async function remove(event: FormEvent) {
    event.preventDefault()
    const given = password.current?.value ?? ''
    setMissing(given === '')
    if (given === '') {
      password.current?.focus()
      return
    }
    // Every session ends with it, this one too: that is no news for this tab.
    setLeaving(true)
    const done = await action.run('delete', 'account:delete', { password: given })
    if (done) await leave(engine, { anyway: true, to: '/sign-in?deleted' })
    else setLeaving(false)
  }

  const { refused } = action
  const wrong = refused?.error.details?.reason === 'wrong_password' ? refused.text : undefined
  useEffect(() => {
    if (wrong) password.current?.focus()
  }, [wrong])
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('delete.question')}
      size="small"
      initialFocus={password}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{tc('cancel')}</Button>
          <Button type="submit" form={formId} variant="danger" loading={action.busy !== null}>
            {t('delete.action')}
          </Button>
        </>
      }
    >
      <ul className="flex list-disc flex-col gap-1.5 ps-5 text-body text-text-2">
        <li>{t('delete.everywhere')}</li>
        <li>{t('delete.grace')}</li>
        <li>{t('delete.messages')}</li>
      </ul>
      <form id={formId} method="post" onSubmit={remove} noValidate className="mt-4 flex flex-col gap-3">
        <TextField
          ref={password}
          label={tAuth('password')}
          type="password"
          autoComplete="current-password"
          error={missing ? tAuth('passwordMissing') : wrong}
        />
        {!wrong && <Refusal>{refused?.text}</Refusal>}
      </form>
    </Dialog>
  )
}
