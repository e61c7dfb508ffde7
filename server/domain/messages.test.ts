import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { messages, messageVersions } from '#db/schema/index.ts'
import { times } from '#protocol/limits.ts'
import { blockUser, removeFriend } from './friendships.ts'
import { readHistory } from './history.ts'
import { editMessage, recallMessage } from './messages.ts'
import { refusalOf } from './testing/house.ts'
import { Talk } from './testing/talk.ts'

let talk: Talk
beforeAll(async () => {
  talk = await Talk.open()
})
afterAll(() => talk.close())

const content = (text: string) => ({ content: { text } })
const versionsOf = (conversationId: string) =>
  talk.house.database.db
    .select()
    .from(messageVersions)
    .where(eq(messageVersions.conversationId, conversationId))

describe('recall', () => {
  test('Ada recalls: everything said is gone, the line keeps its place, everybody is told', async () => {
    const [ada, ben, id] = await talk.friends()
    const more = { custom: { a: 1 }, replyTo: { seq: 1 } }
    const sent = await talk.send(ada, id, '@Ben', {
      ...more,
      mentions: [{ userId: ben.actor.userId, offset: 0, length: 4 }],
    })
    await editMessage(ada, { conversationId: id, seq: 2, ...content('@Ben!') })
    await talk.writer.drain()
    const told = await talk.house.toldBy(() =>
      recallMessage({ ...ada, socketId: 's' }, { conversationId: id, seq: 2 }),
    )
    const { custom: _c, replyTo: _r, mentions: _m, ...kept } = sent
    const tombstone = {
      ...kept,
      rev: 4,
      content: null,
      recalledAt: talk.house.now(),
      recalledBy: ada.actor.userId,
    }
    expect(told).toEqual([{ kind: 'message', conversationId: id, rev: 4, membersRev: 1, message: tombstone }])
    const { messages: seen } = await readHistory(ben, { conversationId: id, limit: 10 })
    expect(seen[1]).toEqual(tombstone)
    expect(await versionsOf(id)).toEqual([])
    const [, row] = await talk.house.database.db
      .select()
      .from(messages)
      .where(eq(messages.conversationId, id))
    expect(row).toMatchObject({ content: null, custom: null, replyTo: null, mentions: null, touched: true })
  })

  test("Ada's second recall gets the same answer and tells nobody, also when the window is long over", async () => {
    const [ada, ben, id] = await talk.friends()
    await talk.say(ada, id, 'Hi')
    const first = await recallMessage(ada, { conversationId: id, seq: 2 })
    talk.house.later(times.recallWindowMs * 2)
    await removeFriend(ben, { userId: ada.actor.userId })
    const told = await talk.house.toldBy(async () =>
      expect(await recallMessage(ada, { conversationId: id, seq: 2 })).toEqual(first),
    )
    expect(told).toEqual([])
  })

  test('two recalls at once make one change', async () => {
    const [ada, , id] = await talk.friends()
    await talk.say(ada, id, 'Hi')
    const [one, two] = await Promise.all([1, 2].map(() => recallMessage(ada, { conversationId: id, seq: 2 })))
    expect(one).toEqual(two)
    expect(one?.message.rev).toBe(3)
  })

  test('what Ada may not recall: after the window, of Ben, of the server, what does not exist', async () => {
    const [ada, ben, id] = await talk.friends()
    await talk.say(ben, id, 'Hi')
    const recall = (seq: number) => refusalOf(recallMessage(ada, { conversationId: id, seq }))
    expect(await recall(1)).toBe('FORBIDDEN/kind_not_allowed')
    expect(await recall(2)).toBe('FORBIDDEN/role_too_low')
    expect(await recall(3)).toBe('NOT_FOUND')
    await talk.say(ada, id, 'Ho')
    talk.house.later(times.recallWindowMs)
    await talk.say(ada, id, 'Hu')
    talk.house.later(1)
    expect(await recall(3)).toBe('FORBIDDEN/recall_window_over')
    expect(await recall(4)).toBe('no refusal')
  })

  test('Ada may recall her own although they are friends no more', async () => {
    const [ada, ben, id] = await talk.friends()
    await talk.say(ada, id, 'Hi')
    await blockUser(ben, { userId: ada.actor.userId })
    expect(await refusalOf(recallMessage(ada, { conversationId: id, seq: 2 }))).toBe('no refusal')
  })

  test('a stranger finds nothing (I14)', async () => {
    const [ada, , id] = await talk.friends()
    const eve = await talk.house.person('eve')
    await talk.say(ada, id, 'Hi')
    expect(await refusalOf(recallMessage(eve, { conversationId: id, seq: 2 }))).toBe('NOT_FOUND')
    expect(await refusalOf(editMessage(eve, { conversationId: id, seq: 2, ...content('x') }))).toBe(
      'NOT_FOUND',
    )
  })
})

