import type { Group, Role } from '#protocol/entities/group.ts'
import {
  isManager,
  mayActOn,
  mayEdit,
  mayInvite,
  mayListMembers,
  mayMentionAll,
  refuseGroupWrite,
} from '#protocol/group-policy.ts'

export const roles: readonly Role[] = ['owner', 'admin', 'member']

/** What can be done in a group, asked of the same rules that the server asks. */
export const permissions = {
  write: (role, { muteAll }) =>
    refuseGroupWrite(
      {
        left: false,
        dissolved: false,
        role,
        mutedUntil: null,
        muteAll,
        slowModeSeconds: 0,
        lastSentAt: null,
      },
      0,
    ) === null,
  list: mayListMembers,
  invite: mayInvite,
  edit: (role, group) => mayEdit(role, ['title', 'announcement'], group),
  mentionAll: mayMentionAll,
  requests: role => isManager(role),
  moderate: role => mayActOn(role, 'member'),
  settings: (role, group) => mayEdit(role, ['joinMode'], group),
  admins: role => mayActOn(role, 'admin'),
  end: role => role === 'owner',
} as const satisfies Record<string, (role: Role, group: Group) => boolean>

export type Permission = keyof typeof permissions
