/**
 * Messages in one line of words: for the list, quotes, announcements and the lines in the middle of a timeline.
 */
import type { Message } from '#protocol/entities/message.ts'
import type { useT } from '../i18n/use-t.ts'
import { type LineWords, lineOf, plainLine, recalledLine } from './lines.ts'
import { messageText } from './row-facts.ts'

export type ChatT = ReturnType<typeof useT<'chat'>>

export interface Words extends LineWords {
  t: ChatT
  group: boolean
  /** In groups, what people I blocked write folds. */
  isBlocked: (userId: string) => boolean
}

/** One line for any message, recalled, unknown, folded and system lines included. */
export function messageLine(message: Message, words: Words): string {
  if (message.recalledAt !== undefined) return plainLine(recalledLine(message, words))
  if (message.type === 'notification') return plainLine(lineOf([message], words))
  if (isFolded(message, words)) return words.t('preview.blocked')
  const text = messageText(message)
  return text === null ? words.t('preview.unsupported') : oneLine(text)
}

/** The line under a group's name: it says who spoke. */
export function previewLine(message: Message, words: Words): string {
  const line = messageLine(message, words)
  const said = message.recalledAt === undefined && message.type !== 'notification'
  if (!words.group || !said || message.from === words.me || isFolded(message, words)) return line
  return words.t('preview.from', { name: words.nameOf(message.from), text: line })
}

/** A message of somebody I blocked, where they may still write: in a group. */
export const isFolded = ({ from }: Pick<Message, 'from'>, { group, isBlocked }: Words): boolean =>
  group && isBlocked(from)

/** White space of any kind is one space: a preview has one line. The beginning is all anybody sees of it. */
export const oneLine = (text: string): string => text.slice(0, 300).replace(/\s+/gu, ' ').trim()
