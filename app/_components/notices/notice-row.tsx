'use client'
import clsx from 'clsx'
import { BadgeQuestionMark, ShieldCheck } from 'lucide-react'
import { memo, useEffect, useRef } from 'react'
import { useEngine, usePerson } from '#client/react/hooks.ts'
import type { Notice } from '#protocol/entities/notice.ts'
import { useT } from '../i18n/use-t.ts'
import { MessageButton } from '../people/person-actions.tsx'
import { personName } from '../people/person-name.ts'
import { RequestButtons } from '../people/request-buttons.tsx'
import { AppLink } from '../shell/navigation.ts'
import { Avatar } from '../ui/avatar.tsx'
import { buttonClass } from '../ui/button-class.ts'
import { Refusal } from '../ui/refusal.tsx'
import { useAction } from '../ui/use-action.ts'
import { GroupNotice, JoinRequestNotice } from './group-notice.tsx'
import { contentText, type FriendType, isKnown, isOfFriends, noticeState } from './kinds.ts'
import { Body, isolated, SystemMark } from './notice-body.tsx'

interface Props {
  notice: Notice
  /** New in this visit. */
  fresh: boolean
  onSeen: (msgId: string) => void
}

export const NoticeRow = memo(function NoticeRow({ notice, fresh, onSeen }: Props) {
  const t = useT('notices')
  const row = useRef<HTMLLIElement>(null)
  const { msgId, readAt } = notice

  useEffect(() => {
    if (readAt !== null || !row.current) return
    const watch = new IntersectionObserver(
      entries => {
        if (entries.some(entry => entry.isIntersecting)) onSeen(msgId)
      },
      { threshold: 0.6 },
    )
    watch.observe(row.current)
    return () => watch.disconnect()
  }, [msgId, readAt, onSeen])

  return (
    <li
      ref={row}
      className={clsx(
        'relative flex gap-3 border-line border-b px-4 py-3 transition-colors',
        fresh && 'bg-selected/50',
      )}
    >
      {fresh && (
        <span className="absolute start-1 top-1/2 size-1.5 -translate-y-1/2 rounded-full bg-badge">
          <span className="sr-only">{t('new')}</span>
        </span>
      )}
      <Content notice={notice} />
    </li>
  )
})

function Content({ notice }: { notice: Notice }) {
  const { type, from } = notice
  if (!isKnown(type)) return <UnknownNotice notice={notice} />
  if (type === 'new_sign_in') return <SignInNotice notice={notice} />
  if (from !== null) {
    if (isOfFriends(type)) return <PersonNotice notice={notice} type={type} from={from} />
    if (type === 'join_request') return <JoinRequestNotice notice={notice} from={from} />
    return <GroupNotice notice={notice} type={type} />
  }
  return <UnknownNotice notice={notice} />
}

/** A request, or what became of mine. */
function PersonNotice({ notice, type, from }: { notice: Notice; type: FriendType; from: string }) {
  const t = useT('notices')
  const tPeople = useT('people')
  const engine = useEngine()
  const person = usePerson(from)
  const action = useAction()
  const { name } = personName(person, tPeople('deletedUser'))
  const state = noticeState(notice, engine.serverNow())
  const requestId = contentText(notice, 'requestId')
  return (
    <>
      <AppLink href={`/friends/${from}`} aria-label={name} tabIndex={-1} className="flex-none rounded-full">
        <Avatar id={from} name={name} src={person.user?.avatar} size={44} />
      </AppLink>
      <Body
        notice={notice}
        title={
          <AppLink href={`/friends/${from}`} className="hover:underline">
            {t(type, { name: isolated(name) })}
          </AppLink>
        }
        text={type === 'friend_request' ? contentText(notice, 'greeting') : ''}
      >
        {type === 'friend_request' && state === 'init' && requestId && (
          <RequestButtons requestId={requestId} action={action} name={name} />
        )}
        {type === 'friend_request' && state !== null && state !== 'init' && (
          <span className="text-small text-text-3">{tPeople(`state.${state}`)}</span>
        )}
        {(state === 'accepted' || type === 'friend_accepted') && person.friend?.listed && (
          <MessageButton userId={from} label={tPeople('message')} small />
        )}
        <Refusal className="basis-full">{action.refused?.text}</Refusal>
      </Body>
    </>
  )
}

function SignInNotice({ notice }: { notice: Notice }) {
  const t = useT('notices')
  const device = contentText(notice, 'deviceName') || t('unknownDevice')
  const place = contentText(notice, 'place')
  return (
    <>
      <SystemMark icon={ShieldCheck} />
      <Body
        notice={notice}
        title={t('new_sign_in', { device: isolated(device) })}
        text={place ? t('signInFrom', { place }) : t('signInText')}
      >
        <AppLink href="/settings/devices" className={buttonClass('secondary', 'small')}>
          {t('checkDevices')}
        </AppLink>
      </Body>
    </>
  )
}

/** From a newer server: said politely, and kept. */
function UnknownNotice({ notice }: { notice: Notice }) {
  const t = useT('notices')
  return (
    <>
      <SystemMark icon={BadgeQuestionMark} />
      <Body notice={notice} title={t('unknown')} text={t('unknownText')} />
    </>
  )
}
