/**
 * Coming in by oneself: by a group's id where it is open, or by a link; at once, or by asking. Everything is judged
 * under the group's lock, so a link for one lets one in, however many arrive together.
 */
import { eq, sql } from 'drizzle-orm'
import type { Db, Transaction } from '#db/client.ts'
import { groupInvites, joinRequests } from '#db/schema/index.ts'
import type { GroupPreview } from '#protocol/entities/group.ts'
import { isManager } from '#protocol/group-policy.ts'
import type { Output, Parsed } from '#protocol/operations/index.ts'
import type { Context } from './context.ts'
import { lockConversation } from './counters.ts'
import { notify } from './group-notices.ts'
import { findGroup, type GroupRow, memberRows, presentGroup, presentJoinRequest } from './group-rows.ts'
import { demand, loadMyGroup, lockMyGroup } from './group-scope.ts'
import { logAction } from './group-writes.ts'
import { findInvite, type InviteRow, inviteEnd } from './invites.ts'
import { askToJoin, findWaiting, settleRequest, waitingRequests } from './join-requests.ts'
import { concerning } from './members.ts'
import { admit } from './memberships.ts'
import { type MemberRow, presentConversation } from './present.ts'
import { usersById } from './present-people.ts'
import { countAttempt } from './rate-limits.ts'
import { notFound, refuse } from './refusal.ts'
import { loadRelation } from './relations.ts'
import { transact } from './transaction.ts'

/** How somebody stands before a group they are not in, or are. */
interface Door {
  group: GroupRow
  invite: InviteRow | null
  own: MemberRow | undefined
}

export async function previewGroup(
  context: Context,
  way: Parsed<'group:preview'>,
): Promise<Output<'group:preview'>> {
  const me = context.actor.userId
  await countAttempt(context, 'tryInvite', me)
  return transact(context, async tx => {
    const door = await findDoor(tx, context, way)
    const { group, invite } = door
    if (isHidden(door)) throw notFound()
    return {
      group: {
        id: group.id,
        title: group.title,
        avatar: group.avatar,
        memberCount: group.memberCount,
        needsApproval: group.joinMode === 'approval',
        invitedBy: invite?.createdBy ?? null,
        state: await stateOf(tx, context, door),
      },
      users: await usersById(tx, invite ? [invite.createdBy] : []),
    }
  })
}

async function stateOf(tx: Transaction, context: Context, door: Door): Promise<GroupPreview['state']> {
  const { group, invite, own } = door
  const now = context.now()
  if (group.dissolvedAt !== null) return 'dissolved'
  if (own && own.leftAt === null) return 'member'
  if (own?.banned) return 'refused'
  const end = invite && inviteEnd(invite, now)
  if (end) return end
  const waiting = await findWaiting(tx, group.id, context.actor.userId)
  if (waiting && waiting.expiresAt > now) return 'requested'
  return isFull(group, context) ? 'full' : 'open'
}

export async function joinGroup(
  context: Context,
  { text = '', ...way }: Parsed<'group:join'>,
): Promise<Output<'group:join'>> {
  const me = context.actor.userId
  await countAttempt(context, 'tryInvite', me)
  return transact(context, async (tx, tell) => {
    // Before the lock, so that a stranger with a wrong code holds up nobody; and after it, as it is now.
    await lockConversation(tx, (await findOpenDoor(tx, context, way)).group.id)
    const { group, invite, own } = await findOpenDoor(tx, context, way)
    if (own && own.leftAt === null) return comeIn(tx, me, group)
    const now = context.now()
    if (own?.banned) throw refuse('not_accepting')
    const end = invite && inviteEnd(invite, now)
    if (end) throw refuse('invite_expired', { state: end })
    if (isFull(group, context)) throw refuse('group_full', { limit: context.limits.groupMembers })
    const changing = await concerning({ tx, tell, now, group }, [me])
    const inviterId = invite?.createdBy ?? null
    if (group.joinMode === 'approval') {
      await countAttempt(context, 'askToJoin', me)
      if (invite && !(await findWaiting(tx, group.id, me))) await countUse(tx, invite)
      const request = await askToJoin(changing, { userId: me, inviterId, text })
      return { request: presentJoinRequest(request, now), users: await usersById(tx, [me]) }
    }
    if (invite) await countUse(tx, invite)
    const via = invite ? 'invite' : 'free'
    const line = { event: 'member_joined', actor: me, targets: [], value: { via, by: inviterId } }
    await admit(changing, [me], { via, by: inviterId }, line, context.limits)
    await logAction(changing, me, 'join', [], { via, by: inviterId })
    return comeIn(tx, me, changing.group)
  })
}

async function comeIn(tx: Transaction, me: string, group: GroupRow): Promise<Output<'group:join'>> {
  const conversation = await presentConversation(tx, me, group.id)
  const { createdAt } = (await loadMyGroup(tx, me, group.id)).conversation
  return { conversation, group: presentGroup(group, createdAt), users: await usersById(tx, [me]) }
}

