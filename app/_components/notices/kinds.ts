import type { RequestState } from '#protocol/entities/friendship.ts'
import type { Notice } from '#protocol/entities/notice.ts'

/** What the centre can be narrowed to. Types a newer server may have belong to none and stand under "all". */
export type NoticeFilter = 'all' | 'requests' | 'groups' | 'security'

const filters = {
  friend_request: 'requests',
  friend_accepted: 'requests',
  friend_declined: 'requests',
  join_request: 'requests',
  join_accepted: 'requests',
  join_declined: 'requests',
  group_added: 'groups',
  group_removed: 'groups',
  role_changed: 'groups',
  group_transferred: 'groups',
  group_dissolved: 'groups',
  group_muted: 'groups',
  new_sign_in: 'security',
} as const satisfies Record<string, NoticeFilter>

export type KnownType = keyof typeof filters
export type FriendType = Extract<KnownType, `friend_${string}`>
export type GroupType = Exclude<KnownType, FriendType | 'new_sign_in'>

export const isKnown = (type: string): type is KnownType => Object.hasOwn(filters, type)
export const isOfFriends = (type: KnownType): type is FriendType => type.startsWith('friend_')

export function filterNotices(notices: readonly Notice[], filter: NoticeFilter): Notice[] {
  return notices.filter(({ type }) => filter === 'all' || (isKnown(type) && filters[type] === filter))
}

/** A request that nobody answered in time has expired, whether the server has said so yet or not. */
export function noticeState({ state, content }: Notice, now: number): RequestState | null {
  const { expiresAt } = content
  return state === 'init' && typeof expiresAt === 'number' && expiresAt <= now ? 'expired' : state
}

/** A field of a notice's content, as text; empty where it is anything else. */
export function contentText({ content }: Notice, field: string): string {
  const value = content[field]
  return typeof value === 'string' ? value : ''
}
