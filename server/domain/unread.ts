/**
 * What is unread (I4), computed from the rows each time, never stored: others' countable messages that were not
 * recalled, above the read position and inside what the person may see. Range scans of one index, and nothing at
 * all where the conversation stands at the read position.
 */

import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { everybody } from '#protocol/values.ts'
import { seenRunsSql } from './visible.ts'

/**
 * `unread` and `mentions` of the own row `m` in its conversation `c`, to be joined laterally. Counting is done run by
 * run: as a plain join the planner may read the whole conversation and throw most of it away.
 */
/** As it stands in a message that calls everybody. */
const everyone = sql.raw(`'[{"userId":"${everybody}"}]'::jsonb`)

export function countsSql(): SQL {
  return sql`
    select coalesce(sum(run.unread), 0)::int as unread, coalesce(sum(run.mentions), 0)::int as mentions
    from ${seenRunsSql('m', sql`greatest(m.read_seq, m.clear_seq)`)} as v
    cross join lateral (
      select count(*) as unread,
        count(*) filter (where x.mentions is not null
          and (x.mentions @> jsonb_build_array(jsonb_build_object('userId', m.user_id))
            or x.mentions @> ${everyone})) as mentions
      from messages x
      where x.conversation_id = c.id and x.seq between v.lo and v.hi
        and x.countable and x.recalled_at is null and x.sender_id <> m.user_id
    ) as run
    where c.seq > greatest(m.read_seq, m.clear_seq)`
}

/**
 * The sum over what a person's list shows: not hidden conversations that are not muted. Muted is any level but
 * `all` that is in force (`notifyUntil` null or still to come); "marked unread" adds nothing to the number.
 */
export async function totalUnread(db: Db, userId: string, now: number): Promise<number> {
  const [row] = await db.execute<{ total: number }>(sql`
    select coalesce(sum(counts.unread), 0)::int as total
    from members m
    join conversations c on c.id = m.conversation_id and c.seq > greatest(m.read_seq, m.clear_seq)
    cross join lateral (${countsSql()}) as counts
    where m.user_id = ${userId}
      and (m.notify = 'all' or m.notify_until <= ${now})
      and (m.hidden_seq is null or ${shownAgainSql()})`)
  return row?.total ?? 0
}

/** Whether something countable arrived in the own row `m` above the seq it was hidden at. */
export function shownAgainSql(): SQL {
  return sql`exists (
    select 1 from ${seenRunsSql('m', sql`greatest(m.hidden_seq, m.clear_seq)`)} as v
    cross join lateral (
      select 1 from messages x
      where x.conversation_id = m.conversation_id and x.seq between v.lo and v.hi and x.countable
      limit 1
    ) as shown
  )`
}
