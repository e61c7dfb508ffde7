/** Operation name → domain function, one line each: forgetting one is a type error. */
import type { Answer } from '#protocol/errors.ts'
import type { Output, Parsed } from '#protocol/operations/index.ts'
import {
  changePassword,
  checkUsername,
  getAccount,
  registerAccount,
  updateAccount,
} from '#server/domain/accounts.ts'
import type { Context } from '#server/domain/context.ts'
import {
  clearConversation,
  getConversation,
  listConversations,
  listReads,
  readConversation,
  updateConversation,
} from '#server/domain/conversations.ts'
import { deleteAccount } from '#server/domain/deletion.ts'
import { pullChanges } from '#server/domain/feeds.ts'
import { cancelRequest, requestFriend, respondToRequest } from '#server/domain/friend-requests.ts'
import {
  blockUser,
  listFriends,
  removeFriend,
  unblockUser,
  updateFriend,
} from '#server/domain/friendships.ts'
import { listLog } from '#server/domain/group-log.ts'
import { listAnnouncementReads, readAnnouncement, updateGroup } from '#server/domain/group-settings.ts'
import { createGroup, dissolveGroup, getGroup, transferGroup } from '#server/domain/groups.ts'
import { readHistory } from '#server/domain/history.ts'
import { createInvite, listInvites, revokeInvite } from '#server/domain/invites.ts'
import { cancelJoin, joinGroup, listRequests, previewGroup, respondToJoin } from '#server/domain/joining.ts'
import {
  addMembers,
  leaveGroup,
  listMembers,
  muteMembers,
  removeMembers,
  setNickname,
  setRole,
} from '#server/domain/members.ts'
import { editMessage, recallMessage } from '#server/domain/messages.ts'
import { listNotices, readNotices } from '#server/domain/notices.ts'
import { findUser, getUsers } from '#server/domain/people.ts'
import { Refusal } from '#server/domain/refusal.ts'
import { createTokenSession, listSessions, revokeSessions } from '#server/domain/sessions.ts'
import type { Handlers } from './handlers.ts'

/** What handlers need beyond the domain: both hold state of this process. */
export interface Engines {
  /** Many sends share a transaction, so its refusals are values (message-writer.ts). */
  writer: { send(context: Context, input: Parsed<'message:send'>): Promise<Answer<Output<'message:send'>>> }
  presence: { watch(context: Context, input: Parsed<'presence:watch'>): Promise<Output<'presence:watch'>> }
}

export function createHandlers({ writer, presence }: Engines): Handlers {
  return {
    'account:register': registerAccount,
    'account:check-username': checkUsername,
    'account:get': getAccount,
    'account:update': updateAccount,
    'account:change-password': changePassword,
    'account:delete': deleteAccount,
    'session:create': createTokenSession,
    'session:list': listSessions,
    'session:revoke': revokeSessions,
    'user:find': findUser,
    'user:get': getUsers,
    'friend:request': requestFriend,
    'friend:respond': respondToRequest,
    'friend:cancel': cancelRequest,
    'friend:list': listFriends,
    'friend:update': updateFriend,
    'friend:remove': removeFriend,
    'friend:block': blockUser,
    'friend:unblock': unblockUser,
    'presence:watch': (context, input) => presence.watch(context, input),
    'notice:list': listNotices,
    'notice:read': readNotices,
    'conversation:list': listConversations,
    'conversation:get': getConversation,
    'conversation:read': readConversation,
    'conversation:reads': listReads,
    'conversation:update': updateConversation,
    'conversation:clear': clearConversation,
    'group:create': createGroup,
    'group:get': getGroup,
    'group:members': listMembers,
    'group:add': addMembers,
    'group:remove': removeMembers,
    'group:leave': leaveGroup,
    'group:update': updateGroup,
    'group:set-role': setRole,
    'group:set-nickname': setNickname,
    'group:transfer': transferGroup,
    'group:mute': muteMembers,
    'group:dissolve': dissolveGroup,
    'group:read-announcement': readAnnouncement,
    'group:announcement-reads': listAnnouncementReads,
    'group:log': listLog,
    'group:preview': previewGroup,
    'group:join': joinGroup,
    'group:cancel': cancelJoin,
    'group:respond': respondToJoin,
    'group:requests': listRequests,
    'group:create-invite': createInvite,
    'group:invites': listInvites,
    'group:revoke-invite': revokeInvite,
    'message:send': async (context, input) => dataOf(await writer.send(context, input)),
    'message:history': readHistory,
    'message:recall': recallMessage,
    'message:edit': editMessage,
    'sync:pull': pullChanges,
  }
}

function dataOf<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.data
  const { code, message, retryAfterMs, details } = answer.error
  throw new Refusal(code, message, { retryAfterMs, details })
}
