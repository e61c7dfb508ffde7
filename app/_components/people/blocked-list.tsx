'use client'
import { useT } from '../i18n/use-t.ts'
import { Button } from '../ui/button.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { useAction } from '../ui/use-action.ts'
import { PersonRow } from './person-row.tsx'
import { useFriendEntries } from './use-friend-entries.ts'

/** Those I blocked, each with the way back. */
export function BlockedList() {
  const t = useT('people')
  const blocked = useFriendEntries('blocked')
  const action = useAction()
  if (blocked.length === 0) return <p className="px-4 py-3 text-body text-text-3">{t('noBlocked')}</p>
  return (
    <>
      <ul>
        {blocked.map(({ userId, name, avatar, handle }) => (
          <li key={userId}>
            <PersonRow
              userId={userId}
              name={name}
              avatar={avatar}
              subtitle={handle}
              actions={
                <Button
                  size="small"
                  aria-description={name}
                  loading={action.busy === userId}
                  onClick={() => void action.run(userId, 'friend:unblock', { userId })}
                >
                  {t('unblock')}
                </Button>
              }
            />
          </li>
        ))}
      </ul>
      <Refusal className="px-4 pb-3">{action.refused?.text}</Refusal>
    </>
  )
}
