/** The row of a person: how it changes and who hears of it. The caller holds its lock. */
import { eq } from 'drizzle-orm'
import type { Transaction } from '#db/client.ts'
import { users } from '#db/schema/index.ts'
import type { Context } from './context.ts'
import { nextUserRev } from './counters.ts'
import { isPassword } from './passwords.ts'
import { presentAccount, presentUser, type UserRow } from './present-people.ts'
import { forgetGuesses, guess } from './rate-limits.ts'
import { refuse } from './refusal.ts'
import { acquaintancesOf } from './relations.ts'
import type { Tell } from './transaction.ts'

type AccountChange = Partial<Omit<UserRow, 'id' | 'userRev' | 'settingsRev' | 'changedAt' | 'createdAt'>>

/** Changes profile, settings or state of an account and tells the person's own devices. */
export async function changeAccount(
  tx: Transaction,
  tell: Tell,
  now: number,
  userId: string,
  change: AccountChange,
): Promise<UserRow> {
  const settingsRev = await nextUserRev(tx, userId, now)
  const [row] = await tx
    .update(users)
    .set({ ...change, settingsRev })
    .where(eq(users.id, userId))
    .returning()
  if (!row) throw new Error('an account vanished under its lock')
  tell({ kind: 'user', userId, name: 'settings', row: presentAccount(row) })
  return row
}

/** Shows friends and direct peers this person as they are now. */
export async function tellProfile(tx: Transaction, tell: Tell, user: UserRow): Promise<void> {
  const userIds = await acquaintancesOf(tx, user.id)
  if (userIds.length > 0)
    tell({ kind: 'signal', userIds, name: 'profile', payload: { user: presentUser(user) } })
}

/**
 * The password asked for again, as it was when compared: a transaction that relies on it checks that it still is.
 * Guessing is limited, so a borrowed device does not give the password away.
 */
export async function checkOwnPassword(
  context: Context,
  password: string,
): Promise<Pick<UserRow, 'username' | 'passwordHash'>> {
  const { userId } = context.actor
  const [user] = await context.database.db
    .select({ username: users.username, passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, userId))
  const right = await guess(context, 'ownPassword', userId, () => isPassword(password, user?.passwordHash))
  if (!user || !right) throw refuse('wrong_password')
  await forgetGuesses(context, 'ownPassword', userId)
  return user
}
