/**
 * A group is loaded through the one who asks: to a stranger it does not exist (I14). What changes it holds its
 * conversation's lock, so roles and settings read here stay true until the commit (I13).
 */
import type { Db, Transaction } from '#db/client.ts'
import type { Role } from '#protocol/entities/group.ts'
import { findGroup, type GroupRow } from './group-rows.ts'
import { notFound, refuse } from './refusal.ts'
import { loadMine, lockMine, type Mine } from './scope.ts'

/** A group, its conversation, and the asker's own row in it. */
export interface MyGroup extends Mine {
  group: GroupRow
}

/**
 * For whoever looks: a member, also of a dissolved group.
 * @throws notFound for a stranger, not_a_member for whoever left
 */
export async function loadMyGroup(db: Db, userId: string, conversationId: string): Promise<MyGroup> {
  const mine = await asGroup(db, await loadMine(db, userId, conversationId))
  if (mine.own.leftAt !== null) throw refuse('not_a_member')
  return mine
}

/**
 * For whoever acts.
 * @throws notFound for a stranger, group_dissolved for whoever was ever in it, not_a_member for whoever left
 */
export async function lockMyGroup(tx: Transaction, userId: string, conversationId: string): Promise<MyGroup> {
  return acting(await asGroup(tx, await lockMine(tx, userId, conversationId)))
}

/** As `lockMyGroup`, for what is looked at before the lock and once more under it. */
export async function glanceAtMyGroup(db: Db, userId: string, conversationId: string): Promise<MyGroup> {
  return acting(await asGroup(db, await loadMine(db, userId, conversationId)))
}

function acting(mine: MyGroup): MyGroup {
  if (mine.group.dissolvedAt !== null) throw refuse('group_dissolved')
  if (mine.own.leftAt !== null) throw refuse('not_a_member')
  return mine
}

/** @throws role_too_low for anybody else */
export function demand(allowed: boolean, details?: Record<string, unknown>): void {
  if (!allowed) throw refuse('role_too_low', details)
}

export const isOwner = (role: Role): boolean => role === 'owner'

async function asGroup(db: Db, mine: Mine): Promise<MyGroup> {
  const group = await findGroup(db, mine.conversation.id)
  // Two people who talk are no group.
  if (!group) throw notFound()
  return { ...mine, group }
}
