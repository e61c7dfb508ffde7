/**
 * The server's lines in words: who did what in a conversation. Texts are made with marks in the place of names, so
 * that a name can be pressed in the timeline and is plain words in the list.
 */
import type { Message, NotificationContent } from '#protocol/entities/message.ts'
import { times } from '#protocol/limits.ts'
import { notificationOf } from './row-facts.ts'
import { type LinesT, settingText } from './setting-lines.ts'

/** What the lines need to know of whoever reads them. */
export interface LineWords {
  lines: LinesT
  me: string
  nameOf: (userId: string) => string
  /** Ada, Ben, and Chen. */
  list: (names: string[]) => string
  /** A moment, as the reader's calendar has it. */
  when: (ms: number) => string
}

/** Words, and names that lead to people. */
export type LinePart = string | { userId: string; name: string }

export interface Line {
  parts: LinePart[]
  /** What somebody wrote: a greeting, an announcement. */
  quote?: string
}

/** As many names as there are, up to this many; of more only the first two. */
const namedAtMost = 3

/** Events of which many in a row are one line; those of one actor only where that is said. */
const merging: Record<string, 'anyone' | 'one actor'> = {
  member_joined: 'anyone',
  member_left: 'anyone',
  members_added: 'one actor',
  members_removed: 'one actor',
}

/** Whether these two lines, one right behind the other, are told as one. */
export function mergeable(a: Message, b: Message): boolean {
  if (a.type !== 'notification' || b.type !== 'notification') return false
  const [first, second] = [notificationOf(a.content), notificationOf(b.content)]
  if (!first || !second || first.event !== second.event || !Object.hasOwn(merging, first.event)) return false
  return merging[first.event] === 'anyone' || first.actor === second.actor
}

/** Everybody named in the line about these messages, as far as they may be shown. */
export function namedIn(message: Message): string[] {
  if (message.recalledAt !== undefined) return [message.recalledBy ?? message.from, message.from]
  const content = message.type === 'notification' ? notificationOf(message.content) : null
  if (!content) return [message.from]
  const by = byOf(content)
  return [content.actor, by, ...content.targets.slice(0, namedAtMost + 1)].filter(id => id !== null)
}

/** The line about one message of the server's, or about several that stand together. */
export function lineOf(messages: readonly Message[], words: LineWords): Line {
  const contents = messages.flatMap(({ content }) => notificationOf(content) ?? [])
  const [first] = contents
  const [message] = messages
  if (!first || !message) return { parts: [words.lines('unknown')] }
  const names = new Names(words)
  if (first.event === 'friend_added') {
    const other = [message.from, message.to].find(id => id !== words.me) ?? message.to
    return {
      parts: names.split(words.lines('friend_added', { name: names.object([other]) })),
      ...quoteOf(first.value),
    }
  }
  const text = textOf(contents, first, names, words) ?? words.lines('unknown')
  return {
    parts: names.split(text),
    ...(first.event === 'group_announcement' && quoteOf(first.value)),
  }
}

/** Who took back whose message. */
export function recalledLine(message: Message, words: LineWords): Line {
  const names = new Names(words)
  const { lines, me } = words
  const by = message.recalledBy ?? message.from
  const actor = names.subject([by])
  if (by === message.from) return { parts: names.split(lines('recalled', { actor })) }
  if (message.from === me) return { parts: names.split(lines('recalledYours', { actor })) }
  return { parts: names.split(lines('recalledOf', { actor, author: names.object([message.from]) })) }
}

/** A line without anything to press. */
export const plainLine = ({ parts }: Line): string =>
  parts.map(part => (typeof part === 'string' ? part : part.name)).join('')

