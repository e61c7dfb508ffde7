'use client'
import { UserRoundPlus } from 'lucide-react'
import { useT } from '../i18n/use-t.ts'
import { Invitation } from './invitation.tsx'

/**
 * What a link "add me" shows to somebody who is not signed in: the name that stands in the link itself, and nothing
 * that would tell whether there is such a person.
 */
export function AddInvitation({ username, canSignUp }: { username: string; canSignUp: boolean }) {
  const t = useT('auth')
  const words = { title: t('add.title', { username }), text: t('add.text'), path: `/add/${username}` }
  return <Invitation icon={UserRoundPlus} shape="rounded-full" {...words} canSignUp={canSignUp} />
}
