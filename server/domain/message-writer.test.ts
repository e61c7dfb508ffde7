import { and, asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { conversations, members, messages, sessions } from '#db/schema/index.ts'
import type { Message } from '#protocol/entities/message.ts'
import { clearConversation } from './conversations.ts'
import { openDirect } from './direct.ts'
import { blockUser, removeFriend } from './friendships.ts'
import { createMessageWriter } from './message-writer.ts'
import { recallMessage } from './messages.ts'
import { refusalOf } from './testing/house.ts'
import { Talk, textInput } from './testing/talk.ts'
import { transact } from './transaction.ts'

let talk: Talk
beforeAll(async () => {
  talk = await Talk.open()
})
afterAll(() => talk.close())

const rowsOf = (conversationId: string) =>
  talk.house.database.db
    .select()
    .from(messages)
    .where(eq(messages.conversationId, conversationId))
    .orderBy(asc(messages.seq))

async function place(conversationId: string) {
  const [row] = await talk.house.database.db
    .select()
    .from(conversations)
    .where(eq(conversations.id, conversationId))
  return row!
}

describe('sending', () => {
  test('Ada writes to Ben: the answer is the stored row, the push goes to everybody but her socket', async () => {
    const [ada, , id] = await talk.friends()
    const told = await talk.house.toldBy(async () => {
      const message = await talk.send({ ...ada, socketId: 's1' }, id, 'Hi', { custom: { b: 1, a: [null] } })
      expect(message).toMatchObject({ seq: 2, rev: 2, from: ada.actor.userId, content: { text: 'Hi' } })
      await talk.writer.drain()
    })
    const [, row] = await rowsOf(id)
    expect(row).toMatchObject({ seq: 2, countable: true, custom: { a: [null], b: 1 } })
    expect(told).toEqual([
      expect.objectContaining({
        kind: 'message',
        conversationId: id,
        rev: 2,
        membersRev: 1,
        exceptSocket: 's1',
      }),
    ])
    expect(await place(id)).toMatchObject({ seq: 2, rev: 2, changedAt: talk.house.now() })
  })

  test('the answer is given before the push goes out', async () => {
    const [ada, , id] = await talk.friends()
    const told = await talk.house.toldBy(() => talk.send(ada, id, 'Hi'))
    expect(told).toEqual([])
    await talk.writer.drain()
  })

  test('eight devices write at once: seq is dense, and each device keeps its own order (I7, I8)', async () => {
    const [ada, ben, id] = await talk.friends()
    const devices = await Promise.all(
      [ada, ben].flatMap(person => [1, 2, 3, 4].map(() => talk.house.device(person.actor.userId))),
    )
    const sent = await Promise.all(
      devices.map((device, at) =>
        Promise.all(Array.from({ length: 50 }, (_, n) => talk.send(device, id, `${at}:${n}`))),
      ),
    )
    const rows = await rowsOf(id)
    expect(rows.map(row => row.seq)).toEqual(rows.map((_, at) => at + 1))
    expect(rows.map(row => row.rev)).toEqual(rows.map(row => row.seq))
    expect(rows).toHaveLength(401)
    for (const own of sent) {
      const seqs = own.map(message => message.seq)
      expect(seqs).toEqual([...seqs].sort((a, b) => a - b))
    }
    expect(await place(id)).toMatchObject({ seq: 401, rev: 401 })
  })

  test('two servers write into the same conversation at once without a hole or a double (I8)', async () => {
    const [ada, ben, id] = await talk.friends()
    const other = createMessageWriter(talk.house, talk.house.url)
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, n) =>
        (n % 2 ? talk.writer : other).send(n % 3 ? ada : ben, textInput(id, `${n}`)),
      ),
    )
    expect(answers.every(answer => answer.ok)).toBe(true)
    expect((await rowsOf(id)).map(row => row.seq)).toEqual(Array.from({ length: 301 }, (_, n) => n + 1))
    await other.close()
  })

  test('an own message moves the read position of its sender and takes away "marked unread"', async () => {
    const [ada, ben, id] = await talk.friends()
    const { db } = talk.house.database
    const mine = and(eq(members.conversationId, id), eq(members.userId, ada.actor.userId))
    await db.update(members).set({ markedUnread: true }).where(mine)
    await talk.say(ben, id, 'a', 'b')
    await talk.say(ada, id, 'c')
    const [own] = await db.select().from(members).where(mine)
    expect(own).toMatchObject({ readSeq: 4, markedUnread: false })
  })

  test('notes to self need no friend', async () => {
    const ada = await talk.house.person('ada')
    const me = ada.actor.userId
    const id = await transact(talk.house, (tx, tell) => openDirect(tx, tell, talk.house.now(), me, me))
    expect(await talk.send(ada, id, 'Milk')).toMatchObject({ seq: 1, from: me, to: me })
  })

  test('a conversation locked by somebody else holds up nobody but itself, and keeps its order', async () => {
    const [ada, ben, id] = await talk.friends()
    const eve = await talk.house.person('eve')
    const open = await talk.befriend(ada, eve)
    const { sql } = talk.house.database
    let waiting: Promise<Message>[] = []
    await sql.begin(async tx => {
      await tx`select 1 from conversations where id = ${id} for update`
      waiting = [1, 2, 3].map(n => talk.send(ben, id, `${n}`))
      const others = await Promise.all([1, 2, 3, 4, 5, 6].map(n => talk.send(eve, open, `${n}`)))
      expect(others).toHaveLength(6)
      for (let n = 0; n < 5; n++) await talk.send(eve, open, 'again')
    })
    expect((await Promise.all(waiting)).map(message => message.seq)).toEqual([2, 3, 4])
  })
})

