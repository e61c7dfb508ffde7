import { createHash } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { Talk } from './testing/talk.ts'

test('a flush reads no more when there is more to read, also by a plan from when nobody had written', async () => {
  const talk = await Talk.open()
  try {
    const { sql } = talk.house.database
    const [ada, , id] = await talk.friends()
    await sql`delete from messages`
    await sql`vacuum analyze messages`
    await talk.send(ada, id, 'the plan is made here')
    // What others said since, written past the writer: 20,000 lines that its plan knows nothing of.
    const hash = createHash('sha256').update('line').digest()
    await sql`
      insert into messages (conversation_id, seq, rev, id, id_client, sender_id, type, countable, time, request_hash)
      select ${id}, n, n, gen_random_uuid(), 'line-' || n, ${ada.actor.userId}, 'text', true, 0, ${hash}
      from generate_series(1001, 21000) as n`
    for (let n = 0; n < 5; n++) await talk.send(ada, id, `${n}`)
    // Its connection says what it read when it ends.
    await talk.writer.close()
    await vi.waitFor(async () => {
      const open = await sql`
        select 1 from pg_stat_activity where application_name = 'kith-writer' and datname = current_database()`
      expect(open).toHaveLength(0)
    })
    const [row] = await sql<{ read: number }[]>`
      select sum(idx_tup_read)::int as read from pg_stat_user_indexes where relname = 'messages'`
    expect(row?.read).toBeLessThan(1000)
  } finally {
    await talk.close()
  }
})
