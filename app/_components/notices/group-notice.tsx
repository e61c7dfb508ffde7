'use client'
import type { ReactNode } from 'react'
import { useConversation, useEngine, usePerson } from '#client/react/hooks.ts'
import type { Notice } from '#protocol/entities/notice.ts'
import { times } from '#protocol/limits.ts'
import { useFormats } from '../i18n/formats.ts'
import { useT } from '../i18n/use-t.ts'
import { ConversationAvatar } from '../list/conversation-avatar.tsx'
import { personName } from '../people/person-name.ts'
import { RequestButtons } from '../people/request-buttons.tsx'
import { AppLink } from '../shell/navigation.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { useAction } from '../ui/use-action.ts'
import { contentText, type GroupType, noticeState } from './kinds.ts'
import { Body, isolated } from './notice-body.tsx'

interface Props {
  notice: Notice
  type: GroupType
}

/** What became of me in a group, or of the group; pressed, it opens it. */
export function GroupNotice({ notice, type }: Props) {
  const { name, title, id, known } = useParties(notice)
  const text = useTitle(notice, type, name, title)
  return (
    <>
      {known ? (
        <ConversationAvatar conversation={known} size={44} />
      ) : (
        <Avatar id={id} name={title} kind="group" size={44} />
      )}
      <Body
        notice={notice}
        title={
          known ? (
            <AppLink href={`/conversations/${id}`} className="hover:underline">
              {text}
            </AppLink>
          ) : (
            text
          )
        }
        text=""
      />
    </>
  )
}

/** Somebody wants in: the first of those who may let them in decides, and all the others see who it was. */
export function JoinRequestNotice({ notice, from }: { notice: Notice; from: string }) {
  const t = useT('notices')
  const tPeople = useT('people')
  const engine = useEngine()
  const { name, title, person, known, id } = useParties(notice)
  const inviterId = contentText(notice, 'inviterId')
  const inviter = usePerson(inviterId)
  const action = useAction()
  const state = noticeState(notice, engine.serverNow())
  const requestId = contentText(notice, 'requestId')
  const words = contentText(notice, 'text')
  const brought =
    inviterId !== '' && inviterId !== from
      ? t('invitedBy', { name: isolated(personName(inviter, tPeople('deletedUser')).name) })
      : ''
  return (
    <>
      <AppLink href={`/friends/${from}`} aria-label={name} tabIndex={-1} className="flex-none rounded-full">
        <Avatar id={from} name={name} src={person.user?.avatar} size={44} />
      </AppLink>
      <Body
        notice={notice}
        title={
          <AppLink href={known ? `/conversations/${id}` : `/friends/${from}`} className="hover:underline">
            {t('join_request', { name: isolated(name), title: isolated(title) })}
          </AppLink>
        }
        text={[words, brought].filter(Boolean).join('\n')}
      >
        {state === 'init' && requestId !== '' && (
          <RequestButtons operation="group:respond" requestId={requestId} action={action} name={name} />
        )}
        {state !== null && state !== 'init' && <Outcome notice={notice} state={state} />}
        {state === 'init' && <Refusal className="basis-full">{action.refused?.text}</Refusal>}
      </Body>
    </>
  )
}

type Settled = Exclude<ReturnType<typeof noticeState>, 'init' | null>

/** How it was answered, and by whom where it was not me. */
function Outcome({ notice, state }: { notice: Notice; state: Settled }): ReactNode {
  const t = useT('notices')
  const tPeople = useT('people')
  const engine = useEngine()
  const { handledBy } = notice
  const handler = usePerson(handledBy ?? '')
  const byOther = handledBy !== null && handledBy !== engine.userId && handledBy !== notice.from
  const name = isolated(personName(handler, tPeople('deletedUser')).name)
  return (
    <span role="status" className="text-small text-text-3">
      {byOther && state === 'accepted'
        ? t('acceptedBy', { name })
        : byOther && state === 'declined'
          ? t('declinedBy', { name })
          : tPeople(`state.${state}`)}
    </span>
  )
}

/** Who, and which group: as it is called now, where it is known here, else as it was called then. */
function useParties(notice: Notice) {
  const tPeople = useT('people')
  const id = contentText(notice, 'conversationId')
  const known = useConversation(id)
  const person = usePerson(notice.from ?? '')
  const name = personName(person, tPeople('deletedUser')).name
  return { id, known, person, name, title: known?.title || contentText(notice, 'title') }
}

function useTitle(notice: Notice, type: GroupType, who: string, which: string): string {
  const t = useT('notices')
  const formats = useFormats()
  const name = isolated(who)
  const title = isolated(which)
  if (type === 'role_changed') {
    return t(contentText(notice, 'role') === 'admin' ? 'role_admin' : 'role_member', { name, title })
  }
  if (type === 'group_muted') {
    const { until } = notice.content
    if (typeof until !== 'number') return t('group_unmuted', { name, title })
    if (until >= times.forever) return t('group_muted', { name, title })
    return t('group_muted_until', { name, title, time: formats.captionTime(until) })
  }
  if (type === 'join_accepted' || type === 'join_declined') return t(type, { title })
  return t(type, { name, title })
}
