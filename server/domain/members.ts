/**
 * Who is in a group and what they are there: listed, brought, removed, made admins, kept from writing; leaving, and
 * a name of one's own. Where several people are named it is all or none of them.
 */

import { bringsInAtOnce, isManager, mayActOn, mayInvite } from '#protocol/group-policy.ts'
import type { Output, Parsed } from '#protocol/operations/index.ts'
import type { Context } from './context.ts'
import { lockUsers } from './counters.ts'
import { appendNotification } from './direct.ts'
import { notify } from './group-notices.ts'
import { managersOf, memberPage, memberRows, presentMember } from './group-rows.ts'
import { demand, isOwner, loadMyGroup, lockMyGroup } from './group-scope.ts'
import { type Changing, changeMembers, logAction } from './group-writes.ts'
import { dissolve } from './groups.ts'
import { demandFriends } from './inviting.ts'
import { askToJoin, hideRequestsFrom, showRequestsTo } from './join-requests.ts'
import { admit, dismiss, revokeInvitesOf } from './memberships.ts'
import { pinyinOf } from './pinyin.ts'
import type { MemberRow } from './present.ts'
import { presentConversation } from './present.ts'
import { usersById } from './present-people.ts'
import { recallRecent } from './recalls.ts'
import { notFound, refuse } from './refusal.ts'
import { transact } from './transaction.ts'

const page = 500

