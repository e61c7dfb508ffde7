'use client'
import { Lock } from 'lucide-react'
import { useT } from '../i18n/use-t.ts'
import { buttonClass } from '../ui/button-class.ts'
import { EmptyState } from '../ui/empty-state.tsx'

/** Instead of the form, where the operator takes no new accounts. */
export function SignUpClosed() {
  const t = useT('auth')
  return (
    <EmptyState
      icon={Lock}
      title={t('closedTitle')}
      text={t('closedText')}
      actions={
        <a href="/sign-in" className={buttonClass('primary')}>
          {t('signIn')}
        </a>
      }
    />
  )
}
