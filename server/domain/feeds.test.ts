import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { meta } from '#db/schema/index.ts'
import { times } from '#protocol/limits.ts'
import type { Output, Parsed } from '#protocol/operations/index.ts'
import type { Context } from './context.ts'
import { clearConversation, readConversation, updateConversation } from './conversations.ts'
import { pullChanges } from './feeds.ts'
import { updateFriend } from './friendships.ts'
import { editMessage, recallMessage } from './messages.ts'
import { refusalOf } from './testing/house.ts'
import { Talk } from './testing/talk.ts'

type Page = Output<'sync:pull'>
type Ask = Parsed<'sync:pull'>

let talk: Talk
beforeAll(async () => {
  talk = await Talk.open()
})
afterAll(() => talk.close())

const pull = (person: Context, ask: Ask = {}) => pullChanges(person, ask)
const numbered = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => `${from + n}`)
const seqs = (messages: { seq: number }[] | undefined) => messages?.map(message => message.seq)

async function pages(person: Context, ask: Ask = {}): Promise<Page[]> {
  const all = [await pull(person, ask)]
  for (let next = all[0]?.next; next !== undefined; next = all.at(-1)?.next)
    all.push(await pull(person, { next }))
  return all
}

async function item(person: Context, id: string, held: { rev: number; seq: number }) {
  const page = await pull(person, { conversations: { [id]: held } })
  const [found] = page.conversations
  return found && 'own' in found ? found : undefined
}

/** What a page says to store. */
function cursorOf({ epoch, userRev, asOf }: Page): Ask {
  return { epoch, userRev, asOf }
}

describe('named conversations', () => {
  test('level gets nothing, behind gets what is new, unknown and foreign ones are gone alike', async () => {
    const [ada, ben, id] = await talk.friends()
    const [, , foreign] = await talk.friends()
    await talk.say(ada, id, 'a', 'b')
    const page = await pull(ben, {
      conversations: {
        [id]: { rev: 1, seq: 1 },
        [foreign]: { rev: 1, seq: 1 },
        [ada.actor.userId]: { rev: 0, seq: 0 },
      },
    })
    expect(page.conversations).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id, rev: 3, seq: 3, updated: [], more: false }),
        { id: foreign, gone: true },
        { id: ada.actor.userId, gone: true },
      ]),
    )
    expect(page).not.toHaveProperty('userRev')
    expect(page).not.toHaveProperty('asOf')
    expect(page).not.toHaveProperty('changes')
    expect(page.heads).toEqual([])
    expect((await pull(ben, { conversations: { [id]: { rev: 3, seq: 3 } } })).conversations).toEqual([])
    // By rev alone.
    expect((await pull(ben, { conversations: { [id]: { rev: 3, seq: 0 } } })).conversations).toEqual([])
  })

  test('changes at or below the held seq come as updated, in the order of the feed', async () => {
    const [ada, ben, id] = await talk.friends()
    await talk.say(ada, id, ...numbered(2, 6))
    await editMessage(ada, { conversationId: id, seq: 5, content: { text: 'five' } })
    await recallMessage(ada, { conversationId: id, seq: 2 })
    await talk.say(ben, id, '7')
    await recallMessage(ben, { conversationId: id, seq: 7 })
    const found = await item(ben, id, { rev: 6, seq: 6 })
    expect(seqs(found?.updated)).toEqual([5, 2])
    expect(found?.latest).toMatchObject([{ seq: 7, content: null }])
    expect(found).toMatchObject({ rev: 10, seq: 7, more: false, own: { readSeq: 7, rev: 10, countSeq: 7 } })
    expect(seqs((await item(ben, id, { rev: 7, seq: 6 }))?.updated)).toEqual([2])
  })

  test('the newest thirty come at once, the gap behind them is told', async () => {
    const [ada, ben, id] = await talk.friends()
    await talk.say(ada, id, ...numbered(2, 40))
    const far = await item(ben, id, { rev: 1, seq: 1 })
    expect(seqs(far?.latest)).toEqual(numbered(11, 40).map(Number))
    expect(far).toMatchObject({ rev: 40, seq: 40, more: true })
    expect(await item(ben, id, { rev: 10, seq: 10 })).toMatchObject({ more: false })
    expect(await item(ben, id, { rev: 9, seq: 9 })).toMatchObject({ more: true })
  })

  test('more changes than one answer takes: the cursor stops at the last one, and asking again ends', async () => {
    const [ada, ben, id] = await talk.friends()
    await Promise.all(numbered(2, 231).map(text => talk.send(ada, id, text)))
    for (let seq = 2; seq <= 231; seq++) await recallMessage(ada, { conversationId: id, seq })
    const first = await item(ben, id, { rev: 231, seq: 231 })
    expect(first?.updated).toHaveLength(200)
    expect(first).toMatchObject({ rev: 431, own: { rev: 461 } })
    const second = await item(ben, id, { rev: 431, seq: 231 })
    expect(second?.updated).toHaveLength(30)
    expect(second?.rev).toBe(461)
  })

  test('a cursor above the server’s counts as none at all', async () => {
    const [, ben, id] = await talk.friends()
    expect(await item(ben, id, { rev: 99, seq: 99 })).toMatchObject({ rev: 1, latest: [{ seq: 1 }] })
  })

  test('what was cleared does not come back, neither as latest nor as updated', async () => {
    const [ada, ben, id] = await talk.friends()
    await talk.say(ada, id, 'a', 'b', 'c')
    await clearConversation(ben, { conversationId: id, seq: 3 })
    await recallMessage(ada, { conversationId: id, seq: 2 })
    const found = await item(ben, id, { rev: 4, seq: 4 })
    expect(found).toMatchObject({ updated: [], rev: 5, own: { clearSeq: 3, unread: 1 } })
    expect(seqs((await item(ben, id, { rev: 0, seq: 0 }))?.latest)).toEqual([4])
    await clearConversation(ben, { conversationId: id, seq: 4 })
    expect(await item(ben, id, { rev: 0, seq: 0 })).toMatchObject({ more: false, own: { lastMsg: null } })
  })
})

