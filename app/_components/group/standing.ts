import type { ConversationView } from '#client/types.ts'
import type { Group, Member, Role } from '#protocol/entities/group.ts'
import { isManager } from '#protocol/group-policy.ts'

/** How I stand in a group whose rows are here. */
export interface Standing {
  group: Group
  me: Member
  role: Role
  /** I am in it, and it goes on: what my role may do, I can do. */
  active: boolean
  /** The owner or an admin of a group that goes on. */
  manages: boolean
}

/** Null where the rows have not come yet, and in direct conversations. */
export function standingIn(conversation: ConversationView | undefined): Standing | null {
  const { group, member, left, dissolved } = conversation ?? {}
  if (!group || !member) return null
  const active = !left && !dissolved
  return { group, me: member, role: member.role, active, manages: active && isManager(member.role) }
}
