import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { users } from '#db/schema/index.ts'
import { defaultSettings } from '#protocol/defaults.ts'
import type { Context } from './context.ts'
import {
  clearConversation,
  getConversation,
  listConversations,
  listReads,
  readConversation,
  updateConversation,
} from './conversations.ts'
import { blockUser, removeFriend } from './friendships.ts'
import { recallMessage } from './messages.ts'
import { refusalOf } from './testing/house.ts'
import { Talk } from './testing/talk.ts'

let talk: Talk
beforeAll(async () => {
  talk = await Talk.open()
})
afterAll(() => talk.close())

const see = async (person: Context, conversationId: string) =>
  (await getConversation(person, { conversationId })).conversation
const hideReceipts = (person: Context) =>
  talk.house.database.db
    .update(users)
    .set({ settings: { ...defaultSettings, receipts: false } })
    .where(eq(users.id, person.actor.userId))

describe('unread (I4)', () => {
  test('counts what others wrote, neither lines of the server nor what was recalled', async () => {
    const [ada, ben, id] = await talk.friends()
    expect(await see(ben, id)).toMatchObject({ unread: 0, seq: 1, countSeq: 1, readSeq: 0 })
    await talk.say(ada, id, 'a', 'b', 'c')
    await recallMessage(ada, { conversationId: id, seq: 3 })
    expect(await see(ben, id)).toMatchObject({ unread: 2, seq: 4, rev: 5, countSeq: 4 })
    expect(await see(ada, id)).toMatchObject({ unread: 0, readSeq: 4 })
    await readConversation(ben, { conversationId: id, seq: 2 })
    expect(await see(ben, id)).toMatchObject({ unread: 1 })
    await talk.say(ben, id, 'd')
    expect(await see(ben, id)).toMatchObject({ unread: 0, readSeq: 5 })
  })

  test('mentions are those of the unread that name me', async () => {
    const [ada, ben, id] = await talk.friends()
    const naming = (person: Context) => ({
      mentions: [{ userId: person.actor.userId, offset: 0, length: 1 }],
    })
    await talk.send(ada, id, '@', naming(ben))
    await talk.send(ada, id, '@', naming(ada))
    await talk.send(ada, id, '@', naming(ben))
    expect(await see(ben, id)).toMatchObject({ unread: 3, mentions: 2 })
    await readConversation(ben, { conversationId: id, seq: 2 })
    expect(await see(ben, id)).toMatchObject({ unread: 2, mentions: 1 })
  })

  test('the total leaves out the muted and the hidden, until the mute ends and something new arrives', async () => {
    const ben = await talk.house.person('ben')
    const rooms: [Context, string][] = []
    for (const name of ['ada', 'cid', 'dan']) {
      const person = await talk.house.person(name)
      rooms.push([person, await talk.befriend(person, ben)])
    }
    for (const [person, id] of rooms) await talk.say(person, id, 'x', 'y')
    const [[, first], [, muted], [dan, hidden]] = rooms as [
      [Context, string],
      [Context, string],
      [Context, string],
    ]
    const total = async () => (await listConversations(ben, {})).totalUnread
    expect(await total()).toBe(6)
    const notifyUntil = talk.house.now() + 1000
    await updateConversation(ben, { conversationId: muted, notify: 'mentions', notifyUntil })
    await updateConversation(ben, { conversationId: hidden, hidden: true })
    expect(await total()).toBe(2)
    talk.house.later(1000)
    expect(await total()).toBe(4)
    await updateConversation(ben, { conversationId: muted, notify: 'none' })
    await updateConversation(ben, { conversationId: first, markedUnread: true })
    expect(await total()).toBe(2)
    await talk.say(dan, hidden, 'z')
    expect(await total()).toBe(5)
    expect(await readConversation(ben, { conversationId: hidden, seq: 3 })).toEqual({
      readSeq: 3,
      unread: 1,
      totalUnread: 3,
    })
  })
})

