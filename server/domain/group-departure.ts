/** An account ends: its groups go on without it, under the oldest admin, else the oldest member (product.md 3). */
import { and, asc, eq, isNull, ne, sql } from 'drizzle-orm'
import type { Transaction } from '#db/client.ts'
import { groups, members, users } from '#db/schema/index.ts'
import type { House } from './context.ts'
import { lockConversation } from './counters.ts'
import { findGroup } from './group-rows.ts'
import type { Changing } from './group-writes.ts'
import { dissolve, handOver } from './groups.ts'
import { requestsBy, settleRequest } from './join-requests.ts'
import { concerning, goOut } from './members.ts'
import { transact } from './transaction.ts'

/**
 * Leaves every group and takes back every asking to join. Each is a transaction of its own, so the work may stop
 * anywhere and be done again.
 * @param isDue asked under each lock: whoever came back meanwhile stays
 */
export async function departFromGroups(
  house: House,
  userId: string,
  isDue: (tx: Transaction) => Promise<boolean>,
): Promise<void> {
  const { db } = house.database
  const rows = await db
    .select({ id: groups.id })
    .from(members)
    .innerJoin(groups, eq(groups.id, members.conversationId))
    .where(and(eq(members.userId, userId), isNull(members.leftAt), isNull(groups.dissolvedAt)))
  const asked = await db.transaction(tx => requestsBy(tx, userId))
  for (const id of new Set([...rows.map(row => row.id), ...asked.map(row => row.conversationId)])) {
    await transact(house, async (tx, tell) => {
      await lockConversation(tx, id)
      const group = await findGroup(tx, id)
      if (!group || group.dissolvedAt !== null || !(await isDue(tx))) return
      const heir = await heirOf(tx, id, userId)
      const changing = { tx, tell, now: house.now(), group }
      await concerning(changing, heir ? [userId, heir] : [userId])
      await depart(changing, userId, heir)
    })
  }
}

async function depart(changing: Changing, userId: string, heir: string | null): Promise<void> {
  const { tx, group } = changing
  for (const request of await requestsBy(tx, userId))
    if (request.conversationId === group.id) await settleRequest(changing, request, 'cancelled', userId)
  const [own] = await tx
    .select()
    .from(members)
    .where(and(eq(members.conversationId, group.id), eq(members.userId, userId), isNull(members.leftAt)))
  if (!own) return
  if (own.role === 'owner') {
    if (heir === null) return dissolve(changing, userId)
    await handOver(changing, userId, heir)
  }
  await goOut(changing, own)
}

/** Who has been an admin, or else a member, for the longest time. */
async function heirOf(tx: Transaction, conversationId: string, userId: string): Promise<string | null> {
  const [heir] = await tx
    .select({ userId: members.userId })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(
        eq(members.conversationId, conversationId),
        ne(members.userId, userId),
        isNull(members.leftAt),
        isNull(users.deleteAt),
        isNull(users.deletedAt),
      ),
    )
    .orderBy(sql`${members.role} <> 'admin'`, asc(members.joinedAt), asc(members.userId))
    .limit(1)
  return heir?.userId ?? null
}
