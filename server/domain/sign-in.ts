/**
 * Signing in, for browsers and other clients alike. It tells nobody whether a user name exists: the same words after
 * the same work (reliability.md 4.6).
 */
import { randomBytes } from 'node:crypto'
import { and, eq, isNull } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Transaction } from '#db/client.ts'
import { sessions, users } from '#db/schema/index.ts'
import { usernameKey } from '#protocol/text.ts'
import { limitKeyOf, placeOf } from './addresses.ts'
import type { Actor, VisitorContext } from './context.ts'
import { lockUsers } from './counters.ts'
import { cancelDeletion } from './deletion.ts'
import { endSessions } from './end-sessions.ts'
import { isLive } from './live-sessions.ts'
import { recordNotice } from './notices.ts'
import { isPassword } from './passwords.ts'
import type { SessionRow, UserRow } from './present-people.ts'
import { forgetGuesses, guess } from './rate-limits.ts'
import { refuse } from './refusal.ts'
import { lockDirectsOf } from './relations.ts'
import { tokenHash } from './tokens.ts'
import { type Tell, transact } from './transaction.ts'

export interface SignIn {
  username: string
  password: string
  deviceName: string
  kind: SessionRow['kind']
  /** The session this browser had until now: it ends, and the new one gets an id nobody could have set before. */
  replaces?: Actor | undefined
}

export interface SignedIn {
  user: UserRow
  session: SessionRow
  /** The only time it is seen; null for browsers, whose cookie names the session. */
  token: string | null
}

/** @throws Refusal UNAUTHENTICATED wrong_credentials, or RATE_LIMITED after too many wrong ones */
export async function signIn(context: VisitorContext, input: SignIn): Promise<SignedIn> {
  const address = limitKeyOf(context.visitor.address)
  const key = usernameKey(input.username)
  const [user] = await context.database.db
    .select({ id: users.id, passwordHash: users.passwordHash })
    .from(users)
    .where(and(eq(users.usernameKey, key), isNull(users.deletedAt)))
  const right = await guess(context, 'signInAtAddress', address, () =>
    guess(context, 'signIn', `${key}|${address}`, () => isPassword(input.password, user?.passwordHash)),
  )
  if (!user || !right) throw refuse('wrong_credentials')
  await forgetGuesses(context, 'signIn', `${key}|${address}`)
  return transact(context, (tx, tell) => openSession(tx, tell, context, input, user))
}

async function openSession(
  tx: Transaction,
  tell: Tell,
  context: VisitorContext,
  { kind, deviceName, replaces }: SignIn,
  verified: Pick<UserRow, 'id' | 'passwordHash'>,
): Promise<SignedIn> {
  const user = await lockReturning(tx, tell, context, verified)
  const now = context.now()
  if (replaces) {
    const { userId, sessionId } = replaces
    await endSessions(tx, tell, now, userId, eq(sessions.id, sessionId))
  }
  const [other] = await tx
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.userId, user.id), isLive(now)))
    .limit(1)

  const token = kind === 'token' ? randomBytes(32).toString('base64url') : null
  const [session] = await tx
    .insert(sessions)
    .values({
      id: uuidv7(),
      userId: user.id,
      kind,
      tokenHash: token === null ? null : tokenHash(token),
      deviceName,
      address: context.visitor.address,
      createdAt: now,
      lastActiveAt: now,
    })
    .returning()
  if (!session) throw new Error('a session that was inserted has no row')
  if (other) {
    const content = { sessionId: session.id, deviceName, place: placeOf(session.address), time: now }
    await recordNotice(tx, tell, now, user.id, { type: 'new_sign_in', content })
  }
  return { user, session, token }
}

/** The person's row, locked; coming back within the grace keeps the account. */
async function lockReturning(
  tx: Transaction,
  tell: Tell,
  context: VisitorContext,
  verified: Pick<UserRow, 'id' | 'passwordHash'>,
): Promise<UserRow> {
  const [before] = await tx.select({ deleteAt: users.deleteAt }).from(users).where(eq(users.id, verified.id))
  // Whether others may write to this person changes: their conversations come before the person's row.
  if (before?.deleteAt) await lockDirectsOf(tx, verified.id)
  await lockUsers(tx, [verified.id])
  const [user] = await tx.select().from(users).where(eq(users.id, verified.id))
  // The password was changed, or the account went, while we compared: what we verified is no longer true.
  if (!user || user.deletedAt !== null || user.passwordHash !== verified.passwordHash) {
    throw refuse('wrong_credentials')
  }
  return user.deleteAt === null ? user : cancelDeletion(tx, tell, context.now(), user)
}
