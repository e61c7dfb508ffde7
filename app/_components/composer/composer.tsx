'use client'
import type { ConversationView, RosterView } from '#client/types.ts'
import type { Message } from '#protocol/entities/message.ts'
import type { Words } from '../conversation/words.ts'
import { Field } from './field.tsx'
import { GroupRefusedBar } from './group-refused-bar.tsx'
import { RefusedBar } from './refused-bar.tsx'
import type { WritingRefused } from './use-may-write.ts'

export interface ComposerProps {
  conversation: ConversationView
  /** Of a group: whom a message may name. */
  roster: RosterView | undefined
  /** Why nothing can be written here, or null. */
  refusal: WritingRefused | null
  /** When slow mode lets the next message through (server clock); null where it is not on. */
  slowUntil: number | null
  words: Words
  quotedOf: (seq: number) => Message | undefined
  /** Who spoke last, the newest first. */
  recent: () => string[]
  onSent: () => void
  onJump: (seq: number) => void
  onAsk: () => void
}

/** Where messages are written; in its place the reason, where none can be. Never switched off by a lost network. */
export function Composer(props: ComposerProps) {
  const { conversation, refusal, words, onAsk } = props
  if (refusal === null) return <Field {...props} />
  if (conversation.scene === 'group')
    return <GroupRefusedBar conversation={conversation} refusal={refusal} t={words.t} />
  return (
    <RefusedBar
      conversation={conversation}
      reason={refusal.reason}
      name={words.nameOf(conversation.to)}
      t={words.t}
      onAsk={onAsk}
    />
  )
}