describe('the account', () => {
  test('nothing happened: nothing comes, and the numbers stay', async () => {
    const [, ben] = await talk.friends()
    talk.house.later(120_000)
    const start = await pull(ben)
    const page = await pull(ben, cursorOf(start))
    expect(page).toEqual({
      epoch: start.epoch,
      userRev: start.userRev,
      asOf: start.asOf,
      changes: { conversations: [], friends: [], notices: [] },
      conversations: [],
      heads: [],
      users: [],
    })
  })

  test('what changed in the own feed comes once; a message changes nothing in it but the heads', async () => {
    const [ada, ben, id] = await talk.friends()
    talk.house.later(120_000)
    const start = await pull(ben)
    await talk.say(ada, id, 'a')
    const heads = await pull(ben, cursorOf(start))
    expect(heads.heads).toEqual([[id, 2, 2]])
    expect(heads.changes).toEqual({ conversations: [], friends: [], notices: [] })
    await updateConversation(ben, { conversationId: id, pinned: true })
    await updateFriend(ben, { userId: ada.actor.userId, remark: 'A.' })
    const page = await pull(ben, cursorOf(start))
    expect(page.changes).toMatchObject({
      conversations: [{ id, pinned: true, unread: 1 }],
      friends: [{ userId: ada.actor.userId, remark: 'A.' }],
      notices: [],
    })
    expect(page.userRev).toBe(start.userRev! + 2)
    expect(page.users.map(user => user.id)).toContain(ada.actor.userId)
    talk.house.later(120_000)
    const later = await pull(ben, { ...cursorOf(page), asOf: (await pull(ben, cursorOf(page))).asOf })
    expect(later).toMatchObject({ heads: [], changes: { conversations: [], friends: [] } })
  })

  test('named conversations get items and no heads', async () => {
    const [ada, ben, id] = await talk.friends()
    const cid = await talk.house.person('cid')
    const unnamed = await talk.befriend(cid, ben)
    const start = await pull(ben)
    await talk.say(ada, id, 'a')
    await talk.say(cid, unnamed, 'b')
    const behind = await pull(ben, { ...cursorOf(start), conversations: { [id]: { rev: 1, seq: 1 } } })
    expect(behind.conversations).toMatchObject([{ id, latest: [{ seq: 2 }] }])
    expect(behind.heads).toEqual([[unnamed, 2, 2]])
    const level = await pull(ben, { ...cursorOf(start), conversations: { [id]: { rev: 2, seq: 2 } } })
    expect(level.conversations).toEqual([])
    expect(level.heads).toEqual([[unnamed, 2, 2]])
  })

  test('asOf lies a minute back, so that a commit that took its time before it cannot be passed over', async () => {
    const [ada, ben, id] = await talk.friends()
    const start = await pull(ben)
    expect(Number(start.asOf)).toBe(talk.house.now() - 60_000)
    await talk.say(ada, id, 'a')
    talk.house.later(60_000)
    const page = await pull(ben, cursorOf(start))
    expect(page.heads).toEqual([[id, 2, 2]])
    expect((await pull(ben, cursorOf(page))).heads).toEqual([[id, 2, 2]])
  })
})

