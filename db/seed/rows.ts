/** What will be inserted, and the numbers of the people's own feeds, given out when all of it is there. */
import type {
  conversations,
  friendRequests,
  friendships,
  members,
  messages,
  messageVersions,
  notices,
  users,
} from '#db/schema/index.ts'

export type UserRow = typeof users.$inferInsert & { userRev: number; settingsRev: number }
export type ConversationRow = typeof conversations.$inferInsert
export type MemberRow = typeof members.$inferInsert
export type MessageRow = typeof messages.$inferInsert
export type VersionRow = typeof messageVersions.$inferInsert
export type FriendshipRow = typeof friendships.$inferInsert
export type RequestRow = typeof friendRequests.$inferInsert
export type NoticeRow = typeof notices.$inferInsert

/** A row of a person's own feed, and when it last changed. */
export interface Own<Row extends { userId: string; userRev: number }> {
  row: Row
  time: number
}

export interface Rows {
  users: UserRow[]
  conversations: ConversationRow[]
  messages: MessageRow[]
  versions: VersionRow[]
  requests: RequestRow[]
  members: Own<MemberRow>[]
  friendships: Own<FriendshipRow>[]
  notices: Own<NoticeRow>[]
}

/** Until {@link numberFeeds} has given the number. */
export const unnumbered = 0

/** Gives every row its number in its owner's feed, in the order of time, and leaves each person at the last one. */
export function numberFeeds({ users, members, friendships, notices }: Rows): void {
  const owned = [...members, ...friendships, ...notices].sort((a, b) => a.time - b.time)
  const byId = new Map(users.map(user => [user.id, user]))
  // Whoever wrote something about themselves did so first of all.
  for (const user of users) if (user.bio || !user.settings.receipts) user.settingsRev = ++user.userRev
  for (const { row, time } of owned) {
    const user = byId.get(row.userId)
    if (!user) throw new Error('A row belongs to nobody')
    row.userRev = ++user.userRev
    user.changedAt = Math.max(user.changedAt, time)
  }
}
