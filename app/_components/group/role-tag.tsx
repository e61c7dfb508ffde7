'use client'
import clsx from 'clsx'
import type { Role } from '#protocol/entities/group.ts'
import { useT } from '../i18n/use-t.ts'

/** "Owner" or "Admin" beside a name; members have none. */
export function RoleTag({ role }: { role: Role }) {
  const t = useT('group')
  if (role === 'member') return null
  return (
    <span
      className={clsx(
        'flex-none rounded-tag px-1.5 py-px text-caption',
        role === 'owner' ? 'bg-mention text-mention-text' : 'bg-selected text-accent',
      )}
    >
      {t(`role.${role}`)}
    </span>
  )
}
