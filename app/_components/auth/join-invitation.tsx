'use client'
import { UsersRound } from 'lucide-react'
import { useT } from '../i18n/use-t.ts'
import { Invitation } from './invitation.tsx'

/**
 * What a link into a group shows to somebody who is not signed in: nothing of the group, for the link may have gone
 * further than it was meant to.
 */
export function JoinInvitation({ path, canSignUp }: { path: string; canSignUp: boolean }) {
  const t = useT('auth')
  const words = { title: t('join.title'), text: t('join.text') }
  return <Invitation icon={UsersRound} shape="rounded-group" {...words} path={path} canSignUp={canSignUp} />
}