export async function listMembers(
  context: Context,
  { conversationId, after }: Parsed<'group:members'>,
): Promise<Output<'group:members'>> {
  const { userId } = context.actor
  // One snapshot: the number says as of when these rows are.
  return context.database.db.transaction(
    async db => {
      const { own, group, conversation } = await loadMyGroup(db, userId, conversationId)
      const found = await memberPage(db, own, group, after, page + 1)
      const rows = found.slice(0, page)
      const ids = rows.map(row => row.userId)
      return {
        members: rows.map(presentMember),
        users: await usersById(db, ids),
        rev: conversation.rev,
        ...(found.length > page && { next: ids.at(-1)! }),
      }
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
}

/** Friends of the actor; where joining needs approval, those whom an ordinary member brings are asked for. */
export async function addMembers(
  context: Context,
  { conversationId, userIds }: Parsed<'group:add'>,
): Promise<Output<'group:add'>> {
  const me = context.actor.userId
  return transact(context, async (tx, tell) => {
    const { own, group } = await lockMyGroup(tx, me, conversationId)
    demand(mayInvite(own.role, group))
    const wanted = [...new Set(userIds)]
    const present = new Set(
      (await memberRows(tx, group.id, wanted)).filter(row => row.leftAt === null).map(row => row.userId),
    )
    const coming = wanted.filter(id => !present.has(id))
    await demandFriends(tx, me, coming)
    if (coming.length === 0) return { added: [], requested: [] }
    const changing = await concerning({ tx, tell, now: context.now(), group }, [me, ...coming])
    if (!bringsInAtOnce(own.role, group)) {
      for (const userId of coming) await askToJoin(changing, { userId, inviterId: me, text: '' })
      return { added: [], requested: coming }
    }
    const line = { event: 'members_added', actor: me, targets: coming }
    await admit(changing, coming, { via: 'add', by: me }, line, context.limits)
    await notify(changing, coming, { type: 'group_added', from: me })
    await logAction(changing, me, 'add', coming)
    return { added: coming, requested: [] }
  })
}

export async function removeMembers(
  context: Context,
  { conversationId, userIds, ban = false, recallRecent: recall = false }: Parsed<'group:remove'>,
): Promise<Output<'group:remove'>> {
  const me = context.actor.userId
  return transact(context, async (tx, tell) => {
    const { own, group } = await lockMyGroup(tx, me, conversationId)
    const targets = await demandTargets({ tx, group }, own, userIds)
    const ids = targets.map(row => row.userId)
    if (ids.length === 0) return { removed: [] }
    const changing = await concerning({ tx, tell, now: context.now(), group }, [me, ...ids])
    for (const row of targets) if (isManager(row.role)) await hideRequestsFrom(changing, row.userId)
    if (recall) await recallRecent(changing, me, ids)
    const line = { event: 'members_removed', actor: me, targets: ids }
    await dismiss(changing, ids, { banned: ban }, line)
    await revokeInvitesOf(changing, ids)
    await notify(changing, ids, { type: 'group_removed', from: me })
    await logAction(changing, me, 'remove', ids, { ban, recall })
    return { removed: ids }
  })
}

/** The owner hands the group over first; where nobody is left to hand it to, leaving ends it. */
export async function leaveGroup(
  context: Context,
  { conversationId }: Parsed<'group:leave'>,
): Promise<Output<'group:leave'>> {
  const me = context.actor.userId
  return transact(context, async (tx, tell) => {
    const { own, group } = await lockMyGroup(tx, me, conversationId)
    if (isOwner(own.role) && group.memberCount > 1) throw refuse('owner_must_transfer')
    const changing = await concerning({ tx, tell, now: context.now(), group }, [me])
    if (isOwner(own.role)) await dissolve(changing, me)
    else await goOut(changing, own)
    return { conversation: await presentConversation(tx, me, conversationId) }
  })
}

/** Somebody who is not the owner goes by themselves. */
export async function goOut(
  changing: Changing,
  { userId, role }: Pick<MemberRow, 'userId' | 'role'>,
): Promise<void> {
  if (isManager(role)) await hideRequestsFrom(changing, userId)
  await dismiss(changing, [userId], {}, { event: 'member_left', actor: userId, targets: [] })
  await logAction(changing, userId, 'leave')
}

export async function setRole(
  context: Context,
  { conversationId, userId, role }: Parsed<'group:set-role'>,
): Promise<Output<'group:set-role'>> {
  const me = context.actor.userId
  return transact(context, async (tx, tell) => {
    const { own, group } = await lockMyGroup(tx, me, conversationId)
    demand(isOwner(own.role) && userId !== me)
    const [target] = await memberRows(tx, group.id, [userId])
    if (!target || target.leftAt !== null) throw notFound()
    if (target.role === role) return { member: presentMember(target) }
    if (role === 'admin') {
      const admins = (await managersOf(tx, group.id)).filter(row => row.role === 'admin')
      if (admins.length >= context.limits.groupAdmins) throw refuse('too_many_admins')
    }
    const changing = await concerning({ tx, tell, now: context.now(), group }, [me, userId])
    const [row] = await changeMembers(changing, [userId], { role, managed: true })
    if (role === 'admin') await showRequestsTo(changing, userId)
    else await hideRequestsFrom(changing, userId)
    await appendNotification(tx, tell, changing.now, group.id, {
      event: 'role_changed',
      actor: me,
      targets: [userId],
      value: role,
    })
    await notify(changing, [userId], { type: 'role_changed', from: me, more: { role } })
    await logAction(changing, me, 'set-role', [userId], role)
    return { member: presentMember(row!) }
  })
}

export async function muteMembers(
  context: Context,
  { conversationId, userIds, until }: Parsed<'group:mute'>,
): Promise<Output<'group:mute'>> {
  const me = context.actor.userId
  return transact(context, async (tx, tell) => {
    const { own, group } = await lockMyGroup(tx, me, conversationId)
    const targets = await demandTargets({ tx, group }, own, userIds)
    const now = context.now()
    const end = until !== null && until > now ? until : null
    const ids = targets.filter(row => row.mutedUntil !== end).map(row => row.userId)
    if (ids.length === 0) return { members: targets.map(presentMember) }
    const changing = await concerning({ tx, tell, now, group }, [me, ...ids])
    await changeMembers(changing, ids, { mutedUntil: end })
    const line = { event: 'members_muted', actor: me, targets: ids, value: end }
    await appendNotification(tx, tell, now, group.id, line)
    await notify(changing, ids, { type: 'group_muted', from: me, more: { until: end } })
    await logAction(changing, me, 'mute', ids, end)
    const rows = await memberRows(
      tx,
      group.id,
      targets.map(row => row.userId),
    )
    return { members: rows.map(presentMember) }
  })
}

export async function setNickname(
  context: Context,
  { conversationId, nickname }: Parsed<'group:set-nickname'>,
): Promise<Output<'group:set-nickname'>> {
  const me = context.actor.userId
  return transact(context, async (tx, tell) => {
    const { own, group } = await lockMyGroup(tx, me, conversationId)
    if (own.nickname === nickname) return { member: presentMember(own) }
    const changing = { tx, tell, now: context.now(), group }
    const values = { nickname, nicknamePinyin: pinyinOf(nickname) }
    const [row] = await changeMembers(changing, [me], values)
    return { member: presentMember(row!) }
  })
}

/**
 * The present members among those named. Whoever left meanwhile needs no removing; whoever was never there is not
 * known here.
 * @throws role_too_low with the ids of those the actor may not act on
 */
async function demandTargets(
  { tx, group }: Pick<Changing, 'tx' | 'group'>,
  own: MemberRow,
  userIds: readonly string[],
): Promise<MemberRow[]> {
  demand(isManager(own.role))
  const wanted = [...new Set(userIds)]
  const rows = await memberRows(tx, group.id, wanted)
  const present = rows.filter(row => row.leftAt === null)
  const above = present.filter(row => !mayActOn(own.role, row.role)).map(row => row.userId)
  demand(above.length === 0, { userIds: above })
  if (rows.length < wanted.length) throw notFound()
  return present
}

/** Everybody whose feed this may number, locked at once and in order: two changes never wait in a circle. */
export async function concerning(changing: Changing, userIds: readonly string[]): Promise<Changing> {
  const managers = await managersOf(changing.tx, changing.group.id)
  await lockUsers(changing.tx, [...userIds, ...managers.map(row => row.userId)])
  return changing
}
