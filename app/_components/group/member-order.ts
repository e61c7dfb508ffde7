import type { Role } from '#protocol/entities/group.ts'
import { sortKey } from '../people/sections.ts'
import type { MemberEntry } from './member-entry.ts'

export type SortBy = 'role' | 'name' | 'joined'
export interface Order {
  by: SortBy
  descending: boolean
}

const rank: Record<Role, number> = { owner: 0, admin: 1, member: 2 }

/** Members in this order; those alike in it stand by name, whichever way it goes. */
export function orderMembers(entries: readonly MemberEntry[], order: Order, language: string): MemberEntry[] {
  const { compare } = new Intl.Collator(language, { numeric: true })
  const keyed = entries.map(entry => ({ entry, key: sortKey(entry) }))
  const byName = (a: (typeof keyed)[number], b: (typeof keyed)[number]) =>
    compare(a.key, b.key) || compare(a.entry.name, b.entry.name)
  const way = order.descending ? -1 : 1
  return keyed
    .sort((a, b) => {
      const [one, other] = [a.entry.member, b.entry.member]
      if (order.by === 'name') return way * byName(a, b)
      if (order.by === 'joined') return way * (one.joinedAt - other.joinedAt) || byName(a, b)
      return way * (rank[one.role] - rank[other.role]) || byName(a, b)
    })
    .map(({ entry }) => entry)
}
