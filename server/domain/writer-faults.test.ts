import { asc, eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { messages } from '#db/schema/index.ts'
import { createMessageWriter } from './message-writer.ts'
import { Talk, textInput } from './testing/talk.ts'

let talk: Talk
const failures: unknown[] = []
beforeEach(async () => {
  failures.length = 0
  talk = await Talk.open({ patienceMs: 1000, onFailure: error => failures.push(error) })
})
afterEach(() => talk.close())

const seqsOf = async (conversationId: string) => {
  const { db } = talk.house.database
  const rows = await db
    .select({ seq: messages.seq })
    .from(messages)
    .where(eq(messages.conversationId, conversationId))
    .orderBy(asc(messages.seq))
  return rows.map(row => row.seq)
}

const cutWriter = () =>
  talk.house.database.sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'kith-writer' and datname = current_database()`

test('when the connection breaks, everyone who waits is told to try again, and the repeat is stored once', async () => {
  const [ada, , id] = await talk.friends()
  await talk.say(ada, id, 'before')
  const inputs = Array.from({ length: 400 }, (_, n) => textInput(id, `${n}`))
  const sends = inputs.map(input => talk.writer.send(ada, input))
  await cutWriter()
  const answers = await Promise.all(sends)
  for (const answer of answers) {
    if (!answer.ok) expect(answer.error).toMatchObject({ code: 'UNAVAILABLE', retryAfterMs: 1000 })
  }
  const again = await Promise.all(inputs.map(input => talk.writer.send(ada, input)))
  expect(again.every(answer => answer.ok)).toBe(true)
  for (const [at, answer] of answers.entries()) if (answer.ok) expect(again[at]).toEqual(answer)
  expect(await seqsOf(id)).toEqual(Array.from({ length: 402 }, (_, n) => n + 1))
})

test('a database that does not answer is given up on, and served again when it does', async () => {
  const [ada, , id] = await talk.friends()
  const { sql } = talk.house.database
  await sql.begin(async tx => {
    // The own row is written in every flush: whoever holds it holds the flush.
    await tx`select 1 from members where conversation_id = ${id} for update`
    const answer = await talk.writer.send(ada, textInput(id, 'Hi'))
    expect(answer).toMatchObject({ ok: false, error: { code: 'UNAVAILABLE' } })
    expect(failures).toHaveLength(1)
  })
  expect((await talk.writer.send(ada, textInput(id, 'Ho'))).ok).toBe(true)
})

test('a conversation that stays locked is given up on in time', async () => {
  const [ada, , id] = await talk.friends()
  await talk.house.database.sql.begin(async tx => {
    await tx`select 1 from conversations where id = ${id} for update`
    expect(await talk.writer.send(ada, textInput(id, 'Hi'))).toMatchObject({ error: { code: 'UNAVAILABLE' } })
  })
  expect((await talk.writer.send(ada, textInput(id, 'Ho'))).ok).toBe(true)
})

test('a message the database cannot take fails alone', async () => {
  await talk.close()
  // Patience enough for a busy machine: here nobody is to run out of it.
  talk = await Talk.open({ patienceMs: 20_000, onFailure: error => failures.push(error) })
  const [ada, ben, id] = await talk.friends()
  const bad = textInput(id, 'bad', { custom: { text: '\u0000' } })
  const answers = await Promise.allSettled([
    talk.writer.send(ada, textInput(id, '1')),
    talk.writer.send(ben, bad),
    talk.writer.send(ben, textInput(id, '2')),
  ])
  expect(answers.map(answer => answer.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(await seqsOf(id)).toEqual([1, 2, 3])
})

test('more than may wait is refused at once', async () => {
  const [ada, , id] = await talk.friends()
  const narrow = createMessageWriter(talk.house, talk.house.url, { maxWaiting: 5 })
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, n) => narrow.send(ada, textInput(id, `${n}`))),
  )
  expect(answers.map(answer => answer.ok)).toEqual([true, true, true, true, true, false, false, false])
  await narrow.close()
})

test('a closed writer has answered everything it took, and takes nothing more', async () => {
  const [ada, , id] = await talk.friends()
  const writer = createMessageWriter(talk.house, talk.house.url)
  const sends = Array.from({ length: 300 }, (_, n) => writer.send(ada, textInput(id, `${n}`)))
  const told = await talk.house.toldBy(() => writer.close())
  expect(told).toHaveLength(300)
  expect((await Promise.all(sends)).every(answer => answer.ok)).toBe(true)
  expect(await writer.send(ada, textInput(id, 'late'))).toMatchObject({
    error: { details: { reason: 'stopping' } },
  })
})
