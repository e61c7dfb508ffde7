/** Looking people up: by exact user name, or by an id one has already come across. */
import { and, eq, isNull } from 'drizzle-orm'
import { users } from '#db/schema/index.ts'
import type { Output, Parsed } from '#protocol/operations/index.ts'
import { usernameKey } from '#protocol/text.ts'
import type { Context } from './context.ts'
import { presentUser, usersById } from './present-people.ts'
import { countAttempt } from './rate-limits.ts'
import { notFound } from './refusal.ts'
import { loadRelation } from './relations.ts'

/**
 * The person of this name, if they may be found. Somebody who blocked me is found like anybody else: not being found
 * would tell me of the block (I16).
 */
export async function findUser(
  context: Context,
  { username }: Parsed<'user:find'>,
): Promise<Output<'user:find'>> {
  const me = context.actor.userId
  await countAttempt(context, 'find', me)
  const { db } = context.database
  const [user] = await db
    .select()
    .from(users)
    .where(and(eq(users.usernameKey, usernameKey(username)), isNull(users.deletedAt), isNull(users.deleteAt)))
  if (!user) throw notFound()
  const relation = await loadRelation(db, me, user.id)
  // Whom I have on my list I have found already.
  if (!user.settings.findable && !relation.self && !relation.iList) throw notFound()
  return { user: presentUser(user) }
}

export async function getUsers(context: Context, { ids }: Parsed<'user:get'>): Promise<Output<'user:get'>> {
  return { users: await usersById(context.database.db, ids) }
}
