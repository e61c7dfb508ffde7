/**
 * The end of an account: asked for, taken back by signing in, and after the grace carried out. What others have of
 * the conversation stays theirs; the person's own fields go (I24).
 */
import { and, eq, isNotNull, isNull, lte, or } from 'drizzle-orm'
import type { Transaction } from '#db/client.ts'
import { friendRequests, friendships, members, notices, sessions, users } from '#db/schema/index.ts'
import { defaultSettings } from '#protocol/defaults.ts'
import { times } from '#protocol/limits.ts'
import type { Output, Parsed } from '#protocol/operations/index.ts'
import { changeAccount, checkOwnPassword, tellProfile } from './account-row.ts'
import type { Context, House } from './context.ts'
import { lockUsers } from './counters.ts'
import { endSessions } from './end-sessions.ts'
import { departFromGroups } from './group-departure.ts'
import { cancelPending } from './pending-requests.ts'
import type { UserRow } from './present-people.ts'
import { refuse } from './refusal.ts'
import { lockDirectsOf, lockPair } from './relations.ts'
import { type Tell, transact } from './transaction.ts'

/** Ends every session, this one too, and starts the grace. */
export async function deleteAccount(
  context: Context,
  { password }: Parsed<'account:delete'>,
): Promise<Output<'account:delete'>> {
  const { userId } = context.actor
  const verified = await checkOwnPassword(context, password)
  return transact(context, async (tx, tell) => {
    // From here on nobody may write to this person: that is decided under the locks of those who write (I13).
    await lockDirectsOf(tx, userId)
    await lockUsers(tx, [userId])
    const now = context.now()
    const [user] = await tx.select().from(users).where(eq(users.id, userId))
    if (user?.passwordHash !== verified.passwordHash) throw refuse('wrong_password')
    const deleteAt = user.deleteAt ?? now + times.deletionGraceMs
    const changed = await changeAccount(tx, tell, now, userId, { deleteAt })
    await endSessions(tx, tell, now, userId)
    await tellProfile(tx, tell, changed)
    return { deleteAt }
  })
}

/** The person came back in time. The caller holds their conversations and their row. */
export async function cancelDeletion(
  tx: Transaction,
  tell: Tell,
  now: number,
  user: UserRow,
): Promise<UserRow> {
  const changed = await changeAccount(tx, tell, now, user.id, { deleteAt: null })
  await tellProfile(tx, tell, changed)
  return changed
}

/**
 * Carries out every deletion whose grace is over. Each account is a transaction of its own, so the work may stop
 * anywhere and be done again.
 * @returns how many accounts went
 */
export async function purgeDeletedAccounts(house: House): Promise<number> {
  const due = await house.database.db.select({ id: users.id }).from(users).where(isDue(house.now()))
  let purged = 0
  for (const { id } of due) {
    await cancelRequestsOf(house, id)
    await departFromGroups(house, id, tx => isStillDue(tx, house, id))
    if (await purgeAccount(house, id)) purged++
  }
  return purged
}

function isDue(now: number) {
  return and(isNotNull(users.deleteAt), lte(users.deleteAt, now), isNull(users.deletedAt))
}

async function isStillDue(tx: Transaction, house: House, userId: string): Promise<boolean> {
  const [gone] = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, userId), isDue(house.now())))
  return gone !== undefined
}

async function cancelRequestsOf(house: House, userId: string): Promise<void> {
  const pending = await house.database.db
    .select({ fromId: friendRequests.fromId, toId: friendRequests.toId })
    .from(friendRequests)
    .where(
      and(
        or(eq(friendRequests.fromId, userId), eq(friendRequests.toId, userId)),
        eq(friendRequests.state, 'init'),
      ),
    )
  for (const { fromId, toId } of pending) {
    await transact(house, async (tx, tell) => {
      await lockPair(tx, fromId, toId)
      await lockUsers(tx, [fromId, toId])
      // Whoever came back meanwhile keeps their requests.
      if (await isStillDue(tx, house, userId))
        await cancelPending(tx, tell, house.now(), fromId, toId, userId)
    })
  }
}

async function purgeAccount(house: House, userId: string): Promise<boolean> {
  return transact(house, async (tx, tell) => {
    await lockDirectsOf(tx, userId)
    await lockUsers(tx, [userId])
    const now = house.now()
    const [user] = await tx
      .select()
      .from(users)
      .where(and(eq(users.id, userId), isDue(now)))
    if (!user) return false

    const changed = await changeAccount(tx, tell, now, userId, {
      username: '',
      // Nobody can ask for a name this long, and the old one is free again.
      usernameKey: userId,
      displayName: '',
      pinyin: '',
      bio: '',
      passwordHash: '',
      admin: false,
      settings: defaultSettings,
      lastSeenAt: null,
      deletedAt: now,
    })
    // Own lists, remarks, drafts and notices are nobody else's.
    await tx.delete(friendships).where(eq(friendships.userId, userId))
    await tx.delete(notices).where(eq(notices.userId, userId))
    await tx.update(members).set({ draft: null }).where(eq(members.userId, userId))
    await endSessions(tx, tell, now, userId)
    // The bare rows stay: a browser that comes back with a cookie of them is told to forget what it kept.
    await tx
      .update(sessions)
      .set({ deviceName: '', address: '', tokenHash: null })
      .where(eq(sessions.userId, userId))
    await tellProfile(tx, tell, changed)
    return true
  })
}
