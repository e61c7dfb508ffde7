'use client'
import { MessageCircleOff, MessageSquareText, NotebookPen, UsersRound } from 'lucide-react'
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useConnection, useConversation, useEngine, useTimeline, useTyping } from '#client/react/hooks.ts'
import type { ConversationView, RosterView } from '#client/types.ts'
import type { Message } from '#protocol/entities/message.ts'
import { Composer } from '../composer/composer.tsx'
import { RequestDialog } from '../composer/request-dialog.tsx'
import { useMayWrite } from '../composer/use-may-write.ts'
import { useT } from '../i18n/use-t.ts'
import { AppLink } from '../shell/navigation.ts'
import { buttonClass } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { AnnouncementBar } from './announcement-bar.tsx'
import { ConversationHeader } from './conversation-header.tsx'
import { showPerson } from './conversation-store.ts'
import { useNicknames, useOpenRoster } from './group-roster.ts'
import { isOwn } from './row-facts.ts'
import { type TimelineHandle, TimelinePane } from './timeline-pane.tsx'
import { TimelineSkeleton } from './timeline-skeleton.tsx'
import { peerOf, useConversationName, useWords } from './use-names.ts'
import { useOpening } from './use-opening.ts'
import { useRowActions } from './use-row-actions.ts'
import { useRowPeople } from './use-row-people.ts'
import { useSlowMode } from './use-slow-mode.ts'

const ReadBy = lazy(() => import('./read-by.tsx'))

/** One conversation: header, messages, composer. */
export function ConversationScreen({ id }: { id: string }) {
  const conversation = useConversation(id)
  const { state } = useConnection()
  if (conversation?.scene === 'group') return <OpenGroup key={id} conversation={conversation} />
  if (conversation) return <OpenConversation key={id} conversation={conversation} />
  // A link to a conversation the device does not know yet: it may be on its way.
  if (state === 'connecting' || state === 'catching-up') return <TimelineSkeleton />
  return <Missing />
}

function OpenGroup({ conversation }: { conversation: ConversationView }) {
  return <OpenConversation conversation={conversation} roster={useOpenRoster(conversation)} />
}

function OpenConversation({ conversation, roster }: { conversation: ConversationView; roster?: RosterView }) {
  const { id } = conversation
  const engine = useEngine()
  const t = useT('chat')
  const name = useConversationName(conversation)
  const { timeline, view } = useTimeline(id)
  const typing = useTyping(id)
  const more = useMemo(
    () => [peerOf(conversation), ...typing.map(({ userId }) => userId)].filter(Boolean),
    [conversation, typing],
  )
  const words = useWords(conversation, useRowPeople(view.rows, more), useNicknames(roster))
  const opening = useOpening(conversation, timeline, view)
  const pane = useRef<TimelineHandle>(null)
  const refusal = useMayWrite(conversation)
  const slowUntil = useSlowMode(conversation, view.rows)
  const [asking, setAsking] = useState(false)
  const [readOf, setReadOf] = useState<Message | null>(null)
  const notes = conversation.to === engine.userId
  const mayWrite = refusal === null
  const actions = useRowActions({
    conversation,
    roster,
    words,
    mayWrite,
    onAsk: useCallback(() => setAsking(true), []),
    onReads: setReadOf,
  })
  useEffect(() => () => showPerson(null), [])

  const quotedOf = useCallback(
    (seq: number) => {
      for (const row of view.rows) if (row.kind === 'message' && row.message.seq === seq) return row.message
      return undefined
    },
    [view.rows],
  )
  const recent = () => {
    const spoke = view.rows.flatMap(row => (row.kind === 'message' && !isOwn(row) ? [row.message.from] : []))
    return [...new Set(spoke.reverse())]
  }

  return (
    <>
      <ConversationHeader conversation={conversation} name={name} words={words} />
      <AnnouncementBar conversation={conversation} words={words} />
      {!opening ? (
        <TimelineSkeleton />
      ) : view.rows.length > 0 || !view.reachedStart ? (
        <TimelinePane
          conversation={conversation}
          timeline={timeline}
          view={view}
          opening={opening}
          roster={roster}
          words={words}
          actions={actions}
          mayReply={mayWrite}
          label={
            notes
              ? t('timeline.notesLabel')
              : words.group
                ? t('timeline.groupLabel', { name })
                : t('timeline.label', { name })
          }
          handle={pane}
        />
      ) : (
        <NothingSaid conversation={conversation} name={name} notes={notes} />
      )}
      <Composer
        conversation={conversation}
        roster={roster}
        refusal={refusal}
        slowUntil={slowUntil}
        words={words}
        quotedOf={quotedOf}
        recent={recent}
        onSent={() => pane.current?.toLatest()}
        onJump={seq => pane.current?.jumpTo(seq)}
        onAsk={() => setAsking(true)}
      />
      {!notes && !words.group && (
        <RequestDialog userId={conversation.to} open={asking} onOpenChange={setAsking} />
      )}
      {readOf && (
        <Suspense fallback={null}>
          <ReadBy message={readOf} roster={roster} words={words} onClose={() => setReadOf(null)} />
        </Suspense>
      )}
    </>
  )
}

interface NothingSaidProps {
  conversation: ConversationView
  name: string
  notes: boolean
}

function NothingSaid({ conversation, name, notes }: NothingSaidProps) {
  const t = useT('chat.timeline')
  const group = conversation.scene === 'group'
  return (
    <EmptyState
      icon={notes ? NotebookPen : group ? UsersRound : MessageSquareText}
      title={notes ? t('notesEmptyTitle') : t('emptyTitle')}
      text={notes ? t('notesEmptyText') : group ? t('groupEmptyText') : t('emptyText', { name })}
      className="min-h-0 flex-1"
    />
  )
}

function Missing() {
  const t = useT('chat.missing')
  return (
    <EmptyState
      icon={MessageCircleOff}
      title={t('title')}
      text={t('text')}
      actions={
        <AppLink href="/conversations" className={buttonClass()}>
          {t('action')}
        </AppLink>
      }
    />
  )
}
