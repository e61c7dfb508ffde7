'use client'
import { useT } from '../i18n/use-t.ts'
import { Pane } from '../ui/pane.tsx'
import { PersonProfile } from './person-profile.tsx'

export interface PersonSheetProps {
  userId: string
  onClose: () => void
}

/** A person's profile as a panel that can be closed: beside a conversation, or over it. */
export default function PersonSheet({ userId, onClose }: PersonSheetProps) {
  const t = useT('people')
  return (
    <Pane title={t('profile')} onClose={onClose}>
      <PersonProfile key={userId} userId={userId} onLeave={onClose} />
    </Pane>
  )
}
