'use client'
import { useEffect, useReducer } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import { recalledTexts, showPerson } from './conversation-store.ts'
import { type LinePart, lineOf, recalledLine } from './lines.ts'
import type { MessageRowProps } from './row-props.ts'

/** Small grey words in the middle: what the server tells, and what was recalled. */
export function MiddleLine({ row, merged, words, actions }: MessageRowProps) {
  if (row.kind !== 'message') return null
  const { message } = row
  if (message.recalledAt !== undefined) {
    return (
      <p className="py-1 text-center text-meta text-text-3">
        <Parts parts={recalledLine(message, words).parts} />
        <ReEdit idClient={message.idClient} label={words.t('message.reEdit')} onPress={actions.reEdit} />
      </p>
    )
  }
  const { parts, quote } = lineOf(merged ?? [message], words)
  return (
    <div className="flex flex-col items-center gap-1 py-1 text-center text-meta text-text-3">
      <p className="text-balance">
        <Parts parts={parts} />
      </p>
      {quote && (
        <p
          dir="auto"
          className="line-clamp-6 max-w-80 whitespace-pre-wrap text-start rounded-control bg-surface px-3 py-1.5 text-small text-text-2 [overflow-wrap:anywhere]"
        >
          {quote}
        </p>
      )}
    </div>
  )
}

/** Names lead to people. A name of any script must not turn the sentence around it. */
function Parts({ parts }: { parts: LinePart[] }) {
  return parts.map((part, index) =>
    typeof part === 'string' ? (
      part
    ) : (
      <button
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one line never move
        key={index}
        type="button"
        // The line is the tab stop; Enter on it leads to what is inside.
        tabIndex={-1}
        onClick={() => showPerson(part.userId)}
        className="rounded-tag font-[500] text-text-2 hover:underline"
      >
        <bdi>{part.name}</bdi>
      </button>
    ),
  )
}

interface ReEditProps {
  idClient: string
  label: string
  onPress: (key: string) => void
}

/** The author gets an own text back, for five minutes and on the device that recalled it. */
function ReEdit({ idClient, label, onPress }: ReEditProps) {
  const engine = useEngine()
  const [, look] = useReducer((count: number) => count + 1, 0)
  const kept = recalledTexts.get(idClient)
  const left = kept ? kept.until - engine.serverNow() : 0
  useEffect(() => {
    if (left <= 0) return
    const timer = setTimeout(look, left)
    return () => clearTimeout(timer)
  }, [left])
  if (left <= 0) return null
  return (
    <button
      type="button"
      tabIndex={-1}
      onClick={() => onPress(idClient)}
      className="relative ms-2 rounded-tag font-[600] text-accent after:absolute after:-inset-2 hover:underline"
    >
      {label}
    </button>
  )
}
