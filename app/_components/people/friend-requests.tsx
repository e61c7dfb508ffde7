'use client'
import { UserRoundPlus } from 'lucide-react'
import { useMemo } from 'react'
import { useAccount, useEngine, useFriends, useNotices, usePerson } from '#client/react/hooks.ts'
import { useFormats } from '../i18n/formats.ts'
import { useT } from '../i18n/use-t.ts'
import { useReadNotices } from '../notices/use-read-notices.ts'
import { navigate } from '../shell/navigation.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Pane } from '../ui/pane.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { ListSkeleton } from '../ui/skeleton.tsx'
import { useAction } from '../ui/use-action.ts'
import { MessageButton } from './person-actions.tsx'
import { personName } from './person-name.ts'
import { PersonRow } from './person-row.tsx'
import { RequestButtons } from './request-buttons.tsx'
import { type RequestLine, requestLines } from './requests.ts'

/** "New friends": requests both ways, with what became of them, to be answered in place. */
export function FriendRequests() {
  const t = useT('people')
  const engine = useEngine()
  const tc = useT('common')
  const loading = useAccount() === undefined
  const friends = useFriends()
  const lines = useMemo(() => requestLines(friends, engine.serverNow()), [friends, engine])
  const notices = useNotices()
  useReadNotices(notices.filter(({ type, readAt }) => type === 'friend_request' && readAt === null))
  return (
    <Pane title={t('newFriends')} above="/friends" announce>
      {loading ? (
        <div className="mx-auto max-w-180 py-2">
          <ListSkeleton label={tc('loading')} />
        </div>
      ) : lines.length === 0 ? (
        <EmptyState
          icon={UserRoundPlus}
          title={t('noRequests')}
          text={t('noRequestsText')}
          actions={
            <Button variant="primary" onClick={() => navigate('/friends?add')}>
              {t('addFriend')}
            </Button>
          }
        />
      ) : (
        <ul className="mx-auto max-w-180 py-2">
          {lines.map(line => (
            <RequestRow key={line.userId} line={line} />
          ))}
        </ul>
      )}
    </Pane>
  )
}

function RequestRow({ line: { userId, request, way, state } }: { line: RequestLine }) {
  const t = useT('people')
  const formats = useFormats()
  const person = usePerson(userId)
  const action = useAction()
  const { name } = personName(person, t('deletedUser'))
  const when = formats.listTime(request.time)
  const asked = t(way === 'in' ? 'theyAsked' : 'youAsked')
  return (
    <li>
      <PersonRow
        userId={userId}
        name={name}
        avatar={person.user?.avatar}
        wrap
        subtitle={
          <>
            {request.greeting && <span className="sr-only">{asked}: </span>}
            <bdi>{request.greeting || asked}</bdi>
            <span className="text-text-3"> · {when}</span>
          </>
        }
        href={`/friends/${userId}`}
        actions={<Outcome {...{ userId, request, way, state, name, action }} />}
      />
      <Refusal className="px-4 pb-2">{action.refused?.text}</Refusal>
    </li>
  )
}

interface OutcomeProps extends RequestLine {
  name: string
  action: ReturnType<typeof useAction>
}

/** What the request waits for, or what became of it. */
function Outcome({ userId, request, way, state, name, action }: OutcomeProps) {
  const t = useT('people')
  const tc = useT('common')
  if (state === 'accepted') return <MessageButton userId={userId} label={t('message')} small />
  if (state === 'init' && way === 'in') {
    return <RequestButtons requestId={request.id} action={action} name={name} />
  }
  const again = way === 'out' && (state === 'expired' || state === 'declined')
  return (
    <>
      <span className="whitespace-nowrap text-small text-text-3">
        {t(`state.${state === 'init' ? 'waiting' : state}`)}
      </span>
      {state === 'init' && (
        <Button
          size="small"
          aria-description={name}
          loading={action.busy === 'cancel'}
          onClick={() => void action.run('cancel', 'friend:cancel', { requestId: request.id })}
        >
          {tc('cancel')}
        </Button>
      )}
      {again && (
        <Button
          size="small"
          aria-description={name}
          loading={action.busy === 'again'}
          onClick={() =>
            void action.run('again', 'friend:request', { userId, greeting: request.greeting || undefined })
          }
        >
          {t('resend')}
        </Button>
      )}
    </>
  )
}
