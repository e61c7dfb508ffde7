import type { Invite } from '#protocol/entities/group.ts'

export type InviteEnd = 'revoked' | 'expired' | 'used_up'

/** Why a link lets nobody in any more; null while it does. */
export function inviteEnd({ revokedAt, expiresAt, maxUses, uses }: Invite, now: number): InviteEnd | null {
  if (revokedAt !== null) return 'revoked'
  if (expiresAt <= now) return 'expired'
  return maxUses !== null && uses >= maxUses ? 'used_up' : null
}

export const inviteLink = ({ code }: Invite): string => `${location.origin}/join/${code}`