describe('edit', () => {
  test('the new text may be as long as this server was set to', async () => {
    const [ada, , id] = await talk.friends()
    await talk.say(ada, id, 'Hi')
    const small = { ...ada, limits: { ...ada.limits, messageChars: 3 } }
    const edit = (text: string) =>
      refusalOf(editMessage(small, { conversationId: id, seq: 2, content: { text } }))
    expect(await edit('long')).toBe('TOO_LARGE')
    expect(await edit('Hey')).toBe('no refusal')
  })

  test('Ada edits: new text in the same place, the old one is kept, everybody is told', async () => {
    const [ada, , id] = await talk.friends()
    const sent = await talk.send(ada, id, 'Hi', { custom: { a: 1 } })
    await talk.writer.drain()
    talk.house.later(1000)
    const told = await talk.house.toldBy(() =>
      editMessage({ ...ada, socketId: 's' }, { conversationId: id, seq: 2, ...content('Ho') }),
    )
    const message = { ...sent, rev: 3, content: { text: 'Ho' }, editedAt: talk.house.now() }
    expect(told).toEqual([{ kind: 'message', conversationId: id, rev: 3, membersRev: 1, message }])
    await editMessage(ada, { conversationId: id, seq: 2, ...content('Hu') })
    expect(await versionsOf(id)).toMatchObject([
      { seq: 2, rev: 2, content: { text: 'Hi' }, time: sent.time },
      { seq: 2, rev: 3, content: { text: 'Ho' }, time: sent.time + 1000 },
    ])
  })

  test('the same text again changes nothing', async () => {
    const [ada, , id] = await talk.friends()
    const [sent] = await talk.say(ada, id, 'Hi')
    const told = await talk.house.toldBy(async () =>
      expect(await editMessage(ada, { conversationId: id, seq: 2, ...content('Hi') })).toEqual({
        message: sent,
      }),
    )
    expect(told).toEqual([])
  })

  test('a mention stays where its words stayed, and goes where they did not', async () => {
    const [ada, ben, id] = await talk.friends()
    const at = (offset: number) => ({ userId: ben.actor.userId, offset, length: 4 })
    await talk.send(ada, id, '@Ben and @Ben', { mentions: [at(0), at(9)] })
    const { message } = await editMessage(ada, { conversationId: id, seq: 2, ...content('@Ben or so') })
    expect(message.mentions).toEqual([at(0)])
  })

  test('what Ada may not edit: of Ben, recalled, of the server, after two days, without the right to write', async () => {
    const [ada, ben, id] = await talk.friends()
    await talk.say(ben, id, 'a')
    await talk.say(ada, id, 'b', 'c')
    await recallMessage(ada, { conversationId: id, seq: 4 })
    const edit = (seq: number, person = ada) =>
      refusalOf(editMessage(person, { conversationId: id, seq, ...content('x') }))
    expect(await edit(2)).toBe('FORBIDDEN/not_the_author')
    expect(await edit(4)).toBe('GONE/recalled')
    // Ben's accepting wrote the line.
    expect(['FORBIDDEN/kind_not_allowed', 'FORBIDDEN/not_the_author']).toContain(await edit(1))
    talk.house.later(times.editWindowMs + 1)
    expect(await edit(3)).toBe('FORBIDDEN/edit_window_over')
    await removeFriend(ben, { userId: ada.actor.userId })
    expect(await edit(3)).toBe('FORBIDDEN/not_friends')
  })

  test('recall and edit at once end the same way for everybody (I12)', async () => {
    const [ada, ben, id] = await talk.friends()
    for (let seq = 2; seq < 12; seq++) {
      await talk.say(ada, id, 'Hi')
      const [recall, edit] = await Promise.allSettled([
        recallMessage(ada, { conversationId: id, seq }),
        editMessage(ada, { conversationId: id, seq, ...content('Ho') }),
      ])
      expect(recall.status).toBe('fulfilled')
      if (edit.status === 'rejected') expect(edit.reason).toMatchObject({ code: 'GONE' })
      const { messages: seen } = await readHistory(ben, { conversationId: id, limit: 1 })
      expect(seen[0]).toMatchObject({ seq, content: null })
      expect(seen[0]).not.toHaveProperty('editedAt')
    }
    expect(await versionsOf(id)).toEqual([])
  })
})
