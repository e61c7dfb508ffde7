'use client'
import { LogIn } from 'lucide-react'
import { useEffect } from 'react'
import { isLeaving } from '../auth/leaving.ts'
import { forgetOfflineShell } from '../auth/local-data.ts'
import { useT } from '../i18n/use-t.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'

/**
 * The session is over. Ended on purpose, the store is gone already and so is this page; run out, everything stays on
 * the device but unseen, until the same person signs in.
 */
export function Ended({ reason }: { reason: 'session_ended' | 'expired' }) {
  const t = useT('chat.blocked')
  useEffect(() => {
    // What this page hides must not open again without the server, either.
    if (reason === 'expired') void forgetOfflineShell()
    else if (!isLeaving()) location.replace('/sign-in?ended')
  }, [reason])
  if (reason === 'session_ended') return null
  const signIn = () => location.assign(`/sign-in?expired&next=${encodeURIComponent(location.pathname)}`)
  return (
    <main className="fixed inset-0 bg-bg">
      <EmptyState
        icon={LogIn}
        title={t('expiredTitle')}
        text={t('expiredText')}
        actions={
          <Button variant="primary" onClick={signIn} autoFocus>
            {t('signIn')}
          </Button>
        }
      />
    </main>
  )
}
