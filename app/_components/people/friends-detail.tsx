'use client'
import { UsersRound } from 'lucide-react'
import { useT } from '../i18n/use-t.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Pane } from '../ui/pane.tsx'
import { FriendRequests } from './friend-requests.tsx'
import { PersonProfile } from './person-profile.tsx'

/** What stands beside the list of friends: requests, one person, or nothing yet. */
export default function FriendsDetail({ current }: { current: string | undefined }) {
  const t = useT('people')
  if (current === 'requests') return <FriendRequests />
  if (current === undefined) {
    return <EmptyState icon={UsersRound} title={t('pickTitle')} text={t('pickText')} className="bg-bg" />
  }
  return (
    <Pane title={t('profile')} above="/friends" announce>
      <PersonProfile key={current} userId={current} />
    </Pane>
  )
}
