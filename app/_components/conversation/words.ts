/**
 * Messages in one line of words: for the list, quotes, announcements and the lines in the middle of a timeline.
 */
import type { Message } from '#protocol/entities/message.ts'
import type { useT } from '../i18n/use-t.ts'
import { messageText, notificationOf } from './row-facts.ts'

export type ChatT = ReturnType<typeof useT<'chat'>>

export interface Words {
  t: ChatT
  me: string
  nameOf: (userId: string) => string
}

/** One line for any message, recalled, unknown and system lines included. */
export function messageLine(message: Message, words: Words): string {
  if (message.recalledAt !== undefined) return recalledLine(message, words)
  if (message.type === 'notification') return notificationWords(message, words).line
  const text = messageText(message)
  return text === null ? words.t('preview.unsupported') : oneLine(text)
}

export function recalledLine(message: Message, { t, me, nameOf }: Words): string {
  const by = message.recalledBy ?? message.from
  return by === me ? t('preview.recalledByYou') : t('preview.recalledBy', { name: nameOf(by) })
}

export interface NotificationWords {
  line: string
  /** What somebody wrote with a friend request. */
  greeting?: string
}

export function notificationWords(message: Message, { t, me, nameOf }: Words): NotificationWords {
  const content = notificationOf(message.content)
  if (content?.event === 'friend_added') {
    const other = [message.from, message.to].find(id => id !== me) ?? message.to
    const greeting = typeof content.value === 'string' ? content.value.trim() : ''
    return { line: t('notification.friendAdded', { name: nameOf(other) }), ...(greeting && { greeting }) }
  }
  return { line: t('notification.unknown') }
}

/** White space of any kind is one space: a preview has one line. The beginning is all anybody sees of it. */
export const oneLine = (text: string): string => text.slice(0, 300).replace(/\s+/gu, ' ').trim()