describe('a snapshot', () => {
  test('for a fresh device: everything, most recent first, with its numbers', async () => {
    const [ada, ben, id] = await talk.friends()
    const cid = await talk.house.person('cid')
    talk.house.later(1000)
    const other = await talk.befriend(cid, ben)
    talk.house.later(1000)
    await talk.say(ada, id, 'a')
    const page = await pull(ben)
    expect(page).toMatchObject({
      snapshot: true,
      heads: [],
      conversations: [
        { id, rev: 2, seq: 2, latest: [{ seq: 1 }, { seq: 2 }], updated: [], more: false },
        { id: other, rev: 1, seq: 1, latest: [{ seq: 1 }] },
      ],
      changes: { conversations: [], settings: { user: { id: ben.actor.userId } } },
    })
    expect(page.changes?.friends.map(friend => friend.userId).sort()).toEqual(
      [ada, cid].map(person => person.actor.userId).sort(),
    )
    expect(page.changes?.notices.length).toBeGreaterThan(0)
    expect(page.users.map(user => user.id)).toEqual(
      expect.arrayContaining([ada.actor.userId, cid.actor.userId]),
    )
    expect(await pull(ben, cursorOf(page))).toMatchObject({
      changes: { conversations: [], friends: [], notices: [] },
    })
  })

  test('for another epoch, a cursor too old, or one above the server’s; the restore is told', async () => {
    const [, ben] = await talk.friends()
    const { epoch, userRev, asOf } = await pull(ben)
    const snapshot = async (ask: Ask) => (await pull(ben, ask)).snapshot
    expect(await snapshot({ epoch, userRev, asOf })).toBeUndefined()
    expect(await snapshot({ userRev, asOf })).toBeUndefined()
    expect(await snapshot({ epoch: 'another', userRev, asOf })).toBe(true)
    expect(await snapshot({ epoch, userRev: userRev! + 1, asOf })).toBe(true)
    const old = String(talk.house.now() - times.feedKeptMs - 1)
    expect(await snapshot({ epoch, userRev, asOf: old })).toBe(true)
    const { db } = talk.house.database
    await db.insert(meta).values({ key: 'restoredTo', value: '12345' })
    expect((await pull(ben, { epoch: 'another', userRev, asOf })).restoredTo).toBe(12345)
    expect(await pull(ben, { epoch, userRev, asOf: old })).not.toHaveProperty('restoredTo')
    await db.delete(meta).where(eq(meta.key, 'restoredTo'))
  })

  test('for a device that may hold rows already, it moves no cursor: what changed below is still asked for', async () => {
    const [ada, ben, id] = await talk.friends()
    await talk.say(ada, id, 'a')
    const { epoch } = await pull(ben)
    await recallMessage(ada, { conversationId: id, seq: 2 })
    const page = await pull(ben, { epoch })
    expect(page.conversations).toMatchObject([{ id, rev: 0, seq: 0, own: { rev: 3, seq: 2 } }])
    expect((await item(ben, id, { rev: 2, seq: 2 }))?.updated).toMatchObject([{ seq: 2, content: null }])
  })

  test('thirty conversations come with messages, the others with their own row', async () => {
    const ben = await talk.house.person('ben')
    for (let n = 0; n < 33; n++) {
      talk.house.later(1)
      await talk.befriend(await talk.house.person(`p${n}`), ben)
    }
    const { conversations } = await pull(ben)
    expect(conversations.map(one => 'latest' in one)).toEqual(numbered(1, 33).map(n => Number(n) <= 30))
    expect(conversations.at(-1)).toMatchObject({ more: true, rev: 1, seq: 1, own: { lastMsg: { seq: 1 } } })
  })
})

