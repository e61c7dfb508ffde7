'use client'
import { useEffect, useState } from 'react'
import { useT } from '../i18n/use-t.ts'
import { Spinner } from '../ui/spinner.tsx'
import { clearLocalData } from './local-data.ts'
import { type Arrival, SignInForm } from './sign-in-form.tsx'

/**
 * The sign-in page. After a session was ended on purpose, what it left in this browser is deleted before anything
 * else is shown.
 */
export function SignIn({ arrival, ...rest }: { next: string; arrival: Arrival; canSignUp: boolean }) {
  const t = useT('auth')
  const [clean, setClean] = useState(arrival !== 'ended')
  useEffect(() => {
    if (arrival !== 'ended') return
    void clearLocalData().then(() => {
      // A reload, or the way back to this page later, has nothing to delete a second time.
      history.replaceState(history.state, '', '/sign-in')
      setClean(true)
    })
  }, [arrival])
  if (!clean) {
    return (
      <div className="flex h-60 items-center justify-center text-text-3">
        <Spinner label={t('clearing')} />
      </div>
    )
  }
  return <SignInForm arrival={arrival} {...rest} />
}
