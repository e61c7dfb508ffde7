import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { conversations } from '#db/schema/index.ts'
import { refuseDirectWrite } from '#protocol/policy.ts'
import { updateAccount } from './accounts.ts'
import type { Context } from './context.ts'
import { getConversation, listConversations } from './conversations.ts'
import { requestFriend, respondToRequest } from './friend-requests.ts'
import { blockUser, listFriends, removeFriend, unblockUser, updateFriend } from './friendships.ts'
import { loadRelation } from './relations.ts'
import { reached, refusalOf, TestHouse } from './testing/house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await TestHouse.open()
})
afterAll(() => house.close())

const idOf = (person: Context) => person.actor.userId

async function friends() {
  const ada = await house.person('ada')
  const ben = await house.person('ben')
  const { request } = await requestFriend(ada, { userId: idOf(ben) })
  await respondToRequest(ben, { requestId: request.id, accept: true })
  return [ada, ben] as const
}
async function view(me: Context, other: Context) {
  return (await listFriends(me)).friends.find(friend => friend.userId === idOf(other))
}
async function mayWrite(from: Context, to: Context) {
  return refuseDirectWrite(await loadRelation(house.database.db, idOf(from), idOf(to)))
}

test('Ada removes Ben: only her list changes, he is not told, and both lose the right to write', async () => {
  const [ada, ben] = await friends()
  const his = await view(ben, ada)
  const told = await house.toldBy(async () => {
    const { friend } = await removeFriend(ada, { userId: idOf(ben) })
    expect(friend).toMatchObject({ listed: false, since: null })
  })
  expect(reached(told)).toEqual([idOf(ada)])
  expect(await view(ben, ada)).toEqual(his)
  expect(await mayWrite(ada, ben)).toBe('not_friends')
  expect(await mayWrite(ben, ada)).toBe('not_friends')
})

test('a second removal, block or unblock changes nothing and gets the same answer', async () => {
  const [ada, ben] = await friends()
  const who = { userId: idOf(ben) }
  for (const step of [removeFriend, blockUser, unblockUser]) {
    const { friend } = await step(ada, who)
    const told = await house.toldBy(async () => expect((await step(ada, who)).friend).toEqual(friend))
    expect(told).toEqual([])
  }
})

test('Ada blocks Ben: the friendship stays, he hears no more than of hidden marks, the words differ', async () => {
  const [ada, ben] = await friends()
  const his = await view(ben, ada)
  const told = await house.toldBy(() => blockUser(ada, { userId: idOf(ben) }))
  expect(told.filter(change => change.kind !== 'user' || change.name !== 'conversation')).toMatchObject([
    { kind: 'user', userId: idOf(ada), name: 'friend' },
  ])
  expect(await view(ada, ben)).toMatchObject({ blocked: true, listed: true })
  expect(await view(ben, ada)).toEqual(his)
  expect(await mayWrite(ada, ben)).toBe('you_blocked')
  expect(await mayWrite(ben, ada)).toBe('not_accepting')
  await unblockUser(ada, { userId: idOf(ben) })
  expect(await mayWrite(ben, ada)).toBeNull()
})

test('both rows take a number and are told where read marks go and come back, and only then', async () => {
  const [ada, ben] = await friends()
  const { conversations: rows } = await listConversations(ada, {})
  const id = rows.find(row => row.to === idOf(ben))!.id
  const both = async () =>
    Promise.all(
      [ada, ben].map(async one => (await getConversation(one, { conversationId: id })).conversation),
    )
  const marks = async () => (await both()).map(row => row.peerReadSeq !== undefined)
  const told = async (work: () => Promise<unknown>) => {
    const before = await both()
    const changes = await house.toldBy(work)
    const after = await both()
    const moved = after.filter((row, at) => row.userRev > before[at]!.userRev)
    const rows = changes.flatMap(change =>
      change.kind === 'user' && change.name === 'conversation' ? change.row : [],
    )
    expect(rows).toHaveLength(moved.length)
    expect(rows).toEqual(expect.arrayContaining(moved))
    return moved.length
  }
  const who = { userId: idOf(ben) }
  expect(await told(() => blockUser(ada, who))).toBe(2)
  expect(await marks()).toEqual([false, false])
  expect(await told(() => updateAccount(ben, { settings: { receipts: false } }))).toBe(0)
  expect(await told(() => unblockUser(ada, who))).toBe(0)
  expect(await told(() => updateAccount(ada, { settings: { typing: false } }))).toBe(0)
  expect(await marks()).toEqual([false, false])
  expect(await told(() => updateAccount(ben, { settings: { receipts: true } }))).toBe(2)
  expect(await marks()).toEqual([true, true])
})

test('nobody blocks themselves, and a stranger may be blocked', async () => {
  const ada = await house.person('ada')
  const eve = await house.person('eve')
  expect(await refusalOf(blockUser(ada, { userId: idOf(ada) }))).toBe('BAD_REQUEST')
  await blockUser(ada, { userId: idOf(eve) })
  expect(await mayWrite(eve, ada)).toBe('not_accepting')
})

test('there is nothing to change with somebody one has nothing with, or who does not exist', async () => {
  const ada = await house.person('ada')
  const eve = await house.person('eve')
  for (const userId of [idOf(eve), '01890000-0000-7000-8000-000000000000']) {
    expect(await refusalOf(removeFriend(ada, { userId }))).toBe('NOT_FOUND')
    expect(await refusalOf(unblockUser(ada, { userId }))).toBe('NOT_FOUND')
    expect(await refusalOf(updateFriend(ada, { userId, remark: 'x' }))).toBe('NOT_FOUND')
  }
  expect((await listFriends(ada)).friends).toEqual([])
})

test("Ada's remark is hers alone, with its pinyin", async () => {
  const [ada, ben] = await friends()
  const told = await house.toldBy(async () => {
    const { friend } = await updateFriend(ada, { userId: idOf(ben), remark: '王小明' })
    expect(friend).toMatchObject({ remark: '王小明', remarkPinyin: 'wang xiao ming|wxm' })
  })
  expect(reached(told)).toEqual([idOf(ada)])
  expect(JSON.stringify(await listFriends(ben))).not.toContain('王小明')
})

test('the list carries the people in it', async () => {
  const [ada, ben] = await friends()
  expect((await listFriends(ada)).users).toMatchObject([
    { id: idOf(ben), displayName: 'ben', deleted: false },
  ])
})

describe('writing meanwhile', () => {
  // Whoever writes holds the conversation: what changes the right to write has to wait for them (I5, I13).
  test.each([
    ['removal', removeFriend, 0],
    ['block', blockUser, 0],
    ['unblock', unblockUser, 1],
    ['restoring', (context: Context, who: { userId: string }) => requestFriend(context, who), 2],
  ] as const)('%s waits for a message that is being written', async (_name, change, prepared) => {
    const [ada, ben] = await friends()
    const who = { userId: idOf(ben) }
    if (prepared === 1) await blockUser(ada, who)
    if (prepared === 2) await removeFriend(ada, who)
    let done = false
    let changing: Promise<unknown> | undefined
    await house.database.db.transaction(async tx => {
      await tx.select({ id: conversations.id }).from(conversations).for('no key update')
      changing = change(ada, who).then(() => {
        done = true
      })
      await house.untilWaiting(1)
      expect(done).toBe(false)
    })
    await changing
    expect(done).toBe(true)
  })
})
