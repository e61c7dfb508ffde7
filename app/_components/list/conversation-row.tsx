'use client'
import clsx from 'clsx'
import { AlertCircle, BellOff, Clock } from 'lucide-react'
import { memo, useMemo } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import type { ConversationView } from '#client/types.ts'
import { namedIn } from '../conversation/lines.ts'
import { peerOf, useConversationName, useWords } from '../conversation/use-names.ts'
import { oneLine, previewLine } from '../conversation/words.ts'
import { useFormats } from '../i18n/formats.ts'
import { useErrorText } from '../i18n/use-error-text.ts'
import { useT } from '../i18n/use-t.ts'
import { AppLink } from '../shell/navigation.ts'
import { Badge } from '../ui/badge.tsx'
import { useContextMenu } from '../ui/use-context-menu.ts'
import { ConversationAvatar } from './conversation-avatar.tsx'
import { useGroupSketch } from './group-sketch.ts'

interface Props {
  conversation: ConversationView
  /** It is the one on screen. */
  current: boolean
  /** The one row of the list that Tab reaches. */
  reachable: boolean
  compact: boolean
}

/** One conversation in the list: who, when, the last words, what is unread. */
export const ConversationRow = memo(function ConversationRow(props: Props) {
  const { conversation, current, reachable, compact } = props
  const engine = useEngine()
  const t = useT('chat')
  const formats = useFormats()
  const errorText = useErrorText()
  const name = useConversationName(conversation)
  const menu = useContextMenu({
    label: t('list.menu', { name }),
    items: async () => (await import('./row-menu.ts')).rowMenu(conversation, { engine, t, errorText, name }),
  })
  const { muted, pinned, unsent } = conversation
  const time = Math.max(conversation.updateTime, unsent?.time ?? 0)
  return (
    <AppLink
      {...menu}
      href={`/conversations/${conversation.id}`}
      aria-current={current ? 'page' : undefined}
      tabIndex={reachable ? 0 : -1}
      draggable={false}
      data-row={conversation.id}
      className={clsx(
        'pressable focus-inset flex h-full select-none items-center gap-3 px-3 transition-colors',
        current ? 'bg-selected' : pinned ? 'bg-surface-2/60 hover:bg-surface-2' : 'hover:bg-surface-2',
      )}
    >
      <ConversationAvatar conversation={conversation} size={compact ? 36 : 44} />
      <span className="flex min-w-0 flex-1 flex-col gap-0.5">
        <span className="flex items-center gap-1.5">
          <span dir="auto" className="truncate text-start text-title text-text">
            {name}
          </span>
          {muted && <BellOff aria-label={t('list.muted')} className="size-3.5 text-text-3" />}
          {pinned && <span className="sr-only">{t('list.pinned')}</span>}
          <time
            dateTime={new Date(time).toISOString()}
            // Grey enough on grey, too pale on the green of the chosen row.
            className={clsx('ms-auto flex-none ps-1 text-meta', current ? 'text-text-2' : 'text-text-3')}
          >
            {formats.listTime(time)}
          </time>
        </span>
        <span className="flex min-h-4.5 items-center gap-1.5 text-small text-text-2">
          <PreviewLine conversation={conversation} current={current} />
          <UnreadMark conversation={conversation} />
        </span>
      </span>
    </AppLink>
  )
})

/** What waits or failed first, then a draft, then the last words. */
function PreviewLine({ conversation, current }: { conversation: ConversationView; current: boolean }) {
  const t = useT('chat')
  const words = usePreviewWords(conversation)
  const { failed, pending, unsent, localDraft, lastMsg, muted, unread, mentions } = conversation
  const mark =
    failed > 0 ? (
      <AlertCircle aria-label={t('list.failed')} className="size-4 text-danger" />
    ) : pending > 0 ? (
      <Clock aria-label={t('list.pending')} className="size-3.5 text-text-3" />
    ) : null
  // Being called comes before everything else, muted or not.
  const called = mentions > 0 && !current && <span className="text-danger">{t('list.mentioned')} </span>
  // Its own composer shows the draft of the conversation on screen.
  if (localDraft && !current) {
    return (
      <>
        {mark}
        <span dir="auto" className="min-w-0 flex-1 truncate text-start">
          {called}
          <span className="text-danger">{t('list.draft')}</span> {oneLine(localDraft.text)}
        </span>
      </>
    )
  }
  const line = unsent
    ? oneLine(unsent.text)
    : lastMsg
      ? previewLine(lastMsg, words)
      : conversation.to === words.me
        ? t('header.notes')
        : t('preview.empty')
  return (
    <>
      {mark}
      <span
        dir="auto"
        className={clsx('min-w-0 flex-1 truncate text-start', !lastMsg && !unsent && 'text-text-3')}
      >
        {called}
        {muted && unread > 1 && <span aria-hidden>{t('list.mutedCount', { count: unread })}</span>}
        {line}
      </span>
    </>
  )
}

/** Words for the last message, whoever it names. */
function usePreviewWords(conversation: ConversationView) {
  const { lastMsg } = conversation
  const { nicknameOf } = useGroupSketch(conversation)
  const peer = peerOf(conversation)
  const people = useMemo(() => {
    const named = lastMsg ? namedIn(lastMsg) : []
    return peer === '' ? named : [peer, ...named]
  }, [lastMsg, peer])
  return useWords(conversation, people, nicknameOf)
}

function UnreadMark({ conversation }: { conversation: ConversationView }) {
  const t = useT('common')
  const tChat = useT('chat')
  const { unread, muted, markedUnread } = conversation
  if (unread > 0) {
    const label = muted ? t('unreadMuted', { count: unread }) : t('unreadCount', { count: unread })
    return <Badge count={unread} muted={muted} label={label} />
  }
  return markedUnread ? <Badge count={1} dot muted={muted} label={tChat('list.markedUnread')} /> : null
}
