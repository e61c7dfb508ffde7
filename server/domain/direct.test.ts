import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { conversations, members } from '#db/schema/index.ts'
import type { Context } from './context.ts'
import { getConversation, updateConversation } from './conversations.ts'
import { appendNotification, findDirect, openDirect } from './direct.ts'
import { Talk } from './testing/talk.ts'
import { transact } from './transaction.ts'

let talk: Talk
beforeAll(async () => {
  talk = await Talk.open()
})
afterAll(() => talk.close())

const open = (a: Context, b: Context) =>
  transact(talk.house, (tx, tell) => openDirect(tx, tell, talk.house.now(), a.actor.userId, b.actor.userId))

test('two people opened from both sides at once have one conversation, and each is told of their own row', async () => {
  const ada = await talk.house.person('ada')
  const ben = await talk.house.person('ben')
  const told = await talk.house.toldBy(async () => {
    const ids = await Promise.all([open(ada, ben), open(ben, ada), open(ada, ben)])
    expect(new Set(ids).size).toBe(1)
  })
  expect(told).toHaveLength(6)
  const [first] = talk.house.updates(ada, 'conversation')
  expect(first).toMatchObject({
    to: ben.actor.userId,
    seq: 0,
    rev: 0,
    visible: [{ from: 1, to: null }],
    lastMsg: null,
  })
  expect(talk.house.updates(ben, 'conversation')).toHaveLength(3)
})

test('notes to self are one conversation with one row, to oneself', async () => {
  const ada = await talk.house.person('ada')
  const id = await open(ada, ada)
  expect(await open(ada, ada)).toBe(id)
  const rows = await talk.house.database.db.select().from(members).where(eq(members.conversationId, id))
  expect(rows).toHaveLength(1)
  const { conversation } = await getConversation(ada, { conversationId: id })
  expect(conversation).toMatchObject({ to: ada.actor.userId, unread: 0 })
  expect(conversation).not.toHaveProperty('peerReadSeq')
})

test('opened again it comes back to a list it was hidden from', async () => {
  const [ada, ben, id] = await talk.friends()
  await updateConversation(ada, { conversationId: id, hidden: true })
  expect(await open(ben, ada)).toBe(id)
  expect((await getConversation(ada, { conversationId: id })).conversation.hiddenSeq).toBeNull()
})

test('a line of the server takes the next numbers, is told to the members, and is never unread', async () => {
  const [ada, ben, id] = await talk.friends()
  await talk.say(ada, id, 'Hi')
  const line = { event: 'test', actor: ada.actor.userId, targets: [ben.actor.userId], value: { a: 1 } }
  const told = await talk.house.toldBy(() =>
    transact(talk.house, (tx, tell) => appendNotification(tx, tell, talk.house.now(), id, line)),
  )
  const message = { seq: 3, rev: 3, type: 'notification', from: ada.actor.userId, content: line }
  expect(told).toMatchObject([{ kind: 'message', conversationId: id, rev: 3, membersRev: 1, message }])
  expect((await getConversation(ben, { conversationId: id })).conversation).toMatchObject({
    unread: 1,
    seq: 3,
  })
})

test('lines and messages written at once share one order without holes', async () => {
  const [ada, ben, id] = await talk.friends()
  const line = { event: 'test', actor: ada.actor.userId, targets: [] }
  await Promise.all(
    Array.from({ length: 40 }, (_, n) =>
      n % 4
        ? talk.send(ben, id, `${n}`)
        : transact(talk.house, (tx, tell) => appendNotification(tx, tell, talk.house.now(), id, line)),
    ),
  )
  const [row] = await talk.house.database.db.select().from(conversations).where(eq(conversations.id, id))
  expect(row).toMatchObject({ seq: 41, rev: 41 })
})

test('people who never talked have no conversation', async () => {
  const ada = await talk.house.person('ada')
  const ben = await talk.house.person('ben')
  const { db } = talk.house.database
  expect(await db.transaction(tx => findDirect(tx, ada.actor.userId, ben.actor.userId))).toBeNull()
  const id = await open(ada, ben)
  expect(await db.transaction(tx => findDirect(tx, ben.actor.userId, ada.actor.userId))).toBe(id)
})
