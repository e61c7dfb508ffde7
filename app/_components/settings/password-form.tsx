'use client'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useAccount } from '#client/react/hooks.ts'
import { lengths } from '#protocol/limits.ts'
import { useT } from '../i18n/use-t.ts'
import { Button } from '../ui/button.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { TextField } from '../ui/text-field.tsx'
import { useAction } from '../ui/use-action.ts'

export function PasswordForm() {
  const t = useT('settings')
  const tAuth = useT('auth')
  const account = useAccount()
  const action = useAction()
  const form = useRef<HTMLFormElement>(null)
  const current = useRef<HTMLInputElement>(null)
  const next = useRef<HTMLInputElement>(null)
  const [errors, setErrors] = useState<{ current?: string; next?: string }>({})
  const [ended, setEnded] = useState<number | null>(null)

  function show(found: { current?: string; next?: string }) {
    setErrors(found)
    const field = found.current ? current : found.next ? next : null
    field?.current?.focus()
  }

  async function change(event: FormEvent) {
    event.preventDefault()
    setEnded(null)
    const given = { current: current.current?.value ?? '', next: next.current?.value ?? '' }
    const found = {
      current: given.current === '' ? tAuth('passwordMissing') : undefined,
      next: given.next.length < lengths.passwordMin ? tAuth('passwordShort', lengths) : undefined,
    }
    show(found)
    if (found.current || found.next) return
    const done = await action.run('password', 'account:change-password', given)
    if (!done) return
    form.current?.reset()
    setEnded(done.endedSessions)
  }

  const { refused } = action
  const wrong = refused?.error.details?.reason === 'wrong_password' ? refused.text : undefined
  // Lengths were checked here; what is left of bad input is a password everybody would try first.
  const weak = refused?.error.code === 'BAD_REQUEST' ? tAuth('passwordWeak') : undefined
  useEffect(() => {
    const field = wrong ? current : weak ? next : null
    field?.current?.focus()
  }, [wrong, weak])
  return (
    <form ref={form} method="post" onSubmit={change} noValidate className="flex flex-col gap-4">
      <p className="text-small text-text-2">{t('password.text')}</p>
      {/* Tells the password manager whose password this is. */}
      <input
        type="text"
        name="username"
        autoComplete="username"
        value={account?.user.username ?? ''}
        readOnly
        hidden
      />
      <TextField
        ref={current}
        label={t('password.current')}
        type="password"
        autoComplete="current-password"
        maxLength={lengths.passwordMax}
        error={errors.current ?? wrong}
      />
      <TextField
        ref={next}
        label={t('password.next')}
        type="password"
        autoComplete="new-password"
        maxLength={lengths.passwordMax}
        hint={tAuth('passwordHint', lengths)}
        error={errors.next ?? weak}
      />
      {!wrong && !weak && <Refusal>{refused?.text}</Refusal>}
      <div className="flex flex-wrap items-center justify-end gap-3">
        <span role="status" className="min-w-0 flex-1 text-small text-text-2">
          {ended === null ? '' : t('password.changed', { count: ended })}
        </span>
        <Button type="submit" variant="primary" loading={action.busy !== null}>
          {t('password.action')}
        </Button>
      </div>
    </form>
  )
}
