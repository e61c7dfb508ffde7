'use client'
import { MessageCircle, UserRoundPlus } from 'lucide-react'
import { useState } from 'react'
import { useConversationWith, useEngine, usePerson } from '#client/react/hooks.ts'
import { useFormats } from '../i18n/formats.ts'
import { useT } from '../i18n/use-t.ts'
import { navigate } from '../shell/navigation.ts'
import { Button } from '../ui/button.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { type Action, useAction } from '../ui/use-action.ts'
import { type Standing, standingOf, stateOf } from './relation.ts'
import { RequestButtons } from './request-buttons.tsx'
import { RequestForm } from './request-form.tsx'

interface Props {
  userId: string
  /** The way on leads to another screen: whatever this stands in can close. */
  onLeave?: (() => void) | undefined
}

/** What can be done with a person, by how they stand to me: add, wait, accept, write, unblock. */
export function PersonActions({ userId, onLeave }: Props) {
  const engine = useEngine()
  const person = usePerson(userId)
  const action = useAction()
  const [asking, setAsking] = useState(false)
  const standing = standingOf(person, engine.userId, engine.serverNow())

  if (asking && standing === 'stranger') {
    return <RequestForm userId={userId} onSent={() => setAsking(false)} onCancel={() => setAsking(false)} />
  }
  return (
    <div className="flex w-full flex-col items-center gap-3">
      <Face {...{ userId, standing, action, onLeave }} onAsk={() => setAsking(true)} />
      <Refusal>{action.refused?.text}</Refusal>
    </div>
  )
}

interface FaceProps extends Props {
  standing: Standing
  action: Action
  onAsk: () => void
}

function Face({ userId, standing, action, onAsk, onLeave }: FaceProps) {
  const t = useT('people')
  const tChat = useT('chat')
  const { friend, user } = usePerson(userId)
  switch (standing) {
    case 'self':
      return (
        <>
          <p className="text-body text-text-2">{t('thisIsYou')}</p>
          <MessageButton userId={userId} label={tChat('notesToSelf')} onLeave={onLeave} />
        </>
      )
    case 'gone':
      return <p className="text-balance text-body text-text-2">{t('gone')}</p>
    case 'blocked':
      return (
        <>
          <p className="text-balance text-body text-text-2">{t('youBlocked')}</p>
          <Button
            loading={action.busy === 'unblock'}
            onClick={() => void action.run('unblock', 'friend:unblock', { userId })}
          >
            {t('unblock')}
          </Button>
        </>
      )
    case 'friend':
      return <MessageButton userId={userId} label={t('message')} onLeave={onLeave} />
    case 'incoming':
      return (
        <>
          <Greeting text={friend?.incoming?.greeting ?? ''} />
          <div className="flex gap-2">
            <RequestButtons
              requestId={friend?.incoming?.id ?? ''}
              action={action}
              size="medium"
              onAccepted={conversationId => {
                if (!conversationId) return
                onLeave?.()
                navigate(`/conversations/${conversationId}`)
              }}
            />
          </div>
        </>
      )
    case 'waiting':
      return <Waiting userId={userId} action={action} />
    case 'stranger':
      return (
        <>
          <LastOutcome userId={userId} />
          <Button variant="primary" icon={UserRoundPlus} disabled={!user} onClick={onAsk}>
            {t('addFriend')}
          </Button>
        </>
      )
  }
}

/** To the conversation with them, as soon as the device knows it. */
export function MessageButton({
  userId,
  label,
  small,
  onLeave,
}: {
  userId: string
  label: string
  small?: boolean
  onLeave?: (() => void) | undefined
}) {
  const conversation = useConversationWith(userId)
  return (
    <Button
      variant={small ? 'secondary' : 'primary'}
      size={small ? 'small' : 'medium'}
      icon={small ? undefined : MessageCircle}
      disabled={!conversation}
      onClick={() => {
        if (!conversation) return
        onLeave?.()
        navigate(`/conversations/${conversation.id}`)
      }}
    >
      {label}
    </Button>
  )
}

function Greeting({ text }: { text: string }) {
  if (!text) return null
  return (
    <p
      dir="auto"
      className="max-w-full whitespace-pre-wrap break-words rounded-bubble bg-surface-2 px-3 py-2 text-body text-text"
    >
      {text}
    </p>
  )
}

function Waiting({ userId, action }: { userId: string; action: Action }) {
  const t = useT('people')
  const formats = useFormats()
  const { friend } = usePerson(userId)
  const request = friend?.outgoing
  if (!request) return null
  return (
    <>
      <Greeting text={request.greeting} />
      <p className="text-body text-text-2">
        {t('waitingUntil', { date: formats.captionTime(request.expiresAt) })}
      </p>
      <Button
        loading={action.busy === 'cancel'}
        onClick={() => void action.run('cancel', 'friend:cancel', { requestId: request.id })}
      >
        {t('cancelRequest')}
      </Button>
    </>
  )
}

/** What became of my last request, where it ended without a friendship. */
function LastOutcome({ userId }: { userId: string }) {
  const t = useT('people')
  const engine = useEngine()
  const { friend } = usePerson(userId)
  const state = friend?.outgoing && stateOf(friend.outgoing, engine.serverNow())
  if (state !== 'declined' && state !== 'expired') return null
  return <p className="text-body text-text-2">{t(state === 'declined' ? 'wasDeclined' : 'hasExpired')}</p>
}