describe('the same idClient (I3)', () => {
  test('sent eight times at once over two servers it is one row and eight equal answers', async () => {
    const [ada, , id] = await talk.friends()
    const other = createMessageWriter(talk.house, talk.house.url)
    const input = textInput(id, 'Once')
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => (n % 2 ? talk.writer : other).send(ada, input)),
    )
    expect(answers.every(answer => answer.ok)).toBe(true)
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(await rowsOf(id)).toHaveLength(2)
    await other.close()
  })

  test('the same request written in another order of keys is the same', async () => {
    const [ada, , id] = await talk.friends()
    const first = textInput(id, 'Hi', { custom: { a: 1, b: { c: 2, d: 3 } } })
    const again = {
      ...textInput(id, 'Hi', { custom: { b: { d: 3, c: 2 }, a: 1 } }),
      idClient: first.idClient,
    }
    expect(await talk.writer.send(ada, again)).toEqual(await talk.writer.send(ada, first))
  })

  test('other content, or another conversation, under it is a conflict and leaves the first row alone', async () => {
    const [ada, , id] = await talk.friends()
    const eve = await talk.house.person('eve')
    const elsewhere = await talk.befriend(ada, eve)
    const { idClient } = await talk.send(ada, id, 'Hi')
    const again = (conversationId: string, text: string) =>
      refusalOf(talk.send(ada, conversationId, text, { idClient }))
    expect(await again(id, 'Ho')).toBe('CONFLICT/other_content')
    expect(await again(elsewhere, 'Hi')).toBe('CONFLICT/other_content')
    expect((await rowsOf(id)).map(row => row.content)).toContainEqual({ text: 'Hi' })
    expect(await rowsOf(elsewhere)).toHaveLength(1)
  })

  test('two different messages under it in one flush: the first is stored, the second is a conflict', async () => {
    const [ada, , id] = await talk.friends()
    const one = textInput(id, 'One')
    const [first, second] = await Promise.all([
      talk.writer.send(ada, one),
      talk.writer.send(ada, { ...textInput(id, 'Two'), idClient: one.idClient }),
    ])
    expect(first.ok).toBe(true)
    expect(second).toMatchObject({ ok: false, error: { code: 'CONFLICT' } })
  })

  test('two servers given it for two conversations at once store one of them', async () => {
    const [ada, , id] = await talk.friends()
    const eve = await talk.house.person('eve')
    const elsewhere = await talk.befriend(ada, eve)
    const other = createMessageWriter(talk.house, talk.house.url)
    for (let n = 0; n < 20; n++) {
      const input = textInput(id, 'Hi')
      const neighbour = textInput(id, 'Neighbour')
      const answers = await Promise.all([
        talk.writer.send(ada, input),
        other.send(ada, { ...input, conversationId: elsewhere }),
        talk.writer.send(ada, neighbour),
      ])
      expect(answers.filter(answer => !answer.ok)).toMatchObject([{ error: { code: 'CONFLICT' } }])
      expect(answers[2].ok).toBe(true)
    }
    await other.close()
  })

  test('a repeat gets the present state, also from someone who lost the right to write', async () => {
    const [ada, ben, id] = await talk.friends()
    const input = textInput(id, 'Hi')
    const first = await talk.writer.send(ada, input)
    const { message } = await recallMessage(ada, { conversationId: id, seq: 2 })
    await removeFriend(ben, { userId: ada.actor.userId })
    expect(await talk.writer.send(ada, input)).toEqual({ ok: true, data: { message } })
    expect(first).not.toEqual({ ok: true, data: { message } })
  })

  test('one person using the idClient of another is no repeat', async () => {
    const [ada, ben, id] = await talk.friends()
    const { idClient } = await talk.send(ada, id, 'Hi')
    expect(await talk.send(ben, id, 'Hi', { idClient })).toMatchObject({ seq: 3, from: ben.actor.userId })
  })
})