function textOf(
  all: NotificationContent[],
  first: NotificationContent,
  names: Names,
  { lines, when }: LineWords,
): string | null {
  const { event, value } = first
  const actor = names.subject(first.actor === null ? [] : [first.actor])
  const ids = [...new Set(all.flatMap(({ targets }) => targets))]
  const count = all.reduce((sum, content) => sum + Math.max(content.count ?? 0, content.targets.length), 0)
  const targets = () => names.object(ids, Math.max(ids.length, count))
  const actors = [...new Set(all.flatMap(content => content.actor ?? []))]
  switch (event) {
    case 'group_created': {
      const title = plain(value)
      return ids.length > 0
        ? lines('group_created_with', { actor, title, targets: targets() })
        : lines('group_created', { actor, title })
    }
    case 'members_added':
    case 'members_removed':
      return lines(event, { actor, targets: targets() })
    case 'member_joined':
      return joined(all, actors, names, lines)
    case 'member_left':
      return lines('member_left', { targets: names.subject(actors) })
    case 'role_changed':
      return lines(value === 'admin' ? 'role_admin' : 'role_member', { actor, targets: targets() })
    case 'owner_transferred':
      return lines('owner_transferred', { actor, targets: targets() })
    case 'group_renamed':
      return lines('group_renamed', { actor, title: plain(value) })
    case 'group_avatar':
    case 'group_dissolved':
      return lines(event, { actor })
    case 'group_announcement':
      return lines(value === '' ? 'announcement_removed' : 'announcement', { actor })
    case 'members_muted':
      if (typeof value !== 'number') return lines('members_unmuted', { actor, targets: targets() })
      return value >= times.forever
        ? lines('members_muted', { actor, targets: targets() })
        : lines('members_muted_until', { actor, targets: targets(), time: when(value) })
    case 'group_settings':
      return settingText(value, actor, lines)
    default:
      return null
  }
}

/** How people came in, where all of them came the same way. */
function joined(all: NotificationContent[], actors: string[], names: Names, lines: LinesT): string {
  const ways = new Set(all.map(content => `${viaOf(content)} ${byOf(content)}`))
  const [content] = all
  const by = content && ways.size === 1 ? byOf(content) : null
  const via = content && viaOf(content)
  if (by !== null && via === 'approval')
    return lines('member_joined_approval', { by: names.subject([by]), targets: names.object(actors) })
  if (by !== null && via === 'invite')
    return lines('member_joined_invite', { by: names.object([by]), targets: names.subject(actors) })
  return lines('member_joined', { targets: names.subject(actors) })
}

const fieldOf = ({ value }: NotificationContent, field: 'via' | 'by'): string | null => {
  const found =
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[field] : undefined
  return typeof found === 'string' ? found : null
}
const viaOf = (content: NotificationContent) => fieldOf(content, 'via')
const byOf = (content: NotificationContent) => fieldOf(content, 'by')

const quoteOf = (value: unknown): { quote?: string } => {
  const quote = typeof value === 'string' ? value.trim() : ''
  return quote === '' ? {} : { quote }
}

// Private to this file: no text of a person may hold them.
const open = '\uE000'
const close = '\uE001'
const marks = /[\uE000\uE001]/g
const plain = (value: unknown): string => (typeof value === 'string' ? value.replace(marks, '') : '')

/** Names as marks in a text, and the text cut at them again. */
class Names {
  private readonly people: { userId: string; name: string }[] = []
  private readonly words: LineWords

  constructor(words: LineWords) {
    this.words = words
  }

  /** Who does it: "You" at the head of a sentence. */
  subject(ids: string[]): string {
    return this.join(ids, ids.length, this.words.lines('You'))
  }

  /** Whom it is done to. `count` where there are more than are named. */
  object(ids: string[], count = ids.length): string {
    return this.join(ids, count, this.words.lines('you'))
  }

  split(text: string): LinePart[] {
    return text.split(/(\uE000\d+\uE001)/).flatMap((piece): LinePart[] => {
      if (piece === '') return []
      const person = piece.startsWith(open) ? this.people[Number(piece.slice(1, -1))] : undefined
      return [person ?? piece]
    })
  }

  private join(ids: string[], count: number, me: string): string {
    // Whoever reads it looks for themselves first.
    const order = ids.includes(this.words.me)
      ? [this.words.me, ...ids.filter(id => id !== this.words.me)]
      : ids
    const mark = (id: string) => (id === this.words.me ? me : this.mark(id))
    const [first, second] = order
    if (count > namedAtMost && first !== undefined && second !== undefined)
      return this.words.lines('others', { first: mark(first), second: mark(second), more: count - 2 })
    return this.words.list(order.map(mark))
  }

  private mark(userId: string): string {
    this.people.push({ userId, name: this.words.nameOf(userId) })
    return `${open}${this.people.length - 1}${close}`
  }
}
