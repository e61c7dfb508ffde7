import type { useT } from '../../i18n/use-t.ts'
import { csvOf } from '../csv.ts'
import type { MemberEntry } from '../member-entry.ts'

/** The list of members for a spreadsheet. Times as ISO says them: every program reads those. */
export function membersTable(
  entries: readonly MemberEntry[],
  t: ReturnType<typeof useT<'console'>>,
  tGroup: ReturnType<typeof useT<'group'>>,
): string {
  const head = [
    t('column.name'),
    t('column.username'),
    t('column.role'),
    t('column.nickname'),
    t('column.joined'),
  ]
  const rows = entries.map(({ name, own, username, member }) => [
    own ?? name,
    username,
    tGroup(`role.${member.role}`),
    member.nickname,
    new Date(member.joinedAt).toISOString(),
  ])
  return csvOf([head, ...rows])
}
