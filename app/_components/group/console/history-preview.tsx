'use client'
import { Eye } from 'lucide-react'
import { useTimeline } from '#client/react/hooks.ts'
import type { ConversationView } from '#client/types.ts'
import type { HistoryForNew } from '#protocol/entities/group.ts'
import { useWords } from '../../conversation/use-names.ts'
import { messageLine } from '../../conversation/words.ts'
import { useFormats } from '../../i18n/formats.ts'
import { useT } from '../../i18n/use-t.ts'
import type { NameOf } from '../use-name-of.ts'

const shown = 4

interface Props {
  conversation: ConversationView
  nameOf: NameOf
  history: HistoryForNew
}

/** "What will they see": the end of the conversation as somebody who joins now would find it. */
export function HistoryPreview({ conversation, history, nameOf }: Props) {
  const t = useT('console')
  const formats = useFormats()
  const words = useWords(conversation)
  const { view } = useTimeline(conversation.id)
  const messages = view.rows.flatMap(row => (row.kind === 'message' ? [row.message] : [])).slice(-shown)
  return (
    <figure className="px-4 py-3">
      <figcaption className="flex items-center gap-2 text-small text-text-2">
        <Eye aria-hidden className="size-4" />
        {t(`preview.${history}`)}
      </figcaption>
      <div className="mt-2 flex flex-col gap-1 rounded-control bg-canvas px-3 py-2.5">
        {history !== 'none' && (
          <>
            <p className="text-center text-meta text-text-3">{t(`preview.${history}Before`)}</p>
            {messages.map(message => (
              <p key={message.id} className="flex items-baseline gap-2 text-small text-text">
                <span dir="auto" className="min-w-0 flex-1 truncate text-start">
                  {message.type !== 'notification' && message.recalledAt === undefined && (
                    <span className="text-text-2">{nameOf(message.from)}: </span>
                  )}
                  {messageLine(message, words)}
                </span>
                <time className="flex-none text-meta text-text-3">{formats.listTime(message.time)}</time>
              </p>
            ))}
          </>
        )}
        <p className="text-center text-meta text-text-3">{t('preview.joins')}</p>
      </div>
    </figure>
  )
}
