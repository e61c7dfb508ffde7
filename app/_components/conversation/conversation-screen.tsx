'use client'
import { MessageCircleOff, MessageSquareText, NotebookPen } from 'lucide-react'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useConnection, useConversation, useEngine, useTimeline } from '#client/react/hooks.ts'
import type { ConversationView, TimelineRow } from '#client/types.ts'
import { Composer } from '../composer/composer.tsx'
import { RequestDialog } from '../composer/request-dialog.tsx'
import { useMayWrite } from '../composer/use-may-write.ts'
import { useErrorText } from '../i18n/use-error-text.ts'
import { useT } from '../i18n/use-t.ts'
import { AppLink } from '../shell/navigation.ts'
import { buttonClass } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { openMenu } from '../ui/menu.ts'
import { ConversationHeader } from './conversation-header.tsx'
import { handOver, recalledTexts, setTask } from './conversation-store.ts'
import type { RowActions } from './row-props.ts'
import { type TimelineHandle, TimelinePane } from './timeline-pane.tsx'
import { TimelineSkeleton } from './timeline-skeleton.tsx'
import { useConversationName, useWords } from './use-names.ts'
import { useOpening } from './use-opening.ts'

/** One conversation: header, messages, composer. */
export function ConversationScreen({ id }: { id: string }) {
  const conversation = useConversation(id)
  const { state } = useConnection()
  if (conversation) return <OpenConversation key={id} conversation={conversation} />
  // A link to a conversation the device does not know yet: it may be on its way.
  if (state === 'connecting' || state === 'catching-up') return <TimelineSkeleton />
  return <Missing />
}

function OpenConversation({ conversation }: { conversation: ConversationView }) {
  const { id } = conversation
  const engine = useEngine()
  const t = useT('chat')
  const errorText = useErrorText()
  const name = useConversationName(conversation)
  const words = useWords(conversation)
  const { timeline, view } = useTimeline(id)
  const opening = useOpening(conversation, timeline, view)
  const pane = useRef<TimelineHandle>(null)
  const refusal = useMayWrite(conversation)
  const [asking, setAsking] = useState(false)
  const notes = conversation.to === engine.userId
  const mayWrite = refusal === null

  const actions = useMemo<Omit<RowActions, 'jumpTo'>>(() => {
    const setting = { engine, conversationId: id, t, errorText, mayWrite }
    const load = () => import('./message-actions.ts')
    const menuItems = async (row: TimelineRow) => (await load()).messageMenu(row, setting)
    return {
      menuItems,
      openMenu: (row, at) => openMenu({ label: t('actions.menu'), items: menuItems(row), at }),
      reply: seq => setTask(id, { kind: 'reply', seq }),
      resend: idClient => void engine.resend(idClient),
      remove: idClient => void load().then(({ takeBack }) => takeBack(idClient, setting, false)),
      reEdit: key => {
        const kept = recalledTexts.get(key)
        if (kept) handOver(id, { text: kept.text, replyTo: kept.replyTo })
      },
      requestFriend: () => setAsking(true),
    }
  }, [engine, id, t, errorText, mayWrite])

  const quotedOf = useCallback(
    (seq: number) => {
      for (const row of view.rows) if (row.kind === 'message' && row.message.seq === seq) return row.message
      return undefined
    },
    [view.rows],
  )

  return (
    <>
      <ConversationHeader conversation={conversation} name={name} />
      {!opening ? (
        <TimelineSkeleton />
      ) : view.rows.length > 0 || !view.reachedStart ? (
        <TimelinePane
          conversation={conversation}
          timeline={timeline}
          view={view}
          opening={opening}
          words={words}
          actions={actions}
          mayReply={mayWrite}
          label={notes ? t('timeline.notesLabel') : t('timeline.label', { name })}
          handle={pane}
        />
      ) : (
        <EmptyState
          icon={notes ? NotebookPen : MessageSquareText}
          title={notes ? t('timeline.notesEmptyTitle') : t('timeline.emptyTitle')}
          text={notes ? t('timeline.notesEmptyText') : t('timeline.emptyText', { name })}
          className="min-h-0 flex-1"
        />
      )}
      <Composer
        conversation={conversation}
        refusal={refusal}
        words={words}
        quotedOf={quotedOf}
        onSent={() => pane.current?.toLatest()}
        onJump={seq => pane.current?.jumpTo(seq)}
        onAsk={() => setAsking(true)}
      />
      {!notes && <RequestDialog userId={conversation.to} open={asking} onOpenChange={setAsking} />}
    </>
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
