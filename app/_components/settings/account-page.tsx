'use client'
import { useState } from 'react'
import { useT } from '../i18n/use-t.ts'
import { Button } from '../ui/button.tsx'
import { DeleteAccountDialog } from './delete-account-dialog.tsx'
import { Group, Row } from './group.tsx'
import { PasswordForm } from './password-form.tsx'
import { SignOutDialog } from './sign-out-dialog.tsx'

export function AccountPage() {
  const t = useT('settings')
  const [asking, setAsking] = useState<'sign-out' | 'delete' | null>(null)
  const closed = (open: boolean) => !open && setAsking(null)
  return (
    <>
      <Group title={t('password.title')} padded>
        <PasswordForm />
      </Group>
      {/* Where the menu stands beside this, it has the way out already. */}
      <div className="two:hidden">
        <Group title={t('signOut.title')}>
          <Row label={t('signOut.label')} description={t('signOut.description')}>
            <Button onClick={() => setAsking('sign-out')}>{t('signOut.action')}</Button>
          </Row>
        </Group>
      </div>
      <Group title={t('delete.title')} danger>
        <Row label={t('delete.label')} description={t('delete.description')}>
          <Button onClick={() => setAsking('delete')}>
            <span className="text-danger">{t('delete.action')}</span>
          </Button>
        </Row>
      </Group>
      <SignOutDialog open={asking === 'sign-out'} onOpenChange={closed} />
      <DeleteAccountDialog open={asking === 'delete'} onOpenChange={closed} />
    </>
  )
}
