import type { Conversation } from '#protocol/entities/conversation.ts'
import type { Friend } from '#protocol/entities/friendship.ts'
import type { Group, Member } from '#protocol/entities/group.ts'
import type { Message } from '#protocol/entities/message.ts'
import type { Notice } from '#protocol/entities/notice.ts'
import type { User } from '#protocol/entities/user.ts'
import type { OperationName } from '#protocol/operations/index.ts'
import type { Applier } from './apply.ts'
import type { OwnRows } from './own-rows.ts'
import type { Sync } from './sync.ts'

/** Rows by the names they have in all answers. */
interface AnswerRows {
  conversation?: Conversation | undefined
  conversations?: Conversation[]
  friend?: Friend | undefined
  friends?: Friend[]
  notices?: Notice[]
  user?: User
  users?: User[]
  message?: Message
  group?: Group | undefined
  member?: Member
  members?: Member[]
}

/** Stores the rows of an answer. */
export async function takeAnswer(
  applier: Applier,
  sync: Sync,
  name: OperationName,
  input: unknown,
  data: unknown,
): Promise<void> {
  const rows = data as AnswerRows
  const own: OwnRows = {
    conversations: rows.conversations ?? (rows.conversation && [rows.conversation]),
    friends: rows.friends ?? (rows.friend && [rows.friend]),
    notices: rows.notices,
    users: rows.users ?? (rows.user && [rows.user]),
    settings: name === 'account:get' || name === 'account:update' ? (data as never) : undefined,
  }
  if (own.settings) own.users = undefined
  if (Object.values(own).some(value => value !== undefined)) await applier.own(own, false)
  if (rows.message) {
    const { message } = rows
    sync.after(message.conversationId, await applier.messages(message.conversationId, [message]))
  }
  // What is shown to whoever is not in the group yet is no row of it.
  if (name !== 'group:preview') await takeGroup(applier, sync, input, rows)
  if (!isGroupAlone(rows)) sync.repairBehind()
}

/** Rows of a group without a word on where I stand in it: their updates come to this socket too, in a moment. */
function isGroupAlone({ conversation, group, member, members }: AnswerRows): boolean {
  return !conversation && (group ?? member ?? members) !== undefined
}

/** An answer has not all rows of its number: that is seen with the update, or pulled where none comes. */
async function takeGroup(applier: Applier, sync: Sync, input: unknown, rows: AnswerRows): Promise<void> {
  const { group } = rows
  const members = rows.members ?? (rows.member && [rows.member])
  const named = (input as { conversationId?: string }).conversationId
  const conversationId = rows.conversation?.id ?? group?.id ?? named
  if (!conversationId || !(group ?? members)) return
  sync.after(conversationId, await applier.feed(conversationId, { group, members }, []))
}