describe('pages', () => {
  async function busy() {
    const ben = await talk.house.person('ben')
    const ids: string[] = []
    for (let n = 0; n < 8; n++) {
      const person = await talk.house.person(`p${n}`)
      const id = await talk.befriend(person, ben)
      talk.house.later(1000)
      await talk.say(person, id, ...numbered(2, 9).map(text => text.repeat(100)))
      ids.unshift(id)
    }
    return { ben, ids }
  }
  const narrow = (person: Context, pullPageBytes: number): Context => ({
    ...person,
    limits: { ...person.limits, pullPageBytes },
  })
  function join(all: Page[]) {
    return {
      items: all.flatMap(page => page.conversations),
      heads: all.flatMap(page => page.heads),
      friends: all.flatMap(page => page.changes?.friends ?? []),
      notices: all.flatMap(page => page.changes?.notices ?? []),
      rows: all.flatMap(page => page.changes?.conversations ?? []),
      settings: all.flatMap(page => page.changes?.settings ?? []),
    }
  }

  test('a snapshot in small pages is the snapshot, and only the last page carries the numbers', async () => {
    const { ben, ids } = await busy()
    talk.house.later(120_000)
    const whole = await pull(ben)
    const small = await pages(narrow(ben, 12_000))
    expect(small.length).toBeGreaterThan(3)
    for (const page of small) {
      expect(JSON.stringify(page).length).toBeLessThan(12_000)
      expect(page.snapshot).toBe(true)
    }
    for (const page of small.slice(0, -1)) {
      expect(page).not.toHaveProperty('userRev')
      expect(page).not.toHaveProperty('asOf')
    }
    expect(small.at(-1)).toMatchObject({ userRev: whole.userRev, asOf: whole.asOf })
    expect(whole.conversations.map(one => one.id)).toEqual(ids)
    expect(join(small)).toEqual(join([whole]))
  })

  test('what does not fit into an item is told as a gap or asked for again, and a page never stays empty', async () => {
    const { ben, ids } = await busy()
    talk.house.later(120_000)
    const tiny = await pages(narrow(ben, 10))
    const { items } = join(tiny)
    expect(items.map(one => one.id)).toEqual(ids)
    for (const one of items) expect(one).toMatchObject({ latest: [{ seq: 9 }], more: true })
  })

  test('changes, items and heads in small pages are the same as in one', async () => {
    const { ben, ids } = await busy()
    const start = await pull(ben)
    for (const id of ids) await updateConversation(ben, { conversationId: id, pinned: true })
    const named = Object.fromEntries(ids.slice(0, 5).map(id => [id, { rev: 1, seq: 1 }]))
    const ask = { ...cursorOf(start), conversations: named }
    const whole = await pull(ben, ask)
    expect(whole.conversations).toHaveLength(5)
    expect(whole.changes?.conversations).toHaveLength(8)
    expect(whole.heads).toHaveLength(3)
    const small = await pages(narrow(ben, 6000), ask)
    expect(small.length).toBeGreaterThan(3)
    const sorted = (page: ReturnType<typeof join>) => ({
      ...page,
      items: page.items.map(one => one.id),
    })
    expect(sorted(join(small))).toEqual(sorted(join([whole])))
  })

  test('a conversation that moves to the front between two pages is named all the same', async () => {
    const { ben, ids } = await busy()
    talk.house.later(120_000)
    const person = narrow(ben, 8000)
    const first = await pull(person)
    await talk.say(ben, ids.at(-1)!, 'up')
    const rest = await pages(person, { next: first.next })
    const named = join([first, ...rest]).items.map(one => one.id)
    expect(new Set(named)).toEqual(new Set(ids))
    expect(rest.at(-1)?.conversations.at(-1)).toMatchObject({ id: ids.at(-1), rev: 0, own: { seq: 10 } })
  })

  test('what changes in the own feed between two pages is left for the next pull', async () => {
    const { ben, ids } = await busy()
    const first = await pull(narrow(ben, 8000))
    await updateConversation(ben, { conversationId: first.conversations[0]?.id ?? ids[0]!, pinned: true })
    const rest = await pages(narrow(ben, 8000), { next: first.next })
    const page = await pull(ben, cursorOf(rest.at(-1)!))
    expect(page.changes?.conversations).toMatchObject([{ pinned: true }])
  })

  test('a next that nobody gave out is refused; one of Ben’s shows Eve nothing of his', async () => {
    const { ben } = await busy()
    const { next } = await pull(narrow(ben, 8000))
    const eve = await talk.house.person('eve')
    for (const forged of [
      '',
      'x',
      Buffer.from('{}').toString('base64url'),
      Buffer.from('[').toString('base64url'),
    ]) {
      expect(await refusalOf(pull(ben, { next: forged }))).toBe('BAD_REQUEST')
    }
    expect(await refusalOf(pull(ben, { next, epoch: 'x' }))).toBe('BAD_REQUEST')
    expect(await refusalOf(pull(ben, { userRev: 1 }))).toBe('BAD_REQUEST')
    expect(await refusalOf(pull(ben, { userRev: 1, asOf: 'x' }))).toBe('BAD_REQUEST')
    const hers = join(await pages(eve, { next }))
    expect(hers).toMatchObject({ items: [], friends: [], notices: [], rows: [] })
  })
})

