/** Who may be brought into a group by whom: friends both ways, all or none (protocol.md). */
import { sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import type { Reason } from '#protocol/errors.ts'
import { type Relation, refuseDirectWrite } from '#protocol/policy.ts'
import { refuse } from './refusal.ts'

/** The order in which one reason stands for several people refused for different ones. */
const precedence: Reason[] = ['you_blocked', 'not_accepting', 'not_friends']

/**
 * @throws for the first reason there is, with everybody refused in `details.userIds`. Whoever blocks me says what
 * whoever takes no invitations would say (I16), and nobody at all is no friend.
 */
export async function demandFriends(db: Db, me: string, userIds: readonly string[]): Promise<void> {
  const refused = new Map<string, Reason>()
  const relations = await relationsTo(db, me, userIds)
  for (const userId of userIds) {
    const relation = relations.get(userId)
    const reason = relation ? refuseDirectWrite(relation) : 'not_friends'
    if (reason) refused.set(userId, reason)
  }
  const reasons = new Set(refused.values())
  const first = precedence.find(reason => reasons.has(reason))
  if (first) throw refuse(first, { userIds: [...refused.keys()] })
}

async function relationsTo(db: Db, me: string, userIds: readonly string[]): Promise<Map<string, Relation>> {
  const rows = await db.execute<{ id: string } & Omit<Relation, 'self'> & Record<string, unknown>>(sql`
    select u.id, (u.deleted_at is not null or u.delete_at is not null) as "otherGone",
      coalesce(mine.listed, false) as "iList", coalesce(mine.blocked, false) as "iBlock",
      coalesce(theirs.listed, false) as "listsMe", coalesce(theirs.blocked, false) as "blocksMe"
    from unnest(${sql.param([...userIds])}::uuid[]) as wanted (id)
    join users u on u.id = wanted.id
    left join friendships mine on mine.user_id = ${me} and mine.other_id = u.id
    left join friendships theirs on theirs.user_id = u.id and theirs.other_id = ${me}`)
  return new Map(rows.map(({ id, ...relation }) => [id, { self: false, ...relation }]))
}
