'use client'
import { useEffect, useId, useRef, useState } from 'react'
import { useConversation, usePerson } from '#client/react/hooks.ts'
import type { GroupPreview } from '#protocol/entities/group.ts'
import { lengths } from '#protocol/limits.ts'
import { useT } from '../../i18n/use-t.ts'
import { personName } from '../../people/person-name.ts'
import { AppLink, navigate } from '../../shell/navigation.ts'
import { Button } from '../../ui/button.tsx'
import { buttonClass } from '../../ui/button-class.ts'
import { GroupAvatar } from '../../ui/group-avatar.tsx'
import { Refusal } from '../../ui/refusal.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { type Action, useAction } from '../../ui/use-action.ts'
import type { Way } from './use-preview.ts'

interface Props {
  way: Way
  group: GroupPreview
  /** Asks again how things stand. */
  onLook: () => void
}

/** The group as somebody outside may know it, and the way in. */
export function PreviewCard({ way, group, onLook }: Props) {
  const tc = useT('common')
  return (
    <article className="flex w-full max-w-100 flex-col items-center rounded-card border border-line bg-surface p-6 text-center">
      <GroupAvatar title={group.title} members={[]} size={72} />
      <h2 dir="auto" className="mt-4 max-w-full break-words text-heading text-text">
        {group.title}
      </h2>
      <p className="text-small text-text-2">{tc('memberCount', { count: group.memberCount })}</p>
      {group.invitedBy && <InvitedBy userId={group.invitedBy} />}
      <div className="mt-6 flex w-full flex-col gap-3">
        <WayIn way={way} group={group} onLook={onLook} />
      </div>
    </article>
  )
}

function InvitedBy({ userId }: { userId: string }) {
  const t = useT('join')
  const tPeople = useT('people')
  const { name } = personName(usePerson(userId), tPeople('deletedUser'))
  return name ? <p className="mt-1 text-small text-text-2">{t('invitedBy', { name })}</p> : null
}

function WayIn({ way, group, onLook }: Props) {
  const t = useT('join')
  const action = useAction()
  const conversation = useConversation(group.id)
  const inside = conversation !== undefined && !conversation.left && !conversation.dissolved
  const [requestId, setRequestId] = useState<string | null>(null)
  const { refused } = action

  // Refused by what has happened since: look again, and the page says what.
  const overtaken = refused !== null && ['GONE', 'CONFLICT', 'NOT_FOUND'].includes(refused.error.code)
  const look = useRef(onLook)
  look.current = onLook
  useEffect(() => {
    if (overtaken) look.current()
  }, [overtaken])

  async function join(text: string) {
    const done = await action.run('join', 'group:join', { ...way, ...(text && { text }) })
    if (!done) return
    if (done.conversation) navigate(`/conversations/${done.conversation.id}`, { replace: true })
    else if (done.request) {
      setRequestId(done.request.id)
      onLook()
    }
  }
  async function cancel(id: string) {
    if (!(await action.run('cancel', 'group:cancel', { requestId: id }))) return
    setRequestId(null)
    onLook()
  }

  if (inside || group.state === 'member') {
    return (
      <>
        <p className="text-body text-text-2">{t('member')}</p>
        <AppLink
          href={`/conversations/${group.id}`}
          replace
          className={buttonClass('primary', 'medium', true)}
        >
          {t('open')}
        </AppLink>
      </>
    )
  }
  if (group.state === 'open') return <Asking group={group} action={action} onJoin={join} />
  if (group.state === 'requested') {
    return (
      <>
        <p role="status" className="text-balance text-body text-text-2">
          {t('requested')}
        </p>
        {requestId && (
          <Button block loading={action.busy === 'cancel'} onClick={() => void cancel(requestId)}>
            {t('cancel')}
          </Button>
        )}
        <Refusal className="text-start">{refused?.text}</Refusal>
        <Home />
      </>
    )
  }
  return (
    <>
      <p role="status" className="text-balance text-body text-text-2">
        {t(`closed.${group.state}`)}
      </p>
      {group.state === 'full' && (
        <Button block onClick={onLook}>
          {t('lookAgain')}
        </Button>
      )}
      <Home />
    </>
  )
}

interface AskingProps {
  group: GroupPreview
  action: Action
  onJoin: (text: string) => Promise<void>
}

/** Joins, or asks to with a few words where somebody has to agree. */
function Asking({ group, action, onJoin }: AskingProps) {
  const t = useT('join')
  const tc = useT('common')
  const formId = useId()
  const words = useRef<HTMLTextAreaElement>(null)
  return (
    <form
      id={formId}
      onSubmit={event => {
        event.preventDefault()
        void onJoin(words.current?.value.trim() ?? '')
      }}
      className="flex flex-col gap-3 text-start"
    >
      {group.needsApproval && (
        <>
          <p className="text-balance text-center text-body text-text-2">{t('needsApproval')}</p>
          <TextArea
            ref={words}
            label={t('words')}
            hint={t('wordsHint')}
            rows={2}
            maxLength={lengths.greeting}
          />
        </>
      )}
      <Refusal>{action.refused?.text}</Refusal>
      <Button type="submit" variant="primary" block loading={action.busy !== null}>
        {group.needsApproval ? t('ask') : t('join')}
      </Button>
      <AppLink href="/conversations" className={buttonClass('ghost', 'medium', true)}>
        {tc('cancel')}
      </AppLink>
    </form>
  )
}

function Home() {
  const t = useT('join')
  return (
    <AppLink href="/conversations" className={buttonClass('secondary', 'medium', true)}>
      {t('toConversations')}
    </AppLink>
  )
}
