/**
 * Links into a group. A link ends in the invite's id beside a keyed hash of it, so the database alone lets nobody
 * in, and yet whoever may see a link can have it shown again.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { and, desc, eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Db } from '#db/client.ts'
import { groupInvites } from '#db/schema/index.ts'
import type { Invite } from '#protocol/entities/group.ts'
import { isManager, mayInvite } from '#protocol/group-policy.ts'
import { times } from '#protocol/limits.ts'
import type { Output, Parsed } from '#protocol/operations/index.ts'
import type { Context, House } from './context.ts'
import { demand, loadMyGroup, lockMyGroup } from './group-scope.ts'
import { logAction } from './group-writes.ts'
import { usersById } from './present-people.ts'
import { badRequest, notFound } from './refusal.ts'
import { transact } from './transaction.ts'

export type InviteRow = typeof groupInvites.$inferSelect

/** Bytes of the hash in a code: nobody guesses 128 bits. */
const hashBytes = 16
const idBytes = 16
/** The furthest end a link may have. */
const longestMs = 365 * 86_400_000

export async function createInvite(
  context: Context,
  { conversationId, expiresAt, maxUses = null }: Parsed<'group:create-invite'>,
): Promise<Output<'group:create-invite'>> {
  const me = context.actor.userId
  return transact(context, async (tx, tell) => {
    const { own, group } = await lockMyGroup(tx, me, conversationId)
    demand(mayInvite(own.role, group))
    const now = context.now()
    const end = expiresAt ?? now + times.inviteMs
    if (end <= now || end > now + longestMs) throw badRequest('A link ends in the future, and within a year.')
    const [row] = await tx
      .insert(groupInvites)
      .values({ id: uuidv7(), conversationId, createdBy: me, createdAt: now, expiresAt: end, maxUses })
      .returning()
    await logAction({ tx, tell, now, group }, me, 'create-invite', [], { expiresAt: end, maxUses })
    return { invite: presentInvite(context, row!) }
  })
}

export async function listInvites(
  context: Context,
  { conversationId }: Parsed<'group:invites'>,
): Promise<Output<'group:invites'>> {
  const { db } = context.database
  const { own } = await loadMyGroup(db, context.actor.userId, conversationId)
  const rows = await db
    .select()
    .from(groupInvites)
    .where(
      and(
        eq(groupInvites.conversationId, conversationId),
        isManager(own.role) ? undefined : eq(groupInvites.createdBy, own.userId),
      ),
    )
    .orderBy(desc(groupInvites.createdAt), desc(groupInvites.id))
    .limit(200)
  return {
    invites: rows.map(row => presentInvite(context, row)),
    users: await usersById(db, [...new Set(rows.map(row => row.createdBy))]),
  }
}

/** Again and again answers the same. */
export async function revokeInvite(
  context: Context,
  { conversationId, inviteId }: Parsed<'group:revoke-invite'>,
): Promise<Output<'group:revoke-invite'>> {
  const me = context.actor.userId
  return transact(context, async (tx, tell) => {
    const { own, group } = await lockMyGroup(tx, me, conversationId)
    const [row] = await tx
      .select()
      .from(groupInvites)
      .where(and(eq(groupInvites.id, inviteId), eq(groupInvites.conversationId, conversationId)))
    // Another's link is not theirs to know of.
    if (!row || (row.createdBy !== me && !isManager(own.role))) throw notFound()
    if (row.revokedAt !== null) return { invite: presentInvite(context, row) }
    const now = context.now()
    await tx.update(groupInvites).set({ revokedAt: now }).where(eq(groupInvites.id, inviteId))
    await logAction({ tx, tell, now, group }, me, 'revoke-invite')
    return { invite: presentInvite(context, { ...row, revokedAt: now }) }
  })
}

function presentInvite({ inviteKey }: Pick<House, 'inviteKey'>, row: InviteRow): Invite {
  const { id, conversationId, createdBy, createdAt, expiresAt, maxUses, uses, revokedAt } = row
  const code = Buffer.concat([bytesOf(id), hashOf(inviteKey, id)]).toString('base64url')
  return { id, conversationId, code, createdBy, createdAt, expiresAt, maxUses, uses, revokedAt }
}

/** The invite of a code; null for what was never given out. */
export async function findInvite(
  db: Db,
  { inviteKey }: Pick<House, 'inviteKey'>,
  code: string,
): Promise<InviteRow | null> {
  const bytes = Buffer.from(code, 'base64url')
  if (bytes.length !== idBytes + hashBytes) return null
  const hex = bytes.subarray(0, idBytes).toString('hex')
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  if (!timingSafeEqual(bytes.subarray(idBytes), hashOf(inviteKey, id))) return null
  const [row] = await db.select().from(groupInvites).where(eq(groupInvites.id, id))
  return row ?? null
}

/** Why a link lets nobody in any more; null while it does. */
export function inviteEnd(row: InviteRow, now: number): 'revoked' | 'expired' | 'used_up' | null {
  if (row.revokedAt !== null) return 'revoked'
  if (row.expiresAt <= now) return 'expired'
  return row.maxUses !== null && row.uses >= row.maxUses ? 'used_up' : null
}

const bytesOf = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex')

function hashOf(key: Uint8Array, id: string): Buffer {
  return createHmac('sha256', key).update(bytesOf(id)).digest().subarray(0, hashBytes)
}
