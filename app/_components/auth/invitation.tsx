'use client'
import type { LucideIcon } from 'lucide-react'
import { useT } from '../i18n/use-t.ts'
import { buttonClass } from '../ui/button-class.ts'
import { usePageTitle } from './use-page-title.ts'

interface Props {
  icon: LucideIcon
  /** A person's place is round, a group's is not. */
  shape: 'rounded-full' | 'rounded-group'
  title: string
  text: string
  /** The link itself, which comes along through the door. */
  path: string
  canSignUp: boolean
}

/** What a link shows to somebody who is not signed in, and the ways in. */
export function Invitation({ icon: Icon, shape, title, text, path, canSignUp }: Props) {
  const t = useT('auth')
  usePageTitle(title)
  const query = `?next=${encodeURIComponent(path)}`
  return (
    <div className="flex flex-col items-center text-center">
      <span className={`flex size-18 items-center justify-center bg-selected text-accent ${shape}`}>
        <Icon aria-hidden className="size-8" />
      </span>
      <h1 className="mt-4 text-heading text-text">{title}</h1>
      <p className="mt-1 text-balance text-body text-text-2">{text}</p>
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
