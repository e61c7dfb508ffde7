import { and, eq, inArray, isNull } from 'drizzle-orm'
import { sessions, users } from '#db/schema/index.ts'
import type { House } from './context.ts'
import { isLive } from './live-sessions.ts'

/**
 * Those of these sessions that still count, in one query however many there are. Notes that they are in use where
 * that was last noted `touchAfterMs` ago or earlier.
 */
export async function standingSessions(
  house: House,
  ids: string[],
  touchAfterMs: number,
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const now = house.now()
  const { db } = house.database
  const rows = await db
    .select({ id: sessions.id, lastActiveAt: sessions.lastActiveAt })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(inArray(sessions.id, ids), isLive(now), isNull(users.deletedAt), isNull(users.deleteAt)))
  const stale = rows.filter(row => row.lastActiveAt <= now - touchAfterMs).map(row => row.id)
  if (stale.length > 0) {
    // A row somebody is ending needs no touch, and waiting for it could wait in a circle.
    const free = db
      .select({ id: sessions.id })
      .from(sessions)
      .where(inArray(sessions.id, stale))
      .for('update', { skipLocked: true })
    await db.update(sessions).set({ lastActiveAt: now }).where(inArray(sessions.id, free))
  }
  return new Set(rows.map(row => row.id))
}
