'use client'
import { useEffect, useReducer } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import { recalledTexts } from './conversation-store.ts'
import type { MessageRowProps } from './row-props.ts'
import { notificationWords, recalledLine } from './words.ts'

/** Small grey words in the middle: what the server tells, and what was recalled. */
export function MiddleLine({ row, words, actions }: MessageRowProps) {
  if (row.kind !== 'message') return null
  const { message } = row
  if (message.recalledAt !== undefined) {
    return (
      <p className="py-1 text-center text-meta text-text-3">
        {recalledLine(message, words)}
        <ReEdit idClient={message.idClient} label={words.t('message.reEdit')} onPress={actions.reEdit} />
      </p>
    )
  }
  const { line, greeting } = notificationWords(message, words)
  return (
    <div className="flex flex-col items-center gap-1 py-1 text-center text-meta text-text-3">
      <p className="text-balance">{line}</p>
      {greeting && (
        <p
          dir="auto"
          className="max-w-80 rounded-control bg-surface px-3 py-1.5 text-small text-text-2 [overflow-wrap:anywhere]"
        >
          {greeting}
        </p>
      )}
    </div>
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
