import type { ConversationView, RosterView } from '#client/types.ts'
import type { Message } from '#protocol/entities/message.ts'
import type { Words } from '../conversation/words.ts'
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
