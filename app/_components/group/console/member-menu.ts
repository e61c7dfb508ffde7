'use client'
import { MicOff, Shield, ShieldOff, UserRound, UserRoundMinus } from 'lucide-react'
import type { Role } from '#protocol/entities/group.ts'
import type { useT } from '../../i18n/use-t.ts'
import type { MenuItem } from '../../ui/menu.ts'
import type { MemberEntry } from '../member-entry.ts'
import { mutedNow, muteItems } from './muting.ts'
import type { MemberActs } from './use-member-acts.ts'

interface Setting {
  t: ReturnType<typeof useT<'console'>>
  acts: MemberActs
  role: Role
  /** Whether this person may be acted on at all. */
  may: boolean
  now: () => number
  onProfile: () => void
  onRemove: () => void
}

/** What can be done with one member from their row. */
export function memberMenu(entry: MemberEntry, setting: Setting): MenuItem[] {
  const { t, acts, role, may, now, onProfile, onRemove } = setting
  const { member } = entry
  const profile: MenuItem = { label: t('act.profile'), icon: UserRound, onSelect: onProfile }
  if (!may) return [profile]
  const admin = member.role === 'admin'
  const roles: MenuItem[] =
    role === 'owner'
      ? [
          {
            label: admin ? t('act.takeRole') : t('act.makeAdmin'),
            icon: admin ? ShieldOff : Shield,
            onSelect: () => void acts.setRole([entry], admin ? 'member' : 'admin'),
          },
        ]
      : []
  const muted = mutedNow(member.mutedUntil, now()) !== null
  return [
    profile,
    ...roles,
    {
      label: t('act.mute'),
      icon: MicOff,
      items: muteItems(t, { now, muted, onMute: until => void acts.mute([entry], until) }),
    },
    'separator',
    { label: t('act.remove'), icon: UserRoundMinus, danger: true, onSelect: onRemove },
  ]
}
