import type { Conversation } from '#protocol/entities/conversation.ts'
import type { Friend } from '#protocol/entities/friendship.ts'
import type { Notice } from '#protocol/entities/notice.ts'
import type { Account } from '#protocol/entities/user.ts'
import type { Changes, PullPage } from '#protocol/operations/sync.ts'
import { peopleOfConversation, peopleOfMessage } from './appearing.ts'

type Item = PullPage['conversations'][number]
type Head = PullPage['heads'][number]

/** What a person costs in an answer, about: they are loaded when the page is full. */
const bytesOfPerson = 400

/**
 * One page of a pull while it fills. Every `add` says whether the row still had room; the first row of a page always
 * has, so that a pull moves on whatever the limit is.
 */
export class FeedPage {
  readonly items: Item[] = []
  readonly heads: Head[] = []
  readonly changes: Changes = { conversations: [], friends: [], notices: [] }
  readonly people = new Set<string>()
  private bytes = 500

  constructor(readonly limit: number) {}

  get room(): number {
    return this.limit - this.bytes
  }

  get empty(): boolean {
    const { conversations, friends, notices, settings } = this.changes
    const rows =
      this.items.length + this.heads.length + conversations.length + friends.length + notices.length
    return rows === 0 && settings === undefined
  }

  addItem(item: Item): boolean {
    const people =
      'gone' in item
        ? []
        : [
            ...peopleOfConversation(item.own),
            ...[...item.updated, ...(item.latest ?? [])].flatMap(peopleOfMessage),
            ...(item.members ?? []).map(member => member.userId),
            ...(item.group?.announcement ? [item.group.announcement.by] : []),
          ]
    return this.add(item, people, () => this.items.push(item))
  }

  addHead(head: Head): boolean {
    return this.add(head, [], () => this.heads.push(head))
  }

  addConversation(row: Conversation): boolean {
    return this.add(row, peopleOfConversation(row), () => this.changes.conversations.push(row))
  }

  addFriend(row: Friend): boolean {
    return this.add(row, [row.userId], () => this.changes.friends.push(row))
  }

  addNotice(row: Notice): boolean {
    return this.add(row, row.from ? [row.from] : [], () => this.changes.notices.push(row))
  }

  addSettings(row: Account): boolean {
    return this.add(row, [], () => {
      this.changes.settings = row
    })
  }

  private add(row: unknown, people: readonly string[], put: () => void): boolean {
    const strangers = new Set(people.filter(id => !this.people.has(id)))
    const size = Buffer.byteLength(JSON.stringify(row)) + 1 + strangers.size * bytesOfPerson
    if (size > this.room && !this.empty) return false
    this.bytes += size
    for (const id of strangers) this.people.add(id)
    put()
    return true
  }
}
