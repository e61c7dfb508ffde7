import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Context } from './context.ts'
import { listNotices, readNotices, recordNotice } from './notices.ts'
import { noticesSince } from './present-people.ts'
import { reached, refusalOf, TestHouse } from './testing/house.ts'
import { transact } from './transaction.ts'

let house: TestHouse
beforeAll(async () => {
  house = await TestHouse.open()
})
afterAll(() => house.close())

const idOf = (person: Context) => person.actor.userId

async function write(person: Context, how: number) {
  await transact(house, async (tx, tell) => {
    for (let n = 1; n <= how; n++) {
      await recordNotice(tx, tell, house.now(), idOf(person), { type: 'new_sign_in', content: { n } })
    }
  })
}

test('notices come newest first, page after page, none twice and none left out', async () => {
  const ada = await house.person('ada')
  await write(ada, 5)
  house.later(10)
  await write(ada, 2)
  const pages: unknown[] = []
  let before: string | undefined
  do {
    const page = await listNotices(ada, { limit: 3, ...(before && { before }) })
    expect(page.unread).toBe(7)
    pages.push(...page.notices.map(notice => notice.content.n))
    before = page.next
  } while (before)
  expect(pages).toEqual([2, 1, 5, 4, 3, 2, 1])
})

test('a cursor that is none is refused, not an accident', async () => {
  const ada = await house.person('ada')
  for (const before of ['', 'x', '1.2', "1.'; drop table notices; --", '99999999999999999.x']) {
    expect(await refusalOf(listNotices(ada, { before }))).toBe('BAD_REQUEST')
  }
})

test('what Ada reads on one device is read on all: every row with a number of its own', async () => {
  const ada = await house.person('ada')
  await write(ada, 4)
  const { notices } = await listNotices(ada, {})
  const [newest] = notices
  expect(await readNotices(ada, { msgIds: [newest?.msgId ?? ''] })).toEqual({ unread: 3 })
  house.later(5)
  const told = await house.toldBy(async () => expect(await readNotices(ada, {})).toEqual({ unread: 0 }))
  expect(reached(told)).toEqual([idOf(ada)])
  expect(told).toHaveLength(3)
  const fresh = await noticesSince(house.database.db, idOf(ada), 0, 100, house.now())
  expect(fresh.map(notice => notice.userRev)).toEqual([5, 6, 7, 8])
  expect(fresh.map(notice => notice.content.n)).toEqual([4, 1, 2, 3])
  expect(house.updates(ada, 'notice').slice(-3)).toEqual(fresh.slice(1))
})

test('reading twice, or on two devices at once, takes one number for each notice', async () => {
  const ada = await house.person('ada')
  await write(ada, 3)
  const read = () => Promise.all([readNotices(ada, {}), readNotices(ada, {}), readNotices(ada, {})])
  const told = await house.toldBy(() => house.whileLocked(idOf(ada), 3, read))
  expect(told).toHaveLength(3)
})

test("naming another person's notices changes nothing and shows nothing", async () => {
  const ada = await house.person('ada')
  const eve = await house.person('eve')
  await write(ada, 1)
  const [notice] = (await listNotices(ada, {})).notices
  expect(await readNotices(eve, { msgIds: [notice?.msgId ?? ''] })).toEqual({ unread: 0 })
  expect((await listNotices(ada, {})).notices[0]?.readAt).toBeNull()
  expect((await listNotices(eve, {})).notices).toEqual([])
})
