import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { members } from '#db/schema/index.ts'
import type { Context } from './context.ts'
import { clearConversation } from './conversations.ts'
import { readHistory } from './history.ts'
import { refusalOf } from './testing/house.ts'
import { Talk } from './testing/talk.ts'

let talk: Talk
let ada: Context
let ben: Context
let id: string
beforeAll(async () => {
  talk = await Talk.open()
  ;[ada, ben, id] = await talk.friends()
  await talk.say(ada, id, ...Array.from({ length: 9 }, (_, n) => `${n + 2}`))
})
afterAll(() => talk.close())

async function page(
  person: Context,
  ask: { before?: number; after?: number; around?: number; limit: number },
) {
  const { messages, reachedStart, reachedEnd } = await readHistory(person, { conversationId: id, ...ask })
  return [messages.map(message => message.seq).join(' '), reachedStart, reachedEnd]
}

test('pages by seq, both ends told', async () => {
  expect(await page(ada, { limit: 3 })).toEqual(['8 9 10', false, true])
  expect(await page(ada, { limit: 3, before: 8 })).toEqual(['5 6 7', false, false])
  expect(await page(ada, { limit: 9, before: 5 })).toEqual(['1 2 3 4', true, false])
  expect(await page(ada, { limit: 4, before: 5 })).toEqual(['1 2 3 4', true, false])
  expect(await page(ada, { limit: 3, after: 0 })).toEqual(['1 2 3', true, false])
  expect(await page(ada, { limit: 3, after: 7 })).toEqual(['8 9 10', false, true])
  expect(await page(ada, { limit: 4, around: 5 })).toEqual(['3 4 5 6', false, false])
  expect(await page(ada, { limit: 4, around: 1 })).toEqual(['1 2 3 4', true, false])
  expect(await page(ada, { limit: 4, around: 10 })).toEqual(['7 8 9 10', false, true])
  expect(await page(ada, { limit: 4, around: 99 })).toEqual(['7 8 9 10', false, true])
  expect(await page(ada, { limit: 1, around: 5 })).toEqual(['5', false, false])
  expect(await page(ada, { limit: 200 })).toEqual(['1 2 3 4 5 6 7 8 9 10', true, true])
})

test('how long a page may be is what this server was set to; 200 may be asked for everywhere', async () => {
  const withPage = (historyPage: number) => ({ ...ada, limits: { ...ada.limits, historyPage } })
  expect(await page(withPage(2), { limit: 200 })).toEqual(['9 10', false, true])
  expect(await refusalOf(page(withPage(2), { limit: 201 }))).toBe('BAD_REQUEST')
  expect(await page(withPage(300), { limit: 300 })).toEqual(['1 2 3 4 5 6 7 8 9 10', true, true])
})

test('beyond the ends there is nothing, and it says so', async () => {
  expect(await page(ada, { limit: 3, before: 1 })).toEqual(['', true, false])
  expect(await page(ada, { limit: 3, before: 0 })).toEqual(['', true, false])
  expect(await page(ada, { limit: 3, after: 10 })).toEqual(['', false, true])
  expect(await page(ada, { limit: 3, after: 99 })).toEqual(['', false, true])
})

test('those who appear come with it', async () => {
  const { users } = await readHistory(ada, { conversationId: id, limit: 200 })
  expect(users.map(user => user.id).sort()).toEqual([ada.actor.userId, ben.actor.userId].sort())
})

test('what Ben cleared is gone for him, and the start moves up to it', async () => {
  await clearConversation(ben, { conversationId: id, seq: 4 })
  expect(await page(ben, { limit: 200 })).toEqual(['5 6 7 8 9 10', true, true])
  expect(await page(ben, { limit: 3, after: 0 })).toEqual(['5 6 7', true, false])
  expect(await page(ben, { limit: 3, before: 5 })).toEqual(['', true, false])
  expect(await page(ada, { limit: 3, after: 0 })).toEqual(['1 2 3', true, false])
})

test('only what lies inside the intervals is seen, whatever is asked for (I5)', async () => {
  const { db } = talk.house.database
  await db
    .update(members)
    .set({
      visible: [
        { from: 2, to: 5 },
        { from: 9, to: 9 },
      ],
    })
    .where(and(eq(members.conversationId, id), eq(members.userId, ben.actor.userId)))
  expect(await page(ben, { limit: 200 })).toEqual(['5 9', true, true])
  expect(await page(ben, { limit: 1, before: 9 })).toEqual(['5', true, false])
  expect(await page(ben, { limit: 1, after: 5 })).toEqual(['9', false, true])
  expect(await page(ben, { limit: 2, around: 7 })).toEqual(['5 9', true, true])
})

test('a stranger finds nothing (I14)', async () => {
  const eve = await talk.house.person('eve')
  expect(await refusalOf(readHistory(eve, { conversationId: id, limit: 1 }))).toBe('NOT_FOUND')
})
