/** The log of a group: who did what, for its owner and admins. */
import { and, desc, eq, gte, lt, or } from 'drizzle-orm'
import { groupLog } from '#db/schema/index.ts'
import { isManager } from '#protocol/group-policy.ts'
import { times } from '#protocol/limits.ts'
import type { Output, Parsed } from '#protocol/operations/index.ts'
import type { Context, House } from './context.ts'
import { demand, loadMyGroup } from './group-scope.ts'
import { usersById } from './present-people.ts'
import { badRequest } from './refusal.ts'

const defaultPage = 50
/** People in one page who are named with it. */
const namedAtMost = 200

export async function listLog(
  context: Context,
  { conversationId, before, limit = defaultPage }: Parsed<'group:log'>,
): Promise<Output<'group:log'>> {
  const { db } = context.database
  const { own } = await loadMyGroup(db, context.actor.userId, conversationId)
  demand(isManager(own.role))
  const rows = await db
    .select()
    .from(groupLog)
    .where(
      and(
        eq(groupLog.conversationId, conversationId),
        gte(groupLog.time, context.now() - times.groupLogMs),
        before === undefined ? undefined : olderThan(before),
      ),
    )
    .orderBy(desc(groupLog.time), desc(groupLog.id))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const people = new Set(page.flatMap(row => [row.actorId, ...row.targets]))
  return {
    entries: page.map(({ id, time, actorId, action, targets, value }) => ({
      ...{ id, time, actor: actorId, action, targets },
      ...(value !== null && { value }),
    })),
    users: await usersById(db, [...people].slice(0, namedAtMost)),
    ...(rows.length > limit && last && { next: `${last.time}.${last.id}` }),
  }
}

function olderThan(cursor: string) {
  const [, time, id] = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(cursor) ?? []
  if (time === undefined || id === undefined) throw badRequest('`before` is the `next` of an earlier answer.')
  return or(lt(groupLog.time, Number(time)), and(eq(groupLog.time, Number(time)), lt(groupLog.id, id)))
}

/** @returns how many lines went */
export async function purgeGroupLogs({ database, now }: House): Promise<number> {
  const gone = await database.db
    .delete(groupLog)
    .where(lt(groupLog.time, now() - times.groupLogMs))
    .returning({ id: groupLog.id })
  return gone.length
}
