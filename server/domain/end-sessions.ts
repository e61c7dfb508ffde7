import { and, eq, isNull, type SQL } from 'drizzle-orm'
import type { Transaction } from '#db/client.ts'
import { sessions } from '#db/schema/index.ts'
import type { Tell } from './transaction.ts'

/**
 * Ends those of a person's sessions, all unless told which. Their next request is refused, and their sockets are
 * told and closed after the commit (I6).
 * @returns the ids that ended now
 */
export async function endSessions(
  tx: Transaction,
  tell: Tell,
  now: number,
  userId: string,
  which?: SQL,
): Promise<string[]> {
  const rows = await tx
    .update(sessions)
    .set({ revokedAt: now })
    .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt), which))
    .returning({ id: sessions.id })
  const sessionIds = rows.map(row => row.id)
  if (sessionIds.length > 0) tell({ kind: 'sessions-ended', userId, sessionIds })
  return sessionIds
}