describe('reading', () => {
  test('clamps to what is there, never goes back, and tells own devices and the peer (I11)', async () => {
    const [ada, ben, id] = await talk.friends()
    await talk.say(ada, id, 'a', 'b', 'c')
    const before = await see(ben, id)
    const told = await talk.house.toldBy(async () => {
      const answer = await readConversation(ben, { conversationId: id, seq: 99 })
      expect(answer).toEqual({ readSeq: 4, unread: 0, totalUnread: 0 })
    })
    expect(told).toEqual([
      { kind: 'user', userId: ben.actor.userId, name: 'conversation', row: await see(ben, id) },
      {
        kind: 'signal',
        userIds: [ada.actor.userId],
        name: 'read',
        payload: { conversationId: id, userId: ben.actor.userId, readSeq: 4 },
      },
    ])
    const after = await see(ben, id)
    expect(after.userRev).toBeGreaterThan(before.userRev)
    expect(await see(ada, id)).toMatchObject({ peerReadSeq: 4 })
    const again = await talk.house.toldBy(async () => {
      expect(await readConversation(ben, { conversationId: id, seq: 2 })).toMatchObject({ readSeq: 4 })
    })
    expect(again).toEqual([])
    expect(await see(ben, id)).toEqual(after)
  })

  test('two devices reading at once take one number', async () => {
    const [ada, ben, id] = await talk.friends()
    await talk.say(ada, id, 'a')
    const told = await talk.house.toldBy(() =>
      Promise.all([1, 2, 3].map(() => readConversation(ben, { conversationId: id, seq: 2 }))),
    )
    expect(told.map(change => change.kind)).toEqual(['user', 'signal'])
  })

  test('the position never falls behind an own message written meanwhile', async () => {
    const [ada, ben, id] = await talk.friends()
    for (let n = 0; n < 20; n++) {
      const [seen] = await talk.say(ada, id, 'a')
      const [, own] = await Promise.all([
        readConversation(ben, { conversationId: id, seq: seen!.seq }),
        talk.send(ben, id, 'b'),
      ])
      expect((await see(ben, id)).readSeq).toBe(own.seq)
    }
  })

  test('takes away "marked unread" even where nothing else moves, without a signal', async () => {
    const [, ben, id] = await talk.friends()
    await readConversation(ben, { conversationId: id, seq: 1 })
    await updateConversation(ben, { conversationId: id, markedUnread: true })
    const told = await talk.house.toldBy(() => readConversation(ben, { conversationId: id, seq: 1 }))
    expect(told).toMatchObject([{ kind: 'user', name: 'conversation', row: { markedUnread: false } }])
  })

  test.each([
    ['Ada hides her receipts', (ada: Context, _ben: Context) => hideReceipts(ada)],
    ['Ben hides his receipts', (_ada: Context, ben: Context) => hideReceipts(ben)],
    ['Ada blocks Ben', (ada: Context, ben: Context) => blockUser(ada, { userId: ben.actor.userId })],
    ['Ben blocks Ada', (ada: Context, ben: Context) => blockUser(ben, { userId: ada.actor.userId })],
  ])('when %s neither sees how far the other has read', async (_what, change) => {
    const [ada, ben, id] = await talk.friends()
    await talk.say(ada, id, 'a', 'b')
    await readConversation(ben, { conversationId: id, seq: 2 })
    expect(await listReads(ada, { conversationId: id })).toEqual({
      reads: [{ userId: ben.actor.userId, readSeq: 2 }],
    })
    await change(ada, ben)
    const told = await talk.house.toldBy(() => readConversation(ben, { conversationId: id, seq: 3 }))
    expect(told.map(change => change.kind)).toEqual(['user'])
    for (const person of [ada, ben]) {
      expect(await see(person, id)).not.toHaveProperty('peerReadSeq')
      expect(await listReads(person, { conversationId: id })).toEqual({ reads: [] })
    }
  })
})

