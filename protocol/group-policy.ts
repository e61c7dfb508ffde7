/**
 * Who may do what in a group: pure functions of roles, settings and times, asked by the server inside the
 * transaction that writes and by the screen for what it shows (reliability.md 4.1).
 */
import type { Group, Role } from './entities/group.ts'
import type { Reason } from './errors.ts'

const rank: Record<Role, number> = { member: 0, admin: 1, owner: 2 }

/** What decides whether somebody may write in a group now. */
export interface GroupStanding {
  left: boolean
  dissolved: boolean
  role: Role
  mutedUntil: number | null
  muteAll: boolean
  slowModeSeconds: number
  /** When this person's last message was written; null: never. */
  lastSentAt: number | null
}

/** Why a message may not be written now: the first reason in the order of product.md 4. */
export type WriteRefusal =
  | { reason: 'not_a_member' | 'group_dissolved' }
  /** `until` null: as long as all are muted. */
  | { reason: 'muted'; until: number | null }
  | { reason: 'slow_mode'; retryAfterMs: number }

/**
 * Whether this person may write now. A dissolved group says so to whoever was ever in it; slow mode knows no owner
 * and no admin.
 */
export function refuseGroupWrite(standing: GroupStanding, now: number): WriteRefusal | null {
  const { left, dissolved, role, mutedUntil, muteAll, slowModeSeconds, lastSentAt } = standing
  if (dissolved) return { reason: 'group_dissolved' }
  if (left) return { reason: 'not_a_member' }
  if (mutedUntil !== null && mutedUntil > now) return { reason: 'muted', until: mutedUntil }
  if (isManager(role)) return null
  if (muteAll) return { reason: 'muted', until: null }
  const waitMs = lastSentAt === null ? 0 : lastSentAt + slowModeSeconds * 1000 - now
  return slowModeSeconds > 0 && waitMs > 0 ? { reason: 'slow_mode', retryAfterMs: waitMs } : null
}

/** The owner and the admins. */
export function isManager(role: Role): boolean {
  return rank[role] > 0
}

/** Whether one may remove, mute or recall the other: the owner everybody else, admins members, nobody themselves. */
export function mayActOn(actor: Role, target: Role): boolean {
  return isManager(actor) && rank[actor] > rank[target]
}

/** Bring people in and make links. */
export function mayInvite(role: Role, { inviteBy }: Pick<Group, 'inviteBy'>): boolean {
  return inviteBy === 'all' || isManager(role)
}

/** Whether whom this role brings comes in at once. */
export function bringsInAtOnce(role: Role, { joinMode }: Pick<Group, 'joinMode'>): boolean {
  return joinMode !== 'approval' || isManager(role)
}

/** What an ordinary member may change where `editBy` is `all`. */
const membersFields: ReadonlySet<string> = new Set(['title', 'avatar', 'announcement'])

/** Whether this role may change these fields of the group's row. */
export function mayEdit(role: Role, fields: readonly string[], { editBy }: Pick<Group, 'editBy'>): boolean {
  if (isManager(role)) return true
  return editBy === 'all' && fields.every(field => membersFields.has(field))
}

/** Call everybody by `@all`. */
export function mayMentionAll(role: Role, { mentionAllBy }: Pick<Group, 'mentionAllBy'>): boolean {
  return mentionAllBy === 'all' || isManager(role)
}

/** See the whole list of members. */
export function mayListMembers(role: Role, { membersVisible }: Pick<Group, 'membersVisible'>): boolean {
  return membersVisible || isManager(role)
}

interface WrittenMessage {
  from: string
  type: string
  time: number
  recalledAt?: number | undefined
}

/**
 * Why this message of a group may not be recalled now, or null.
 * @param authorRole of the one who wrote it; whoever has left counts as a member
 */
export function refuseGroupRecall(
  message: WrittenMessage,
  actor: { userId: string; role: Role },
  authorRole: Role,
  group: Pick<Group, 'recallSeconds'>,
  now: number,
): Reason | null {
  if (message.type === 'notification') return 'kind_not_allowed'
  if (message.from !== actor.userId) return mayActOn(actor.role, authorRole) ? null : 'role_too_low'
  if (message.recalledAt !== undefined) return null
  return now - message.time > group.recallSeconds * 1000 ? 'recall_window_over' : null
}
