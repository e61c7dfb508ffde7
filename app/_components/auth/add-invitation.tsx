'use client'
import { UserRoundPlus } from 'lucide-react'
import { useT } from '../i18n/use-t.ts'
import { buttonClass } from '../ui/button-class.ts'
import { usePageTitle } from './use-page-title.ts'

/**
 * What a link "add me" shows to somebody who is not signed in: the name that stands in the link itself, and nothing
 * that would tell whether there is such a person.
 */
export function AddInvitation({ username, canSignUp }: { username: string; canSignUp: boolean }) {
  const t = useT('auth')
  usePageTitle(t('add.title', { username }))
  const query = `?next=${encodeURIComponent(`/add/${username}`)}`
  return (
    <div className="flex flex-col items-center text-center">
      <span className="flex size-18 items-center justify-center rounded-full bg-selected text-accent">
        <UserRoundPlus aria-hidden className="size-8" />
      </span>
      <h1 className="mt-4 text-heading text-text">{t('add.title', { username })}</h1>
      <p className="mt-1 text-balance text-body text-text-2">{t('add.text')}</p>
      <div className="mt-6 flex w-full flex-col gap-2">
        <a href={`/sign-in${query}`} className={buttonClass('primary', 'medium', true)}>
          {t('signIn')}
        </a>
        {canSignUp && (
          <a href={`/sign-up${query}`} className={buttonClass('secondary', 'medium', true)}>
            {t('signUp')}
          </a>
        )}
      </div>
    </div>
  )
}
