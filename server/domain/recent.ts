import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { seenRunsSql } from './visible.ts'

/** A place in the list of a person's conversations. */
export interface Place {
  time: number
  id: string
}

/**
 * A person's conversations, the newest activity first: by the time of the newest message they may see, else by when
 * it was made. The time is a label, so the id decides between equal ones.
 */
export async function recentConversations(
  db: Db,
  userId: string,
  before: Place | undefined,
  limit: number,
): Promise<Place[]> {
  const older: SQL = before ? sql`where (r.time, r.id) < (${before.time}::bigint, ${before.id}::uuid)` : sql``
  return db.execute<Place & Record<string, unknown>>(sql`
    select r.id, r.time from (
      select c.id, coalesce(newest.time, c.created_at) as time
      from members m
      join conversations c on c.id = m.conversation_id
      left join lateral (
        select top.time
        from ${seenRunsSql('m', sql`m.clear_seq`)} as v
        cross join lateral (
          select x.seq, x.time from messages x
          where x.conversation_id = c.id and x.seq between v.lo and v.hi
          order by x.seq desc limit 1
        ) as top
        order by top.seq desc limit 1
      ) as newest on true
      where m.user_id = ${userId}
    ) as r
    ${older}
    order by r.time desc, r.id desc
    limit ${limit}`)
}
