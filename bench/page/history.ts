import { createHash } from 'node:crypto'
import type { Database } from '#db/client.ts'
import type { Pair } from '../people.ts'

/** The id of one of these messages, and its idClient too: rows on screen are named by either. */
export function messageIdOf(conversationId: string, seq: number): string {
  const hex = createHash('md5').update(`${conversationId}-${seq}`).digest('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** Gives each of these conversations so many messages, read by both, the first conversation the newest. */
export async function insertHistory(
  { sql }: Database,
  pairs: readonly Pair[],
  messages: number,
): Promise<void> {
  const ids = pairs.map(pair => pair.conversationId)
  const [writers, readers] = [0, 1].map(side => pairs.map(pair => pair.people[side as 0 | 1].userId))
  const now = Date.now()
  const text = 'See you at the lake at half past seven, bring the blue boat and something warm to drink. '
  await sql`
    insert into messages (conversation_id, seq, rev, id, id_client, sender_id, type, countable, content, time, request_hash)
    select c.id, n, n, md5(c.id || '-' || n)::uuid, md5(c.id || '-' || n)::uuid::text, case when n % 3 = 0 then c.a else c.b end, 'text', true,
      jsonb_build_object('text', left(${text}::text, 20 + (n * 7) % 70)),
      ${now}::bigint - c.place * 60000 - (${messages}::int - n) * 1000, sha256((c.id || '-' || n)::bytea)
    from unnest(${ids}::uuid[], ${writers!}::uuid[], ${readers!}::uuid[]) with ordinality as c (id, a, b, place),
      generate_series(1, ${messages}::int) as n`
  await sql`update conversations set seq = ${messages}, rev = ${messages} where id = any(${ids}::uuid[])`
  await sql`update members set read_seq = ${messages} where conversation_id = any(${ids}::uuid[])`
  await sql`analyze`
}