describe('refusals', () => {
  test('a stranger and an unknown conversation get the same answer (I14)', async () => {
    const [, , id] = await talk.friends()
    const eve = await talk.house.person('eve')
    const refused = await talk.writer.send(eve, textInput(id, 'Hi'))
    expect(refused).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } })
    expect(await talk.writer.send(eve, textInput(eve.actor.userId, 'Hi'))).toEqual(refused)
  })

  test('between two people the order is: you_blocked, not_accepting, not_friends', async () => {
    const [ada, ben, id] = await talk.friends()
    const try_ = () => refusalOf(talk.send(ada, id, 'Hi'))
    await removeFriend(ben, { userId: ada.actor.userId })
    expect(await try_()).toBe('FORBIDDEN/not_friends')
    await blockUser(ben, { userId: ada.actor.userId })
    expect(await try_()).toBe('FORBIDDEN/not_accepting')
    await blockUser(ada, { userId: ben.actor.userId })
    expect(await try_()).toBe('FORBIDDEN/you_blocked')
    expect(await rowsOf(id)).toHaveLength(1)
  })

  test('a line of the server cannot be forged', async () => {
    const [ada, , id] = await talk.friends()
    const input = { ...textInput(id, ''), type: 'notification' as const, content: { event: 'friend_added' } }
    expect(await talk.writer.send(ada, input)).toMatchObject({
      error: { code: 'FORBIDDEN', details: { reason: 'kind_not_allowed' } },
    })
  })

  test('a device signed out says so; one whose session ran out is only asked to sign in', async () => {
    const [ada, , id] = await talk.friends()
    const { db } = talk.house.database
    const mine = eq(sessions.id, ada.actor.sessionId)
    await db.update(sessions).set({ lastActiveAt: 0 }).where(mine)
    expect(await refusalOf(talk.send(ada, id, 'Hi'))).toBe('UNAUTHENTICATED')
    await db.update(sessions).set({ revokedAt: 1 }).where(mine)
    expect(await refusalOf(talk.send(ada, id, 'Hi'))).toBe('UNAUTHENTICATED/session_ended')
  })

  test('mentions lie inside the text and name who is here', async () => {
    const [ada, ben, id] = await talk.friends()
    const eve = await talk.house.person('eve')
    const mention = (userId: string, offset: number, length: number) =>
      refusalOf(talk.send(ada, id, '@Ben!', { mentions: [{ userId, offset, length }] }))
    expect(await mention(ben.actor.userId, 0, 5)).toBe('no refusal')
    expect(await mention(ben.actor.userId, 1, 5)).toBe('BAD_REQUEST')
    expect(await mention(eve.actor.userId, 0, 4)).toBe('BAD_REQUEST')
  })

  test('a reply to what was recalled is gone; one that was stored before stays, and so does its repeat', async () => {
    const [ada, ben, id] = await talk.friends()
    await talk.say(ada, id, 'a')
    const reply = (text: string, seq = 2) => textInput(id, text, { replyTo: { seq } })
    const early = reply('early')
    const stored = await talk.writer.send(ben, early)
    expect(stored).toMatchObject({ ok: true })
    await recallMessage(ada, { conversationId: id, seq: 2 })
    expect(await talk.writer.send(ben, reply('late'))).toMatchObject({
      ok: false,
      error: { code: 'GONE', details: { reason: 'recalled' } },
    })
    expect(await talk.writer.send(ben, early)).toEqual(stored)
    await clearConversation(ben, { conversationId: id, seq: 2 })
    expect(await talk.writer.send(ben, reply('unseen'))).toMatchObject({ ok: true })
    expect(await talk.writer.send(ben, reply('another', 1))).toMatchObject({ ok: true })
  })

  test('a message past the limit of bytes is too large', async () => {
    const [ada, , id] = await talk.friends()
    const limits = { ...ada.limits, messageBytes: 500 }
    const answer = await talk.writer.send({ ...ada, limits }, textInput(id, 'x'.repeat(500)))
    expect(answer).toMatchObject({ ok: false, error: { code: 'TOO_LARGE' } })
  })

  test('how long a text may be is what this server was set to, and is said', async () => {
    const [ada, , id] = await talk.friends()
    const limits = { ...ada.limits, messageChars: 6000 }
    const say = (length: number) => talk.writer.send({ ...ada, limits }, textInput(id, 'x'.repeat(length)))
    expect(await say(6000)).toMatchObject({ ok: true })
    expect(await say(6001)).toMatchObject({
      ok: false,
      error: {
        code: 'TOO_LARGE',
        message: '"content.text" must have at most 6000 characters.',
        details: { field: 'content.text' },
      },
    })
  })

  test('a refused message takes no number, and its neighbours in the flush are stored', async () => {
    const [ada, ben, id] = await talk.friends()
    const eve = await talk.house.person('eve')
    const answers = await Promise.all([
      talk.writer.send(ada, textInput(id, '1')),
      talk.writer.send(eve, textInput(id, 'no')),
      talk.writer.send(ben, textInput(id, '2')),
    ])
    expect(answers.map(answer => answer.ok)).toEqual([true, false, true])
    expect((await rowsOf(id)).map(row => row.seq)).toEqual([1, 2, 3])
  })

  test('whoever is removed while writing is refused from the moment of the removal on (I13)', async () => {
    const [ada, ben, id] = await talk.friends()
    const sends = Array.from({ length: 100 }, (_, n) => talk.writer.send(ada, textInput(id, `${n}`)))
    await blockUser(ben, { userId: ada.actor.userId })
    const reached = (await place(id)).seq
    const answers = await Promise.all(sends)
    for (const answer of answers) if (answer.ok) expect(answer.data.message.seq).toBeLessThanOrEqual(reached)
    expect(await refusalOf(talk.send(ada, id, 'Hi'))).toBe('FORBIDDEN/not_accepting')
    expect(await rowsOf(id)).toHaveLength(reached)
  })
})
