'use client'
import { Check } from 'lucide-react'
import { type FormEvent, type RefObject, useRef, useState } from 'react'
import type { WireError } from '#protocol/errors.ts'
import { lengths } from '#protocol/limits.ts'
import { isName } from '#protocol/text.ts'
import { useErrorText } from '../i18n/use-error-text.ts'
import { useT } from '../i18n/use-t.ts'
import { Button } from '../ui/button.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { TextField } from '../ui/text-field.tsx'
import { AuthLink } from './auth-link.tsx'
import { askDoor, signIn } from './door.ts'
import { FormAlert } from './form-alert.tsx'
import { clearOthersData } from './local-data.ts'
import { HOME } from './safe-path.ts'
import { useCountdown } from './use-countdown.ts'
import { useHydrated } from './use-hydrated.ts'
import { usePageTitle } from './use-page-title.ts'
import { type UsernameState, useUsernameCheck } from './username-check.ts'
import { WaitAlert } from './wait-alert.tsx'

interface Props {
  next: string
  /** Nobody has an account here yet: this one becomes the administrator's. */
  first: boolean
  /** Newcomers are asked for a code: this is what their link brought along. */
  code?: string | undefined
}

type Errors = Partial<Record<'code' | 'username' | 'displayName' | 'password' | 'form', string>>

export function SignUpForm({ next, first, code }: Props) {
  const t = useT('auth')
  const errorText = useErrorText()
  const hydrated = useHydrated()
  usePageTitle(t('signUp'))
  const [name, setName] = useState('')
  const [left, setLeft] = useState(false)
  const [errors, setErrors] = useState<Errors>({})
  const [busy, setBusy] = useState(false)
  const nameState = useUsernameCheck(name)
  const wait = useCountdown()
  const given = useRef<HTMLInputElement>(null)
  const username = useRef<HTMLInputElement>(null)
  const displayName = useRef<HTMLInputElement>(null)
  const password = useRef<HTMLInputElement>(null)
  const fields: Record<string, RefObject<HTMLInputElement | null>> = {
    code: given,
    username,
    displayName,
    password,
  }

  function show(found: Errors) {
    setErrors(found)
    const first = Object.keys(fields).find(field => found[field as keyof Errors])
    if (first) fields[first]?.current?.focus()
  }

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (busy || wait.seconds > 0) return
    const asked = given.current?.value.trim()
    const account = {
      username: username.current?.value.trim() ?? '',
      displayName: displayName.current?.value ?? '',
      password: password.current?.value ?? '',
    }
    const found: Errors = {}
    if (asked === '') found.code = t('codeMissing')
    if (isProblem(nameState)) found.username = t(`usernameState.${nameState}`)
    if (!isName(account.displayName, lengths.displayName)) found.displayName = t('displayNameProblem')
    if (account.password.length < lengths.passwordMin) found.password = t('passwordShort', lengths)
    if (account.password.length > lengths.passwordMax) found.password = t('passwordLong', lengths)
    show(found)
    if (Object.keys(found).length > 0) return

    setBusy(true)
    const made = await askDoor('account:register', {
      ...account,
      ...(asked !== undefined && { code: asked }),
    })
    if (!made.ok) {
      setBusy(false)
      refused(made.error)
      return
    }
    const entered = await signIn(account.username, account.password)
    await clearOthersData(made.data.user.id)
    // The account stands: where only signing in failed, the other page is the place to try again.
    const onward = next === HOME ? '/welcome' : `/welcome?next=${encodeURIComponent(next)}`
    location.replace(entered.ok ? onward : `/sign-in?next=${encodeURIComponent(next)}`)
  }

  function refused(error: WireError) {
    if (error.details?.reason === 'username_taken') show({ username: t('usernameState.taken') })
    else if (error.details?.reason === 'sign_up_code') show({ code: t('codeWrong') })
    else if (error.code === 'RATE_LIMITED') wait.start(error.retryAfterMs ?? 1000)
    else if (error.code === 'UNAVAILABLE') show({ form: t('unreachable') })
    // Everything but how common a password is was checked here with the server's own rules.
    else if (error.code === 'BAD_REQUEST') show({ password: t('passwordWeak') })
    else show({ form: errorText(error) })
  }

  // While somebody is typing, "too short" would only nag; what cannot become right is said at once.
  const nagging = nameState === 'short' && !left
  const liveError =
    isProblem(nameState) && name !== '' && !nagging ? t(`usernameState.${nameState}`) : undefined
  const nameError = liveError ?? errors.username
  return (
    <>
      <h1 className="text-display text-text">{t('signUpTitle')}</h1>
      <form method="post" onSubmit={submit} noValidate className="mt-5 flex flex-col gap-4">
        {first && <FormAlert tone="info">{t('firstAccount')}</FormAlert>}
        {errors.form && <FormAlert tone="danger">{errors.form}</FormAlert>}
        {wait.seconds > 0 && (
          <WaitAlert seconds={wait.seconds} text={seconds => t('tooManySignUps', { seconds })} />
        )}
        {code !== undefined && (
          <TextField
            ref={given}
            label={t('code')}
            name="code"
            autoComplete="one-time-code"
            autoCapitalize="none"
            autoCorrect="off"
            defaultValue={code}
            maxLength={100}
            required
            hint={!errors.code && t('codeHint')}
            error={errors.code}
          />
        )}
        <TextField
          ref={username}
          label={t('username')}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          autoCorrect="off"
          dir="ltr"
          prefix="@"
          maxLength={lengths.usernameMax}
          required
          value={name}
          onChange={event => {
            setName(event.target.value)
            setLeft(false)
            setErrors(({ username: _, ...rest }) => rest)
          }}
          onBlur={() => setLeft(true)}
          hint={!nameError && <UsernameHint state={name === '' ? 'unknown' : nameState} />}
          error={nameError}
          suffix={name !== '' && <UsernameMark state={nameState} />}
        />
        <TextField
          ref={displayName}
          label={t('displayName')}
          name="displayName"
          autoComplete="nickname"
          maxLength={lengths.displayName}
          required
          hint={t('displayNameHint')}
          error={errors.displayName}
        />
        <TextField
          ref={password}
          label={t('password')}
          name="password"
          type="password"
          autoComplete="new-password"
          maxLength={lengths.passwordMax}
          required
          hint={!errors.password && t('passwordHint', lengths)}
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
          {t('signUp')}
        </Button>
      </form>
      <p className="mt-6 border-line border-t pt-4 text-body text-text-2">
        {t('haveAccount')} <AuthLink to="/sign-in" next={next} label={t('signIn')} />
      </p>
    </>
  )
}

type Problem = 'taken' | 'short' | 'long' | 'characters'
const isProblem = (state: UsernameState): state is Problem =>
  state === 'taken' || state === 'short' || state === 'long' || state === 'characters'

function UsernameMark({ state }: { state: UsernameState }) {
  if (state === 'checking') return <Spinner className="size-4" />
  if (state === 'free') return <Check aria-hidden className="size-4.5 text-accent" />
  return null
}

/** The rules, and in their place the good news; spoken without taking the focus. */
function UsernameHint({ state }: { state: UsernameState }) {
  const t = useT('auth')
  return (
    <span aria-live="polite" className={state === 'free' ? 'text-accent' : undefined}>
      {state === 'free' ? t('usernameState.free') : t('usernameHint', lengths)}
    </span>
  )
}
