/**
 * A group as a whole: made, looked at, changed, handed over, ended. Each change is one transaction under the
 * conversation's lock: roles are read there, so of two who act at once the second sees what the first has done (I13).
 */
import { eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { conversations, groups, members, users } from '#db/schema/index.ts'
import type { Output, Parsed } from '#protocol/operations/index.ts'
import { cleanName } from '#protocol/text.ts'
import { checkOwnPassword } from './account-row.ts'
import type { Context } from './context.ts'
import { lockConversation, lockUsers, nextRev } from './counters.ts'
import { appendNotification } from './direct.ts'
import { notify } from './group-notices.ts'
import { memberRows, presentGroup, presentMember } from './group-rows.ts'
import { demand, glanceAtMyGroup, isOwner, loadMyGroup, lockMyGroup } from './group-scope.ts'
import { type Changing, changeGroup, changeMembers, logAction } from './group-writes.ts'
import { demandFriends } from './inviting.ts'
import { cancelAllRequests, showRequestsTo } from './join-requests.ts'
import { admit } from './memberships.ts'
import { presentConversation } from './present.ts'
import { isGone, usersById } from './present-people.ts'
import { countAttempt } from './rate-limits.ts'
import { badRequest, refuse } from './refusal.ts'
import { transact } from './transaction.ts'

export async function createGroup(
  context: Context,
  { title, memberIds }: Parsed<'group:create'>,
): Promise<Output<'group:create'>> {
  const me = context.actor.userId
  const others = [...new Set(memberIds)].filter(id => id !== me)
  await countAttempt(context, 'createGroup', me)
  return transact(context, async (tx, tell) => {
    await demandFriends(tx, me, others)
    const now = context.now()
    const id = uuidv7()
    await tx.insert(conversations).values({ id, scene: 'group', createdAt: now, changedAt: now })
    await lockConversation(tx, id)
    await lockUsers(tx, [me, ...others])
    const { rev } = await nextRev(tx, id, now, 'change')
    const [group] = await tx.insert(groups).values({ id, title, memberCount: 0, rev }).returning()
    const changing: Changing = { tx, tell, now, group: group! }
    const line = { event: 'group_created', actor: me, targets: others, value: title }
    // Made an owner in the same breath, or for a moment there would be none.
    await admit(changing, [me, ...others], { via: 'create', by: me }, line, context.limits, me)
    await notify(changing, others, { type: 'group_added', from: me })
    await logAction(changing, me, 'create', others, title)
    const row = presentGroup(changing.group, now)
    const conversation = await presentConversation(tx, me, id)
    return { conversation, group: row, users: await usersById(tx, [me, ...others].slice(0, 100)) }
  })
}

export async function getGroup(
  context: Context,
  { conversationId }: Parsed<'group:get'>,
): Promise<Output<'group:get'>> {
  const { db } = context.database
  const me = context.actor.userId
  const { group, conversation, own } = await loadMyGroup(db, me, conversationId)
  const row = presentGroup(group, conversation.createdAt)
  return {
    conversation: await presentConversation(db, me, conversationId),
    group: row,
    member: presentMember(own),
    users: await usersById(db, row.announcement ? [me, row.announcement.by] : [me]),
  }
}

/** The new owner is one at the same moment as the old one is none: both rows change under one number. */
export async function transferGroup(
  context: Context,
  { conversationId, userId, password }: Parsed<'group:transfer'>,
): Promise<Output<'group:transfer'>> {
  const me = context.actor.userId
  const { db } = context.database
  // Whoever has no right to it need not be told whether their password was right.
  demand(isOwner((await glanceAtMyGroup(db, me, conversationId)).own.role))
  const verified = await checkOwnPassword(context, password)
  return transact(context, async (tx, tell) => {
    const { own, group } = await lockMyGroup(tx, me, conversationId)
    demand(isOwner(own.role))
    const [heir] = userId === me ? [] : await memberRows(tx, conversationId, [userId])
    if (!heir || heir.leftAt !== null)
      throw badRequest('The new owner has to be another member of the group.')
    await lockUsers(tx, [me, userId])
    const people = await tx.select().from(users).where(eq(users.id, userId))
    if (people.some(isGone)) throw badRequest('The new owner has to be another member of the group.')
    const [actor] = await tx.select({ hash: users.passwordHash }).from(users).where(eq(users.id, me))
    if (actor?.hash !== verified.passwordHash) throw refuse('wrong_password')
    const changing: Changing = { tx, tell, now: context.now(), group }
    await handOver(changing, me, userId)
    await notify(changing, [userId], { type: 'group_transferred', from: me })
    return { conversation: await presentConversation(tx, me, conversationId) }
  })
}

/** From one owner to the next; the old one stays as an admin. */
export async function handOver(changing: Changing, from: string, to: string): Promise<void> {
  const { tx, tell, now, group } = changing
  const [heir] = await memberRows(tx, group.id, [to])
  // Down before up: at no moment does the database see two.
  await changeMembers(changing, [from], { role: 'admin', managed: true })
  await changeMembers(changing, [to], { role: 'owner', managed: true, mutedUntil: null })
  if (heir?.role === 'member') await showRequestsTo(changing, to)
  await appendNotification(tx, tell, now, group.id, {
    event: 'owner_transferred',
    actor: from,
    targets: [to],
  })
  await logAction(changing, from, 'transfer', [to])
}

export async function dissolveGroup(
  context: Context,
  { conversationId, title }: Parsed<'group:dissolve'>,
): Promise<Output<'group:dissolve'>> {
  const me = context.actor.userId
  return transact(context, async (tx, tell) => {
    const { own, group } = await lockMyGroup(tx, me, conversationId)
    demand(isOwner(own.role))
    if (cleanName(title) !== group.title) throw refuse('title_differs')
    await dissolve({ tx, tell, now: context.now(), group }, me)
    return { conversation: await presentConversation(tx, me, conversationId) }
  })
}

/** Read-only from here on, for everybody who is in it. */
export async function dissolve(changing: Changing, by: string): Promise<void> {
  const { tx, tell, now, group } = changing
  const present = await tx
    .select({ userId: members.userId, leftAt: members.leftAt })
    .from(members)
    .where(eq(members.conversationId, group.id))
  const others = present.filter(row => row.leftAt === null && row.userId !== by).map(row => row.userId)
  await cancelAllRequests(changing, by)
  await changeGroup(changing, { dissolvedAt: now })
  await appendNotification(tx, tell, now, group.id, { event: 'group_dissolved', actor: by, targets: [] })
  await notify(changing, others, { type: 'group_dissolved', from: by })
  await logAction(changing, by, 'dissolve')
}
