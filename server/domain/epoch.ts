import { eq } from 'drizzle-orm'
import { v4 as uuid } from 'uuid'
import type { Db } from '#db/client.ts'
import { meta } from '#db/schema/index.ts'

/**
 * Names this history of the database: made once, replaced by a restore, so that clients notice when numbers went
 * back (I23). Any number of servers may ask for it first.
 */
export async function ensureEpoch(db: Db): Promise<string> {
  await db.insert(meta).values({ key: 'epoch', value: uuid() }).onConflictDoNothing()
  const [row] = await db.select().from(meta).where(eq(meta.key, 'epoch'))
  if (!row) throw new Error('The database keeps no epoch')
  return row.value
}
