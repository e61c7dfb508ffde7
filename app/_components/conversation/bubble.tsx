'use client'
import clsx from 'clsx'
import { useFormats } from '../i18n/formats.ts'
import { Quote } from './quote.tsx'
import { ReadCount } from './read-count.tsx'
import { textOf, timeOf } from './row-facts.ts'
import type { MessageRowProps } from './row-props.ts'
import { type Delivery, SendState } from './send-state.tsx'
import { SenderName } from './sender.tsx'
import { TextBody } from './text-body.tsx'

/** The bubble itself: what it answers, the words, and at the end of their last line time and state. */
export function Bubble(props: MessageRowProps & { own: boolean }) {
  const { row, own, first, last, fresh, quoted, words, actions } = props
  const replyTo = row.kind === 'outgoing' ? row.replyTo : row.message.replyTo
  const text = textOf(row)
  const mentions = row.kind === 'outgoing' ? row.mentions : row.message.mentions
  return (
    <div
      className={clsx(
        'min-w-0 rounded-bubble px-3 py-2',
        own
          ? 'bg-bubble-out text-bubble-out-text [--avatar-ring:var(--color-bubble-out)]'
          : 'bg-bubble-in text-bubble-in-text',
        own ? !first && 'rounded-se-tag' : !first && 'rounded-ss-tag',
        own ? !last && 'rounded-ee-tag' : !last && 'rounded-es-tag',
        fresh && 'animate-bubble',
      )}
    >
      {words.group && !own && first && row.kind === 'message' && (
        <SenderName userId={row.message.from} role={props.role} words={words} />
      )}
      {replyTo && (
        <Quote quoted={quoted} words={words} own={own} onJump={() => actions.jumpTo(replyTo.seq)} />
      )}
      <div className="text-message [overflow-wrap:anywhere]">
        {text === null ? (
          <span className="block">
            <span className="block font-[600]">{words.t('message.unsupportedTitle')}</span>
            <span className="block text-small text-text-2">{words.t('message.unsupportedText')}</span>
          </span>
        ) : (
          <span dir="auto" className="whitespace-pre-wrap [unicode-bidi:plaintext]">
            <TextBody text={text} mentions={mentions} me={words.me} />
          </span>
        )}
        <Meta {...props} />
      </div>
    </div>
  )
}

/** Floats behind the last line of words, and drops below it only where it finds no room there. */
function Meta({ row, own, read, readers, notes, words, actions }: MessageRowProps & { own: boolean }) {
  const { t } = words
  const formats = useFormats()
  const time = timeOf(row)
  const edited = row.kind === 'message' ? row.message.editedAt : undefined
  const delivery = deliveryOf(row, read)
  return (
    <span
      className={clsx(
        'float-end relative top-1.5 ms-2 inline-flex h-3.5 select-none items-center gap-1 text-caption tabular-nums',
        own ? 'text-bubble-out-meta' : 'text-bubble-in-meta',
      )}
    >
      {edited !== undefined && (
        <span title={t('message.editedAt', { time: formats.captionTime(edited) })}>
          {t('message.edited')}
        </span>
      )}
      <time dateTime={new Date(time).toISOString()}>{formats.messageTime(time)}</time>
      {readers && row.kind === 'message' ? (
        <ReadCount count={readers} t={t} onPress={() => actions.showReads(row.message)} />
      ) : (
        own &&
        !(notes && (delivery === 'sent' || delivery === 'read')) && <SendState delivery={delivery} t={t} />
      )}
    </span>
  )
}

function deliveryOf(row: MessageRowProps['row'], read: boolean): Delivery {
  if (row.kind === 'outgoing') return row.status === 'fail' ? 'failed' : 'waiting'
  return read ? 'read' : 'sent'
}
