'use client'
import { Check, Minus } from 'lucide-react'
import type { Group } from '#protocol/entities/group.ts'
import { useT } from '../../i18n/use-t.ts'
import { type Permission, permissions, roles } from './permissions.ts'

/** Who may do what, as the settings above have it now. */
export function PermissionTable({ group }: { group: Group }) {
  const t = useT('console')
  const tGroup = useT('group')
  return (
    <table className="w-full table-fixed text-small">
      <thead>
        <tr className="text-text-2">
          <th scope="col" className="py-2.5 ps-4 text-start font-[600]">
            {t('permissions.what')}
          </th>
          {roles.map(role => (
            <th key={role} scope="col" className="w-16 px-1 py-2.5 text-center font-[600] two:w-24">
              {tGroup(`role.${role}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line border-line border-t">
        {(Object.keys(permissions) as Permission[]).map(name => (
          <tr key={name}>
            <th scope="row" className="py-2 ps-4 pe-2 text-start font-[400] text-text">
              {t(`permissions.${name}`)}
            </th>
            {roles.map(role => (
              <td key={role} className="py-2 text-center">
                <Mark yes={permissions[name](role, group)} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Mark({ yes }: { yes: boolean }) {
  const t = useT('console')
  const Icon = yes ? Check : Minus
  return (
    <>
      <Icon aria-hidden className={`mx-auto size-4.5 ${yes ? 'text-accent' : 'text-text-3'}`} />
      <span className="sr-only">{t(yes ? 'permissions.yes' : 'permissions.no')}</span>
    </>
  )
}
