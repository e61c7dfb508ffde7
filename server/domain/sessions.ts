/** Signed-in devices: opened by signing in, listed and ended by their owner. */
import { and, desc, eq, ne } from 'drizzle-orm'
import { sessions } from '#db/schema/index.ts'
import type { Output, Parsed } from '#protocol/operations/index.ts'
import type { Actor, Context, VisitorContext } from './context.ts'
import { deviceNameOf } from './devices.ts'
import { endSessions } from './end-sessions.ts'
import { isLive } from './live-sessions.ts'
import { presentSession, presentUser } from './present-people.ts'
import { badRequest, notFound } from './refusal.ts'
import { signIn } from './sign-in.ts'
import { transact } from './transaction.ts'

/** Signs another client in: the token is in this answer and nowhere else. */
export async function createTokenSession(
  context: VisitorContext,
  { username, password, device }: Parsed<'session:create'>,
): Promise<Output<'session:create'>> {
  const input = { username, password, deviceName: device.name, kind: 'token' as const }
  const { user, session, token } = await signIn(context, input)
  if (token === null) throw new Error('a token session without a token')
  return { token, session: presentSession(session, session.id), user: presentUser(user) }
}

/** Signs a browser in; its device is named by what it says of itself. */
export async function createBrowserSession(
  context: VisitorContext,
  input: { username: string; password: string; replaces?: Actor | undefined },
): Promise<Actor> {
  const deviceName = deviceNameOf(context.visitor.userAgent)
  const { session } = await signIn(context, { ...input, deviceName, kind: 'browser' })
  return { userId: session.userId, sessionId: session.id }
}

export async function listSessions(context: Context): Promise<Output<'session:list'>> {
  const { userId, sessionId } = context.actor
  const rows = await context.database.db
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, userId), isLive(context.now())))
    .orderBy(desc(sessions.lastActiveAt), desc(sessions.id))
  return { sessions: rows.map(row => presentSession(row, sessionId)) }
}

/** Ends one, all others, or the one that asks; one that has ended already is no error, so it may be asked twice. */
export async function revokeSessions(
  context: Context,
  { sessionId, others }: Parsed<'session:revoke'>,
): Promise<Output<'session:revoke'>> {
  if (sessionId !== undefined && others) throw badRequest('Name a session or all others, not both.')
  const { actor } = context
  return transact(context, async (tx, tell) => {
    if (others) {
      const revoked = await endSessions(
        tx,
        tell,
        context.now(),
        actor.userId,
        ne(sessions.id, actor.sessionId),
      )
      return { revoked }
    }
    const id = sessionId ?? actor.sessionId
    const [mine] = await tx
      .select({ id: sessions.id })
      .from(sessions)
      .where(and(eq(sessions.id, id), eq(sessions.userId, actor.userId)))
    if (!mine) throw notFound()
    return { revoked: await endSessions(tx, tell, context.now(), actor.userId, eq(sessions.id, id)) }
  })
}
