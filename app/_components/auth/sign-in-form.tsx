'use client'
import { type FormEvent, useRef, useState } from 'react'
import { useErrorText } from '../i18n/use-error-text.ts'
import { useT } from '../i18n/use-t.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/text-field.tsx'
import { AuthLink } from './auth-link.tsx'
import { signIn } from './door.ts'
import { FormAlert } from './form-alert.tsx'
import { clearOthersData } from './local-data.ts'
import { useCountdown } from './use-countdown.ts'
import { useHydrated } from './use-hydrated.ts'
import { usePageTitle } from './use-page-title.ts'
import { WaitAlert } from './wait-alert.tsx'

/** Why this page is shown to somebody who did not ask for it. */
export type Arrival = 'ended' | 'expired' | 'deleted' | null

interface Props {
  /** Where to go then: an own path, checked. */
  next: string
  arrival: Arrival
  canSignUp: boolean
}

export function SignInForm({ next, arrival, canSignUp }: Props) {
  const t = useT('auth')
  const errorText = useErrorText()
  const hydrated = useHydrated()
  usePageTitle(t('signIn'))
  const [errors, setErrors] = useState<{ username?: string; password?: string; form?: string }>({})
  const [busy, setBusy] = useState(false)
  const wait = useCountdown()
  const username = useRef<HTMLInputElement>(null)
  const password = useRef<HTMLInputElement>(null)

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (busy || wait.seconds > 0) return
    const name = username.current?.value.trim() ?? ''
    const secret = password.current?.value ?? ''
    if (name === '' || secret === '') {
      setErrors({
        username: name === '' ? t('usernameMissing') : undefined,
        password: secret === '' ? t('passwordMissing') : undefined,
      })
      ;(name === '' ? username : password).current?.focus()
      return
    }
    setErrors({})
    setBusy(true)
    const answer = await signIn(name, secret)
    if (answer.ok) {
      if (answer.data.userId) await clearOthersData(answer.data.userId)
      // A fresh page: nothing of this one, the password least of all, is kept.
      location.replace(next)
      return
    }
    setBusy(false)
    const { error } = answer
    if (error.code === 'RATE_LIMITED') wait.start(error.retryAfterMs ?? 1000)
    else if (error.code === 'UNAUTHENTICATED') {
      setErrors({ password: errorText(error) })
      password.current?.select()
      password.current?.focus()
    } else setErrors({ form: error.code === 'UNAVAILABLE' ? t('unreachable') : errorText(error) })
  }

  return (
    <>
      <h1 className="text-display text-text">{t('signInTitle')}</h1>
      <form method="post" onSubmit={submit} noValidate className="mt-5 flex flex-col gap-4">
        {arrival && <FormAlert tone="info">{t(`arrival.${arrival}`)}</FormAlert>}
        {errors.form && <FormAlert tone="danger">{errors.form}</FormAlert>}
        {wait.seconds > 0 && (
          <WaitAlert seconds={wait.seconds} text={seconds => t('tooManyAttempts', { seconds })} />
        )}
        <TextField
          ref={username}
          label={t('username')}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          autoCorrect="off"
          dir="ltr"
          required
          // What was tried too often is one name; another may go on.
          onChange={() => wait.seconds > 0 && wait.start(0)}
          error={errors.username}
        />
        <TextField
          ref={password}
          label={t('password')}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          error={errors.password}
        />
        <Button
          type="submit"
          variant="primary"
          block
          loading={busy}
          disabled={!hydrated || wait.seconds > 0}
          className="mt-1"
        >
          {t('signIn')}
        </Button>
      </form>
      <p className="mt-4 text-small text-text-3">{t('lostPassword')}</p>
      {canSignUp && (
        <p className="mt-6 border-line border-t pt-4 text-body text-text-2">
          {t('noAccount')} <AuthLink to="/sign-up" next={next} label={t('signUp')} />
        </p>
      )}
    </>
  )
}
