'use client'
import { UsersRound } from 'lucide-react'
import { useT } from '../i18n/use-t.ts'
import { buttonClass } from '../ui/button-class.ts'
import { usePageTitle } from './use-page-title.ts'

/**
 * What a link into a group shows to somebody who is not signed in: nothing of the group, for the link may have gone
 * further than it was meant to. The link itself comes along through the door.
 */
export function JoinInvitation({ path, canSignUp }: { path: string; canSignUp: boolean }) {
  const t = useT('auth')
  usePageTitle(t('join.title'))
  const query = `?next=${encodeURIComponent(path)}`
  return (
    <div className="flex flex-col items-center text-center">
      <span className="flex size-18 items-center justify-center rounded-group bg-selected text-accent">
        <UsersRound aria-hidden className="size-8" />
      </span>
      <h1 className="mt-4 text-heading text-text">{t('join.title')}</h1>
      <p className="mt-1 text-balance text-body text-text-2">{t('join.text')}</p>
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
