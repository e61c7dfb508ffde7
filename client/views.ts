import type { Friend } from '#protocol/entities/friendship.ts'
import type { Notice } from '#protocol/entities/notice.ts'
import { hasLeft, listsAll } from './membership.ts'
import type { OutboxItem, StoredConversation, StoredDraft } from './store/schema.ts'
import type { Changed, Store } from './store/store.ts'
import type { ConversationView, PersonView } from './types.ts'

/**
 * Values for screens, made from the mirror and kept until something they are made of changed: equal values keep
 * their identity.
 */
export class Views {
  private readonly made = new Map<string, { from: unknown[]; view: ConversationView }>()
  private readonly people = new Map<string, PersonView>()
  private list: ConversationView[] | null = null
  private friendList: Friend[] | null = null
  private noticeList: Notice[] | null = null
  private readonly store: Store
  private readonly serverNow: () => number

  constructor(store: Store, serverNow: () => number) {
    this.store = store
    this.serverNow = serverNow
  }

  /** Forgets what these changes touch. Returns whether any view is made of them. */
  invalidate(changed: Changed): boolean {
    let any = false
    for (const { table } of changed) {
      if (table === 'blocks' || table === 'members') continue
      any = true
      if (table === 'conversations' || table === 'outbox' || table === 'drafts') this.list = null
      if (table === 'friends') this.friendList = null
      if (table === 'notices') this.noticeList = null
    }
    return any
  }

  conversations(): ConversationView[] {
    if (this.list) return this.list
    const waiting = groupById(this.store.all('outbox'))
    const views: ConversationView[] = []
    for (const stored of this.store.all('conversations'))
      views.push(this.view(stored, waiting.get(stored.id) ?? []))
    const at = (view: ConversationView) =>
      Math.max(view.updateTime, ...(waiting.get(view.id) ?? []).map(item => item.time))
    views.sort((a, b) => Number(b.pinned) - Number(a.pinned) || at(b) - at(a) || (a.id < b.id ? -1 : 1))
    this.list = views
    return views
  }

  conversation(id: string): ConversationView | undefined {
    if (!this.store.peek('conversations', id)) return undefined
    this.conversations()
    return this.made.get(id)?.view
  }

  totalUnread(): number {
    let total = 0
    for (const view of this.conversations()) if (!view.hidden && !view.muted) total += view.unread
    return total
  }

  person(userId: string): PersonView {
    const user = this.store.peek('users', userId)
    const friend = this.store.peek('friends', userId)
    const old = this.people.get(userId)
    if (old && old.user === user && old.friend === friend) return old
    const view = { user, friend, name: friend?.remark || user?.displayName || '' }
    this.people.set(userId, view)
    return view
  }

  friends(): Friend[] {
    this.friendList ??= [...this.store.all('friends')]
    return this.friendList
  }

  notices(): Notice[] {
    this.noticeList ??= [...this.store.all('notices')].sort((a, b) => b.time - a.time)
    return this.noticeList
  }

  private view(stored: StoredConversation, waiting: OutboxItem[]): ConversationView {
    const { row } = stored
    const draft = this.store.peek('drafts', row.id)
    const muted = row.notify !== 'all' && (row.notifyUntil === null || row.notifyUntil > this.serverNow())
    const from = [stored, draft, muted, ...waiting]
    const old = this.made.get(row.id)
    if (old && old.from.length === from.length && old.from.every((part, i) => part === from[i]))
      return old.view
    const view = present(stored, waiting, draft, muted)
    this.made.set(row.id, { from, view })
    return view
  }
}

function present(
  stored: StoredConversation,
  waiting: OutboxItem[],
  draft: StoredDraft | undefined,
  muted: boolean,
): ConversationView {
  const { row } = stored
  const failed = waiting.filter(item => item.status === 'fail').length
  // As the server counts: what was cleared away does not bring it back.
  const above = row.hiddenSeq === null ? null : Math.max(row.hiddenSeq, row.clearSeq)
  const hidden = above !== null && stored.countableSeq <= above && waiting.length === 0
  const last = waiting.reduce<OutboxItem | null>((a, b) => (a && a.order > b.order ? a : b), null)
  return {
    ...row,
    ...presentGroup(stored),
    hidden,
    muted,
    failed,
    pending: waiting.length - failed,
    unsent: last?.request.type === 'text' ? { text: last.request.content.text, time: last.time } : null,
    localDraft: draft?.draft ?? null,
  }
}

function presentGroup(stored: StoredConversation) {
  const { row, group, member } = stored
  const left = hasLeft(stored)
  // The row all members share stops telling me anything when I leave; my own says how it was then.
  const shared = left ? null : group
  const counted = !left && stored.roster === 'complete' && listsAll(stored)
  return {
    group: group ?? undefined,
    member: member ?? undefined,
    title: shared ? shared.title : row.title,
    avatar: shared ? shared.avatar : row.avatar,
    memberCount: counted ? stored.memberCount : row.memberCount,
    left,
    dissolved: group !== null && group.dissolvedAt !== null,
  }
}

function groupById(items: Iterable<OutboxItem>): Map<string, OutboxItem[]> {
  const groups = new Map<string, OutboxItem[]>()
  for (const item of items)
    groups.set(item.conversationId, [...(groups.get(item.conversationId) ?? []), item])
  return groups
}