test('the old snapshot and what was pulled since are together the fresh snapshot', async () => {
  const [ada, ben, id] = await talk.friends()
  const cid = await talk.house.person('cid')
  await talk.say(ada, id, 'a', 'b')
  const old = await pull(ben)

  const fresh = await talk.befriend(cid, ben)
  await talk.say(cid, fresh, 'c')
  await talk.say(ada, id, 'd')
  await recallMessage(ada, { conversationId: id, seq: 2 })
  await readConversation(ben, { conversationId: id, seq: 3 })
  await updateFriend(ben, { userId: ada.actor.userId, remark: 'A.' })

  const held = stateOf([old])
  const named = Object.fromEntries([...held.cursors].map(([one, cursor]) => [one, cursor]))
  const since = await pull(ben, { ...cursorOf(old), conversations: named })
  const behind = since.heads.flatMap(([one, rev]) => ((held.cursors.get(one)?.rev ?? 0) < rev ? [one] : []))
  const gaps = await pull(ben, {
    conversations: Object.fromEntries(behind.map(one => [one, { rev: 0, seq: 0 }])),
  })
  const now = stateOf([await pull(ben)])
  expect(stateOf([old, since, gaps])).toEqual(now)
  expect(now.rows.get(`${id} 2`)).toMatchObject({ content: null })
})

/** What a client that stores every row, the higher number winning, ends up with. */
function stateOf(all: Page[]) {
  const cursors = new Map<string, { rev: number; seq: number }>()
  const rows = new Map<string, unknown>()
  const owns = new Map<string, unknown>()
  const friends = new Map<string, unknown>()
  const notices = new Map<string, unknown>()
  for (const page of all) {
    for (const row of page.changes?.conversations ?? []) owns.set(row.id, row)
    for (const row of page.changes?.friends ?? []) friends.set(row.userId, row)
    for (const row of page.changes?.notices ?? []) notices.set(row.msgId, row)
    for (const one of page.conversations) {
      if ('gone' in one) continue
      cursors.set(one.id, { rev: one.rev, seq: one.seq })
      owns.set(one.id, one.own)
      for (const row of [...one.updated, ...(one.latest ?? [])]) rows.set(`${one.id} ${row.seq}`, row)
    }
  }
  return { cursors, rows, owns, friends, notices }
}
