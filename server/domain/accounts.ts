/** Accounts: made once per user name, changed by their owner only. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { eq, ne, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Db, Transaction } from '#db/client.ts'
import { sessions, users } from '#db/schema/index.ts'
import { defaultSettings } from '#protocol/defaults.ts'
import type { Output, Parsed } from '#protocol/operations/index.ts'
import { usernameKey } from '#protocol/text.ts'
import { changeAccount, checkOwnPassword, tellProfile } from './account-row.ts'
import { limitKeyOf } from './addresses.ts'
import type { Context, House, VisitorContext } from './context.ts'
import { lockUsers } from './counters.ts'
import { openDirect } from './direct.ts'
import { endSessions } from './end-sessions.ts'
import { hashPassword, refuseWeakPassword } from './passwords.ts'
import { pinyinOf } from './pinyin.ts'
import { accountOf, presentAccount, presentUser, type UserRow } from './present-people.ts'
import { countAttempt } from './rate-limits.ts'
import { sharersOfReads, tellReads } from './read-marks.ts'
import { refuse } from './refusal.ts'
import { transact } from './transaction.ts'

/** What the sign-up page has to say: the first account becomes the administrator, and is taken whatever the setting. */
export type SignUpState = 'first' | House['signUp']

export async function signUpState(house: House): Promise<SignUpState> {
  if (!(await hasAccounts(house.database.db))) return 'first'
  return house.signUp
}

/** Makes an account with its notes to self. */
export async function registerAccount(
  context: VisitorContext,
  { username, password, displayName, code }: Parsed<'account:register'>,
): Promise<Output<'account:register'>> {
  await countAttempt(context, 'signUp', limitKeyOf(context.visitor.address))
  refuseNewcomer(context, (await signUpState(context)) === 'first', code)
  refuseWeakPassword(password, username)
  const passwordHash = await hashPassword(password)
  return transact(context, async (tx, tell) => {
    const admin = await isFirst(tx)
    // The first account may have been made by somebody else since we looked.
    refuseNewcomer(context, admin, code)
    const now = context.now()
    const [user] = await tx
      .insert(users)
      .values({
        id: uuidv7(),
        username,
        usernameKey: usernameKey(username),
        displayName,
        pinyin: pinyinOf(displayName),
        passwordHash,
        admin,
        settings: defaultSettings,
        createdAt: now,
        changedAt: now,
      })
      .onConflictDoNothing({ target: users.usernameKey })
      .returning()
    if (!user) throw refuse('username_taken')
    await openDirect(tx, tell, now, user.id, user.id)
    return { user: presentUser(user) }
  })
}

/** The first account is taken whatever the setting says. */
function refuseNewcomer({ signUp, signUpCode }: House, first: boolean, code: string | undefined): void {
  if (first || signUp === 'open') return
  if (signUp === 'closed') throw refuse('sign_up_closed')
  // Hashed, so that the comparison takes as long whatever was given.
  const hash = (text: string) => createHash('sha256').update(text).digest()
  if (!signUpCode || !timingSafeEqual(hash(code?.trim() ?? ''), hash(signUpCode)))
    throw refuse('sign_up_code')
}

/** True for one registration in the life of a server, however many arrive at once. */
async function isFirst(tx: Transaction): Promise<boolean> {
  if (await hasAccounts(tx)) return false
  // Only on an empty server: those who wait here look again when the first is committed.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('first account', 0))`)
  return !(await hasAccounts(tx))
}

async function hasAccounts(db: Db): Promise<boolean> {
  const [row] = await db.select({ id: users.id }).from(users).limit(1)
  return row !== undefined
}

/** Live answer for the sign-up form. Where nobody can sign up it says no to everything, and names nobody. */
export async function checkUsername(
  context: VisitorContext,
  { username }: Parsed<'account:check-username'>,
): Promise<Output<'account:check-username'>> {
  await countAttempt(context, 'checkUsername', limitKeyOf(context.visitor.address))
  if ((await signUpState(context)) === 'closed') return { available: false }
  const [taken] = await context.database.db
    .select({ id: users.id })
    .from(users)
    .where(eq(users.usernameKey, usernameKey(username)))
  return { available: !taken }
}

export function getAccount(context: Context): Promise<Output<'account:get'>> {
  return accountOf(context.database.db, context.actor.userId)
}

export async function updateAccount(
  context: Context,
  { displayName, bio, settings }: Parsed<'account:update'>,
): Promise<Output<'account:update'>> {
  const { userId } = context.actor
  return transact(context, async (tx, tell) => {
    // Hiding read marks changes rows of others too: whoever is locked is locked in order, all at once.
    const sharers = settings?.receipts === undefined ? [] : await sharersOfReads(tx, userId)
    const locked = [userId, ...sharers.map(sharer => sharer.peerId)]
    await lockUsers(tx, locked)
    const [before] = await tx.select().from(users).where(eq(users.id, userId))
    const change: Partial<UserRow> = {}
    if (displayName !== undefined) Object.assign(change, { displayName, pinyin: pinyinOf(displayName) })
    if (bio !== undefined) change.bio = bio
    if (settings && before) change.settings = { ...defaultSettings, ...before.settings, ...settings }
    if (before && Object.keys(change).length === 0) return presentAccount(before)
    const row = await changeAccount(tx, tell, context.now(), userId, change)
    if (row.settings.receipts !== before?.settings.receipts) {
      const still = await sharersOfReads(tx, userId)
      const altered = still.filter(({ peerId }) => locked.includes(peerId))
      await tellReads(tx, tell, context.now(), userId, altered)
    }
    if (row.displayName !== before?.displayName || row.bio !== before.bio) await tellProfile(tx, tell, row)
    return presentAccount(row)
  })
}

/** Sets another password; whoever knew the old one is out. */
export async function changePassword(
  context: Context,
  { current, next }: Parsed<'account:change-password'>,
): Promise<Output<'account:change-password'>> {
  const { userId, sessionId } = context.actor
  const verified = await checkOwnPassword(context, current)
  refuseWeakPassword(next, verified.username)
  const passwordHash = await hashPassword(next)
  return transact(context, async (tx, tell) => {
    // A sign-in with the old password waits here, and finds that it no longer is one.
    await lockUsers(tx, [userId])
    const [user] = await tx
      .select({ passwordHash: users.passwordHash })
      .from(users)
      .where(eq(users.id, userId))
    if (user?.passwordHash !== verified.passwordHash) throw refuse('wrong_password')
    await tx.update(users).set({ passwordHash }).where(eq(users.id, userId))
    const ended = await endSessions(tx, tell, context.now(), userId, ne(sessions.id, sessionId))
    return { endedSessions: ended.length }
  })
}