async function countUse(tx: Transaction, { id }: InviteRow): Promise<void> {
  await tx
    .update(groupInvites)
    .set({ uses: sql`${groupInvites.uses} + 1` })
    .where(eq(groupInvites.id, id))
}

const isFull = ({ memberCount }: GroupRow, { limits }: Context) =>
  limits.groupMembers > 0 && memberCount >= limits.groupMembers

/** @throws notFound for a code nobody was given, and for a group that does not exist: they look alike */
async function findDoor(
  db: Db,
  context: Context,
  { conversationId, code }: Parsed<'group:preview'>,
): Promise<Door> {
  const invite = code === undefined ? null : await findInvite(db, context, code)
  const id = conversationId ?? invite?.conversationId
  const group = id === undefined ? null : await findGroup(db, id)
  if (!group) throw notFound()
  const [own] = await memberRows(db, group.id, [context.actor.userId])
  return { group, invite, own }
}

/** Not open to whoever merely knows its id: looks as if it did not exist. */
function isHidden({ group, invite, own }: Door): boolean {
  return !invite && own?.leftAt !== null && (group.joinMode === 'invite' || group.dissolvedAt !== null)
}

/** @throws group_dissolved for whoever holds a link or was ever in it, notFound for whoever may not know of it */
async function findOpenDoor(db: Db, context: Context, way: Parsed<'group:preview'>): Promise<Door> {
  const door = await findDoor(db, context, way)
  const { group, invite, own } = door
  if (group.dissolvedAt !== null && (invite || own)) throw refuse('group_dissolved')
  if (isHidden(door)) throw notFound()
  return door
}

export async function cancelJoin(
  context: Context,
  { requestId }: Parsed<'group:cancel'>,
): Promise<Output<'group:cancel'>> {
  const me = context.actor.userId
  return transact(context, async (tx, tell) => {
    const before = await findRequest(tx, requestId)
    if (before.userId !== me) throw notFound()
    await lockConversation(tx, before.conversationId)
    const request = await findRequest(tx, requestId)
    if (request.state !== 'init') throw refuse('already_handled', { handledBy: request.handledBy })
    const group = await findGroup(tx, request.conversationId)
    if (!group) throw notFound()
    const now = context.now()
    const changing = await concerning({ tx, tell, now, group }, [me])
    const cancelled = await settleRequest(changing, request, 'cancelled', me)
    return { request: presentJoinRequest(cancelled, now) }
  })
}

/** The first answer counts; whoever comes later is told whose it was. */
export async function respondToJoin(
  context: Context,
  { requestId, accept }: Parsed<'group:respond'>,
): Promise<Output<'group:respond'>> {
  const me = context.actor.userId
  return transact(context, async (tx, tell) => {
    const { conversationId } = await findRequest(tx, requestId)
    const { own, group } = await lockMyGroup(tx, me, conversationId)
    demand(isManager(own.role))
    const request = await findRequest(tx, requestId)
    if (request.state !== 'init') throw refuse('already_handled', { handledBy: request.handledBy })
    const now = context.now()
    if (request.expiresAt <= now) throw refuse('request_expired')
    const { userId, inviterId } = request
    if ((await loadRelation(tx, me, userId)).otherGone) throw notFound()
    const changing = await concerning({ tx, tell, now, group }, [me, userId])
    const state = accept ? 'accepted' : 'declined'
    const settled = await settleRequest(changing, request, state, me)
    if (accept) {
      const line = { event: 'member_joined', actor: userId, targets: [], value: { via: 'approval', by: me } }
      await admit(changing, [userId], { via: 'approval', by: me }, line, context.limits)
    }
    const type = accept ? 'join_accepted' : 'join_declined'
    await notify(changing, [userId], { type, from: me, more: { requestId } })
    await logAction(changing, me, accept ? 'accept' : 'decline', [userId], { inviterId })
    return { request: presentJoinRequest(settled, now) }
  })
}

export async function listRequests(
  context: Context,
  { conversationId }: Parsed<'group:requests'>,
): Promise<Output<'group:requests'>> {
  const me = context.actor.userId
  return transact(context, async tx => {
    const { own } = await loadMyGroup(tx, me, conversationId)
    demand(isManager(own.role))
    const now = context.now()
    const rows = (await waitingRequests(tx, conversationId)).filter(row => row.expiresAt > now)
    const people = rows.flatMap(row => [row.userId, ...(row.inviterId ? [row.inviterId] : [])])
    return {
      requests: rows.map(row => presentJoinRequest(row, now)),
      users: await usersById(tx, [...new Set(people)]),
    }
  })
}

async function findRequest(tx: Transaction, id: string) {
  const [row] = await tx.select().from(joinRequests).where(eq(joinRequests.id, id))
  if (!row) throw notFound()
  return row
}
