import type { Group, Member } from '#protocol/entities/group.ts'
import type { Message } from '#protocol/entities/message.ts'
import type { Signal, SignalName } from '#protocol/signals.ts'
import type { Update, UpdateName } from '#protocol/updates.ts'

/**
 * What a committed transaction has to tell. The domain names *whom* it concerns; which sockets those are is the
 * relay's business. Everything here is a hint: it may be lost, the numbers bring it back.
 */
export type Change =
  /** A line or a changed line of a conversation: to every member of `membersRev`, but `exceptSocket`. */
  | {
      kind: 'message'
      conversationId: string
      rev: number
      membersRev: number
      message: Message
      exceptSocket?: string | undefined
    }
  /** The row of a group, to every member of `membersRev`. */
  | { kind: 'group'; conversationId: string; rev: number; membersRev: number; group: Group }
  /**
   * Member rows that changed at once, to every member of `membersRev`. Where the list is not shown, `openTo` names the
   * rows that everybody may know; the others go to the owner, the admins and whom they are about.
   */
  | {
      kind: 'member'
      conversationId: string
      rev: number
      membersRev: number
      members: Member[]
      openTo?: ReadonlySet<string> | undefined
    }
  /** A row of one person's own feed, to all their sockets. */
  | { [N in UserUpdateName]: { kind: 'user'; userId: string; name: N; row: Update<N> } }[UserUpdateName]
  /** Something that is not stored, to all sockets of these people. */
  | { [N in SignalName]: { kind: 'signal'; userIds: string[]; name: N; payload: Signal<N> } }[SignalName]
  /** These sessions ended: their sockets are told and closed. */
  | { kind: 'sessions-ended'; userId: string; sessionIds: string[] }

export type UserUpdateName = Exclude<UpdateName, 'message' | 'rev' | 'group' | 'member'>