describe('own settings', () => {
  test('what is not named stays; what changes nothing is not numbered and not told', async () => {
    const [ada, , id] = await talk.friends()
    const told = await talk.house.toldBy(async () => {
      const { conversation } = await updateConversation(ada, {
        conversationId: id,
        pinned: true,
        notify: 'none',
      })
      expect(conversation).toMatchObject({ pinned: true, notify: 'none', notifyUntil: null })
    })
    expect(told).toMatchObject([{ kind: 'user', userId: ada.actor.userId, name: 'conversation' }])
    const { conversation: muted } = await updateConversation(ada, { conversationId: id, notifyUntil: 5 })
    expect(muted).toMatchObject({ pinned: true, notify: 'none', notifyUntil: 5 })
    const again = await talk.house.toldBy(() =>
      updateConversation(ada, { conversationId: id, pinned: true, notifyUntil: 5 }),
    )
    expect(again).toEqual([])
    expect(await see(ada, id)).toEqual(muted)
    const { conversation: loud } = await updateConversation(ada, { conversationId: id, notify: 'all' })
    expect(loud).toMatchObject({ notify: 'all', notifyUntil: null })
  })

  test('a draft may be four messages long, by what this server was set to', async () => {
    const [ada, , id] = await talk.friends()
    const small = { ...ada, limits: { ...ada.limits, messageChars: 10 } }
    const draft = (length: number) =>
      refusalOf(
        updateConversation(small, { conversationId: id, draft: { text: 'x'.repeat(length), time: 1 } }),
      )
    expect(await draft(40)).toBe('no refusal')
    expect(await draft(41)).toBe('TOO_LARGE')
  })

  test('an older draft does not replace a newer one; none takes it away', async () => {
    const [ada, , id] = await talk.friends()
    const draft = (text: string, time: number) =>
      updateConversation(ada, { conversationId: id, draft: { text, time } })
    await draft('new', 2000)
    expect((await draft('old', 1000)).conversation.draft).toEqual({ text: 'new', time: 2000 })
    expect((await draft('newer', 3000)).conversation.draft).toEqual({ text: 'newer', time: 3000 })
    const { conversation } = await updateConversation(ada, { conversationId: id, draft: null })
    expect(conversation.draft).toBeNull()
  })

  test('hidden stays hidden until something countable arrives', async () => {
    const [ada, ben, id] = await talk.friends()
    await talk.say(ben, id, 'a')
    await updateConversation(ada, { conversationId: id, hidden: true })
    expect(await see(ada, id)).toMatchObject({ hiddenSeq: 2, seq: 2 })
    await updateConversation(ada, { conversationId: id, hidden: false })
    expect(await see(ada, id)).toMatchObject({ hiddenSeq: null })
  })

  test('cleared is gone for Ada alone; what came above it stays', async () => {
    const [ada, ben, id] = await talk.friends()
    await talk.say(ben, id, 'a', 'b', 'c')
    const { conversation } = await clearConversation(ada, { conversationId: id, seq: 3 })
    expect(conversation).toMatchObject({ clearSeq: 3, unread: 1, lastMsg: { seq: 4 }, hiddenSeq: null })
    expect((await clearConversation(ada, { conversationId: id, seq: 1 })).conversation.clearSeq).toBe(3)
    const all = (await clearConversation(ada, { conversationId: id, seq: 99 })).conversation
    expect(all).toMatchObject({ clearSeq: 4, unread: 0, lastMsg: null })
    expect(await see(ben, id)).toMatchObject({ clearSeq: 0, lastMsg: { seq: 4 } })
  })

  test('removed is cleared, hidden, unpinned, without draft; what arrived meanwhile stays and shows', async () => {
    const [ada, ben, id] = await talk.friends()
    await updateConversation(ada, {
      conversationId: id,
      pinned: true,
      markedUnread: true,
      draft: { text: 'x', time: 1 },
    })
    await talk.say(ben, id, 'a', 'b')
    const { conversation } = await clearConversation(ada, { conversationId: id, seq: 2, remove: true })
    expect(conversation).toMatchObject({
      clearSeq: 2,
      // Hidden up to there, and brought back at once by what came above.
      hiddenSeq: null,
      pinned: false,
      draft: null,
      markedUnread: false,
      unread: 1,
    })
    expect((await listConversations(ada, {})).totalUnread).toBe(1)
  })

  test('becoming friends again brings a removed conversation back to both lists', async () => {
    const [ada, ben, id] = await talk.friends()
    await clearConversation(ada, { conversationId: id, seq: 1, remove: true })
    await removeFriend(ada, { userId: ben.actor.userId })
    await removeFriend(ben, { userId: ada.actor.userId })
    expect(await talk.befriend(ben, ada)).toBe(id)
    expect(await see(ada, id)).toMatchObject({ hiddenSeq: null, clearSeq: 1, lastMsg: { seq: 2 } })
  })
})

describe('the list', () => {
  test('newest activity first, in pages, hidden ones included, with those who appear', async () => {
    const ben = await talk.house.person('ben')
    const ids: string[] = []
    for (const name of ['ada', 'cid', 'dan', 'eve', 'fay']) {
      const person = await talk.house.person(name)
      ids.push(await talk.befriend(person, ben))
      talk.house.later(1000)
    }
    await talk.say(ben, ids[1]!, 'x')
    await updateConversation(ben, { conversationId: ids[0]!, hidden: true })
    const pages: string[][] = []
    for (let before: string | undefined, more = true; more; ) {
      const page = await listConversations(ben, { limit: 2, before })
      pages.push(page.conversations.map(row => row.id))
      expect(page.users.map(user => user.id)).toEqual(
        expect.arrayContaining(page.conversations.map(row => row.to)),
      )
      before = page.next
      more = before !== undefined
    }
    expect(pages).toEqual([[ids[1], ids[4]], [ids[3], ids[2]], [ids[0]]])
    expect(await refusalOf(listConversations(ben, { before: 'x' }))).toBe('BAD_REQUEST')
  })
})

test('a stranger finds nothing by any of these (I14)', async () => {
  const [, , conversationId] = await talk.friends()
  const eve = await talk.house.person('eve')
  for (const ask of [
    () => getConversation(eve, { conversationId }),
    () => readConversation(eve, { conversationId, seq: 1 }),
    () => listReads(eve, { conversationId }),
    () => updateConversation(eve, { conversationId, pinned: true }),
    () => clearConversation(eve, { conversationId, seq: 1 }),
  ]) {
    expect(await refusalOf(ask())).toBe('NOT_FOUND')
  }
})
