/**
 * The writing of a flush: one statement for any number of lines, and the commit behind it in the same round trip.
 */
import type { Sql } from 'postgres'
import type { Locked } from './writer-facts.ts'
import type { NewLine } from './writer-policy.ts'

export interface Writing {
  lines: readonly NewLine[]
  moved: readonly Locked[]
  transactionId: string
  now: number
}

/** @throws when anything but exactly these lines was committed, or when it is not known */
export async function writeAndCommit(sql: Sql, writing: Writing): Promise<void> {
  const [rows, commit] = await Promise.all([write(sql, writing), sql.unsafe('commit')])
  if (rows[0]?.written !== writing.lines.length || commit.command !== 'COMMIT') {
    throw new Error('The transaction of a flush was gone before it could write')
  }
}

function write(sql: Sql, { lines, moved, transactionId, now }: Writing): Promise<{ written: number }[]> {
  const rows = lines.map(line => line.row)
  const reached = furthestBySender(lines)
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value))
  // `same` holds this to the transaction that took the locks: on a connection made anew in between it writes nothing.
  return sql<{ written: number }[]>`
    with same as materialized (
      select 1 where pg_current_xact_id_if_assigned()::text = ${transactionId}
    ), written as (
      insert into messages (conversation_id, seq, rev, id, id_client, sender_id, type, countable, content, custom,
        reply_to, mentions, time, request_hash)
      select r.conversation_id, r.seq, r.rev, r.id, r.id_client, r.sender_id, r.type, r.countable = 1,
        r.content::jsonb, r.custom::jsonb, r.reply_to::jsonb, r.mentions::jsonb, ${now}::bigint,
        decode(r.request_hash, 'hex')
      from same, unnest(
        ${rows.map(row => row.conversationId)}::uuid[],
        ${rows.map(row => row.seq)}::bigint[],
        ${rows.map(row => row.rev)}::bigint[],
        ${rows.map(row => row.id)}::uuid[],
        ${rows.map(row => row.idClient)}::text[],
        ${rows.map(row => row.senderId)}::uuid[],
        ${rows.map(row => row.type)}::text[],
        ${lines.map(line => (line.countable ? 1 : 0))}::int[],
        ${rows.map(row => json(row.content))}::text[],
        ${rows.map(row => json(row.custom))}::text[],
        ${rows.map(row => json(row.replyTo))}::text[],
        ${rows.map(row => json(row.mentions))}::text[],
        ${lines.map(line => line.send.hash)}::text[]
      ) as r (conversation_id, seq, rev, id, id_client, sender_id, type, countable, content, custom, reply_to,
        mentions, request_hash)
      returning 1
    ), conversation as (
      update conversations c set seq = n.seq, rev = n.rev, changed_at = greatest(c.changed_at, ${now}::bigint)
      from same, unnest(
        ${moved.map(place => place.id)}::uuid[],
        ${moved.map(place => place.seq)}::bigint[],
        ${moved.map(place => place.rev)}::bigint[]
      ) as n (id, seq, rev)
      where c.id = n.id
    ), own as (
      update members m set read_seq = greatest(m.read_seq, n.seq), marked_unread = false, last_sent_at = ${now}::bigint
      from same, unnest(
        ${reached.map(row => row.conversationId)}::uuid[],
        ${reached.map(row => row.senderId)}::uuid[],
        ${reached.map(row => row.seq)}::bigint[]
      ) as n (conversation_id, user_id, seq)
      where m.conversation_id = n.conversation_id and m.user_id = n.user_id
    )
    select count(*)::int as written from written`
}

/** An own message n implies that everything up to n was read. */
function furthestBySender(lines: readonly NewLine[]) {
  const furthest = new Map<string, NewLine['row']>()
  for (const { row } of lines) furthest.set(`${row.conversationId} ${row.senderId}`, row)
  return [...furthest.values()]
}
