import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { friendRequests, users } from '#db/schema/index.ts'
import { times } from '#protocol/limits.ts'
import type { Context } from './context.ts'
import { cancelRequest, requestFriend, respondToRequest } from './friend-requests.ts'
import { blockUser, listFriends, removeFriend, unblockUser } from './friendships.ts'
import { listNotices, readNotices } from './notices.ts'
import { noticesSince } from './present-people.ts'
import { reached, refusalOf, TestHouse } from './testing/house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await TestHouse.open()
})
afterAll(() => house.close())

const idOf = (person: Context) => person.actor.userId
const pair = async () => [await house.person('ada'), await house.person('ben')] as const

async function ask(from: Context, to: Context, greeting = 'Hello') {
  return (await requestFriend(from, { userId: idOf(to), greeting })).request
}
async function befriend(a: Context, b: Context) {
  const request = await ask(a, b)
  return respondToRequest(b, { requestId: request.id, accept: true })
}
async function view(me: Context, other: Context) {
  const { friends } = await listFriends(me)
  return friends.find(friend => friend.userId === idOf(other))
}
async function noticesOf(person: Context) {
  return (await listNotices(person, {})).notices
}

describe('asking', () => {
  test("Ada's request reaches Ben's devices and her own, with a notice that asks for an answer", async () => {
    const [ada, ben] = await pair()
    const request = await ask(ada, ben, 'It is Ada')
    expect(request).toMatchObject({ from: idOf(ada), to: idOf(ben), greeting: 'It is Ada', state: 'init' })
    expect(request.expiresAt).toBe(request.time + times.friendRequestMs)
    expect(house.updates(ada, 'friend').at(-1)?.outgoing).toEqual(request)
    expect(house.updates(ben, 'friend').at(-1)).toMatchObject({ incoming: request, listed: false })
    const [notice] = await noticesOf(ben)
    expect(notice).toMatchObject({ type: 'friend_request', from: idOf(ada), state: 'init', readAt: null })
    expect(notice?.content).toMatchObject({ greeting: 'It is Ada', requestId: request.id })
    expect(house.updates(ben, 'notice').at(-1)).toEqual(notice)
    expect(await noticesOf(ada)).toEqual([])
  })

  test('asking again refreshes the same row, and the notice is unread again in its place', async () => {
    const [ada, ben] = await pair()
    const first = await ask(ada, ben, 'Hi')
    await readNotices(ben, {})
    house.later(1000)
    const second = await ask(ada, ben, 'Hi again')
    expect(second).toEqual({
      ...first,
      greeting: 'Hi again',
      time: first.time + 1000,
      expiresAt: first.expiresAt + 1000,
    })
    const notices = await noticesOf(ben)
    expect(notices).toHaveLength(1)
    expect(notices[0]).toMatchObject({ readAt: null, time: second.time, content: { greeting: 'Hi again' } })
  })

  test('Ben, who asks Ada while her request waits, accepts it', async () => {
    const [ada, ben] = await pair()
    const hers = await ask(ada, ben, 'Hello Ben')
    const answer = await ask(ben, ada, 'Hello Ada')
    expect(answer).toMatchObject({ id: hers.id, state: 'accepted' })
    expect(await view(ada, ben)).toMatchObject({ listed: true, outgoing: { state: 'accepted' } })
    expect(await view(ben, ada)).toMatchObject({ listed: true, incoming: { state: 'accepted' } })
    expect((await noticesOf(ada)).map(notice => notice.type)).toEqual(['friend_accepted'])
    expect(await noticesOf(ben)).toMatchObject([{ type: 'friend_request', state: 'accepted' }])
  })

  test('who asks whom at the same moment: one friendship, one opening line', async () => {
    for (let round = 0; round < 10; round++) {
      const [ada, ben] = await pair()
      const told = await house.toldBy(() => Promise.all([ask(ada, ben), ask(ben, ada)]))
      expect(told.filter(change => change.kind === 'message')).toHaveLength(1)
      expect(await view(ada, ben)).toMatchObject({ listed: true })
      expect(await view(ben, ada)).toMatchObject({ listed: true })
    }
  })

  test('two devices of Ada asking at once make one request', async () => {
    const [ada, ben] = await pair()
    const phone = await house.device(idOf(ada))
    const made = await Promise.all([ask(ada, ben), ask(phone, ben), ask(ada, ben)])
    expect(new Set(made.map(request => request.id)).size).toBe(1)
    expect(await noticesOf(ben)).toHaveLength(1)
  })

  test('nobody asks themselves, a stranger that does not exist, or a friend', async () => {
    const [ada, ben] = await pair()
    expect(await refusalOf(ask(ada, ada))).toBe('BAD_REQUEST')
    const nobody = '01890000-0000-7000-8000-000000000000'
    expect(await refusalOf(requestFriend(ada, { userId: nobody }))).toBe('NOT_FOUND')
    await befriend(ada, ben)
    expect(await refusalOf(ask(ada, ben))).toBe('CONFLICT/already_friends')
    expect(await refusalOf(ask(ben, ada))).toBe('CONFLICT/already_friends')
  })

  test('who waits for deletion, or is gone, cannot be asked, and their request cannot be accepted', async () => {
    const [ada, ben] = await pair()
    const request = await ask(ada, ben)
    const { db } = house.database
    await db
      .update(users)
      .set({ deleteAt: house.now() + 1000 })
      .where(eq(users.id, idOf(ada)))
    expect(await refusalOf(ask(ben, ada))).toBe('NOT_FOUND')
    const accept = { requestId: request.id, accept: true }
    expect(await refusalOf(respondToRequest(ben, accept))).toBe('NOT_FOUND')
    expect(await view(ben, ada)).toMatchObject({ listed: false })
  })

  test('requests beyond the limit of an hour are refused with the time to wait', async () => {
    house.limit({ friendRequestsPerHour: 2 })
    const [ada, ben] = await pair()
    house.limit({})
    await ask(ada, ben)
    await ask(ada, ben)
    await expect(ask(ada, ben)).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterMs: expect.any(Number),
    })
    expect(await refusalOf(ask(ben, ada))).toBe('no refusal')
  })
})

describe('answering', () => {
  test('Ben accepts: both lists, the conversation with its line, word to Ada', async () => {
    const [ada, ben] = await pair()
    const request = await ask(ada, ben, 'It is Ada')
    const told = await house.toldBy(async () => {
      const { friend, conversation } = await respondToRequest(ben, { requestId: request.id, accept: true })
      expect(friend).toMatchObject({ userId: idOf(ada), listed: true, since: house.now() })
      expect(friend).toEqual(await view(ben, ada))
      expect(conversation).toMatchObject({ scene: 'direct', to: idOf(ada), unread: 0, seq: 1 })
      expect(conversation?.lastMsg).toMatchObject({
        type: 'notification',
        content: { event: 'friend_added', actor: idOf(ben), targets: [idOf(ada)], value: 'It is Ada' },
      })
    })
    expect(house.updates(ada, 'friend').at(-1)).toEqual(await view(ada, ben))
    expect(house.updates(ada, 'notice').at(-1)).toMatchObject({ type: 'friend_accepted', from: idOf(ben) })
    const settled = house.updates(ben, 'notice').at(-1)
    expect(settled).toMatchObject({ type: 'friend_request', state: 'accepted', handledBy: idOf(ben) })
    expect(reached(told)).toEqual([idOf(ada), idOf(ben)].sort())
  })

  test('Ben declines: nothing between them but the answer', async () => {
    const [ada, ben] = await pair()
    const request = await ask(ada, ben)
    const answer = await respondToRequest(ben, { requestId: request.id, accept: false })
    expect(answer.friend).toMatchObject({ listed: false, incoming: { state: 'declined' } })
    expect(answer.conversation).toBeUndefined()
    expect(await view(ada, ben)).toMatchObject({ listed: false, outgoing: { state: 'declined' } })
    expect(await noticesOf(ada)).toMatchObject([{ type: 'friend_declined', from: idOf(ben) }])
    const again = await ask(ada, ben, 'Please')
    expect(again.id).not.toBe(request.id)
  })

  test("a request to somebody else, or one's own, cannot be answered, and looks like none", async () => {
    const [ada, ben] = await pair()
    const chen = await house.person('chen')
    const request = await ask(ada, ben)
    for (const person of [ada, chen]) {
      const accept = { requestId: request.id, accept: true }
      expect(await refusalOf(respondToRequest(person, accept))).toBe('NOT_FOUND')
    }
    expect(await refusalOf(cancelRequest(ben, { requestId: request.id }))).toBe('NOT_FOUND')
  })

  test('after seven days a request shows as expired and is refused as gone', async () => {
    const [ada, ben] = await pair()
    const request = await ask(ada, ben)
    house.later(times.friendRequestMs - 1)
    expect(await view(ben, ada)).toMatchObject({ incoming: { state: 'init' } })
    house.later(1)
    const accept = { requestId: request.id, accept: true }
    expect(await refusalOf(respondToRequest(ben, accept))).toBe('GONE/request_expired')
    expect(await view(ada, ben)).toMatchObject({ outgoing: { state: 'expired' } })
    expect(await view(ben, ada)).toMatchObject({ incoming: { state: 'expired' } })
    expect(await noticesOf(ben)).toMatchObject([{ type: 'friend_request', state: 'expired' }])
    const again = await ask(ada, ben, 'Once more')
    expect(again).toMatchObject({ state: 'init', expiresAt: house.now() + times.friendRequestMs })
    await respondToRequest(ben, { requestId: again.id, accept: true })
    expect(await view(ada, ben)).toMatchObject({ listed: true })
  })

  test('an expired request is not accepted by asking the other way: that is a new request', async () => {
    const [ada, ben] = await pair()
    await ask(ada, ben)
    house.later(times.friendRequestMs)
    const his = await ask(ben, ada)
    expect(his).toMatchObject({ from: idOf(ben), state: 'init' })
    await respondToRequest(ada, { requestId: his.id, accept: true })
    expect(await view(ada, ben)).toMatchObject({ listed: true, outgoing: { state: 'accepted' } })
  })

  test('of two answers from two devices at once one wins, the other hears who was first', async () => {
    for (const other of [true, false]) {
      for (let round = 0; round < 10; round++) {
        const [ada, ben] = await pair()
        const phone = await house.device(idOf(ben))
        const { id: requestId } = await ask(ada, ben)
        const results = await Promise.allSettled([
          respondToRequest(ben, { requestId, accept: true }),
          respondToRequest(phone, { requestId, accept: other }),
        ])
        const lost = results.filter(result => result.status === 'rejected')
        expect(lost).toHaveLength(1)
        expect(lost[0]?.reason).toMatchObject({
          code: 'CONFLICT',
          details: { reason: 'already_handled', handledBy: idOf(ben) },
        })
        const accepted = results[0].status === 'fulfilled' || other
        expect(await view(ada, ben)).toMatchObject({ listed: accepted })
        expect(await view(ben, ada)).toMatchObject({ listed: accepted })
        expect(await noticesOf(ada)).toHaveLength(1)
      }
    }
  })

  test('accepting while it is taken back: one of the two, on both sides', async () => {
    for (let round = 0; round < 20; round++) {
      const [ada, ben] = await pair()
      const { id: requestId } = await ask(ada, ben)
      const accept = () => respondToRequest(ben, { requestId, accept: true })
      const cancel = () => cancelRequest(ada, { requestId })
      const order = round % 2 ? [accept, cancel] : [cancel, accept]
      const results = await Promise.allSettled(order.map(step => step()))
      expect(results.filter(result => result.status === 'fulfilled')).toHaveLength(1)
      const hers = await view(ada, ben)
      const his = await view(ben, ada)
      expect(his?.listed).toBe(hers?.listed)
      expect(hers?.outgoing?.state).toBe(hers?.listed ? 'accepted' : 'cancelled')
      expect(his?.incoming?.state).toBe(hers?.outgoing?.state)
    }
  })

  test('Ada takes her request back: the notice no longer asks, and a late answer hears of her', async () => {
    const [ada, ben] = await pair()
    const { id: requestId } = await ask(ada, ben)
    expect((await cancelRequest(ada, { requestId })).request.state).toBe('cancelled')
    expect(await noticesOf(ben)).toMatchObject([{ state: 'cancelled', handledBy: idOf(ada) }])
    await expect(respondToRequest(ben, { requestId, accept: true })).rejects.toMatchObject({
      details: { reason: 'already_handled', handledBy: idOf(ada) },
    })
    expect(await refusalOf(cancelRequest(ada, { requestId }))).toBe('CONFLICT/already_handled')
  })
})

describe('coming back', () => {
  test('Ada, who removed Ben, is back on both lists by asking, and Ben hears nothing', async () => {
    const [ada, ben] = await pair()
    await befriend(ada, ben)
    await removeFriend(ada, { userId: idOf(ben) })
    const his = await view(ben, ada)
    house.later(1000)
    const told = await house.toldBy(async () => {
      expect(await ask(ada, ben)).toMatchObject({ state: 'accepted', from: idOf(ada) })
    })
    expect(reached(told)).toEqual([idOf(ada)])
    expect(told.map(change => change.kind)).toEqual(['user'])
    expect(await view(ada, ben)).toMatchObject({ listed: true, outgoing: { state: 'accepted' } })
    expect(await view(ben, ada)).toEqual(his)
    expect(await refusalOf(ask(ada, ben))).toBe('CONFLICT/already_friends')
  })

  test('Ben, whom Ada removed, asks: she decides, and the same conversation opens again', async () => {
    const [ada, ben] = await pair()
    const before = (await befriend(ada, ben)).conversation
    await removeFriend(ada, { userId: idOf(ben) })
    expect(await view(ben, ada)).toMatchObject({ listed: true })
    const request = await ask(ben, ada, 'Me again')
    expect(request.state).toBe('init')
    const { conversation } = await respondToRequest(ada, { requestId: request.id, accept: true })
    expect(conversation?.id).toBe(before?.id)
    expect(conversation?.lastMsg?.content).toMatchObject({ event: 'friend_added', value: 'Me again' })
  })
})

describe('across a block (I16)', () => {
  test('Ada, blocked by Ben, hears that her request waits; nothing reaches Ben, now or later', async () => {
    const [ada, ben] = await pair()
    await blockUser(ben, { userId: idOf(ada) })
    const told = await house.toldBy(async () => {
      expect(await ask(ada, ben)).toMatchObject({ state: 'init' })
    })
    expect(reached(told)).toEqual([idOf(ada)])
    expect(await noticesOf(ben)).toEqual([])
    expect(await view(ben, ada)).toMatchObject({ incoming: null, blocked: true })
    await unblockUser(ben, { userId: idOf(ada) })
    expect(await view(ben, ada)).toMatchObject({ incoming: null })
    const [row] = await house.database.db
      .select()
      .from(friendRequests)
      .where(eq(friendRequests.toId, idOf(ben)))
    const accept = { requestId: row?.id ?? '', accept: true }
    expect(await refusalOf(respondToRequest(ben, accept))).toBe('NOT_FOUND')
    // Asked again without the block it is a request like any other.
    await ask(ada, ben, 'Again')
    expect(await noticesOf(ben)).toMatchObject([{ type: 'friend_request', state: 'init' }])
  })

  test('a blocked friend, and one who left the list, get the same answer as any blocked person', async () => {
    const [ada, ben] = await pair()
    await befriend(ada, ben)
    await blockUser(ben, { userId: idOf(ada) })
    expect(await ask(ada, ben)).toMatchObject({ state: 'init' })
    await removeFriend(ada, { userId: idOf(ben) })
    expect(await ask(ada, ben)).toMatchObject({ state: 'init' })
    expect((await view(ben, ada))?.incoming).toMatchObject({ state: 'accepted' })
  })

  test('whom Ada blocks she cannot ask', async () => {
    const [ada, ben] = await pair()
    await blockUser(ada, { userId: idOf(ben) })
    expect(await refusalOf(ask(ada, ben))).toBe('FORBIDDEN/you_blocked')
  })

  test('blocking hides a request that waits, and who made it sees it wait on', async () => {
    const [ada, ben] = await pair()
    const request = await ask(ada, ben)
    const told = await house.toldBy(() => blockUser(ben, { userId: idOf(ada) }))
    expect(reached(told)).toEqual([idOf(ben)])
    expect(await view(ben, ada)).toMatchObject({ blocked: true, incoming: null })
    expect(await noticesOf(ben)).toMatchObject([{ state: 'declined' }])
    expect(await view(ada, ben)).toMatchObject({ outgoing: { state: 'init' } })
    const accept = { requestId: request.id, accept: true }
    expect(await refusalOf(respondToRequest(ben, accept))).toBe('NOT_FOUND')
    const cancelled = await house.toldBy(() => cancelRequest(ada, { requestId: request.id }))
    expect(reached(cancelled)).toEqual([idOf(ada)])
  })

  test('blocking takes my own request back, or the answer would come through the block', async () => {
    const [ada, ben] = await pair()
    const request = await ask(ada, ben)
    await blockUser(ada, { userId: idOf(ben) })
    expect(await view(ben, ada)).toMatchObject({ incoming: { state: 'cancelled' } })
    const accept = { requestId: request.id, accept: true }
    expect(await refusalOf(respondToRequest(ben, accept))).toBe('CONFLICT/already_handled')
  })

  test('after the block Ben asks Ada: her hidden request closes with it', async () => {
    const [ada, ben] = await pair()
    await blockUser(ben, { userId: idOf(ada) })
    await ask(ada, ben)
    await unblockUser(ben, { userId: idOf(ada) })
    expect(await ask(ben, ada)).toMatchObject({ state: 'accepted' })
    expect(await view(ada, ben)).toMatchObject({ listed: true, outgoing: { state: 'accepted' } })
  })

  test('blocking while it is answered: never a friendship that Ben made across the block', async () => {
    for (let round = 0; round < 10; round++) {
      const [ada, ben] = await pair()
      const { id: requestId } = await ask(ada, ben)
      const results = await Promise.allSettled([
        respondToRequest(ben, { requestId, accept: true }),
        blockUser(ada, { userId: idOf(ben) }),
      ])
      expect(results[1].status).toBe('fulfilled')
      const listed = results[0].status === 'fulfilled'
      expect(await view(ada, ben)).toMatchObject({ blocked: true, listed })
    }
  })
})

test('what was told, row over row, is what a fresh device gets', async () => {
  const [ada, ben] = await pair()
  const since = house.told.length
  await befriend(ada, ben)
  await removeFriend(ada, { userId: idOf(ben) })
  await ask(ben, ada, 'Why?')
  await blockUser(ada, { userId: idOf(ben) })
  await ask(ben, ada, 'Why??')
  await unblockUser(ada, { userId: idOf(ben) })
  await ask(ben, ada, 'Please')
  await readNotices(ada, {})
  const told = house.told.slice(since)
  for (const person of [ada, ben]) {
    const mine = told.filter(change => change.kind === 'user' && change.userId === idOf(person))
    const numbers = mine.map(change => ('row' in change ? (change.row as { userRev: number }).userRev : 0))
    expect(new Set(numbers).size).toBe(numbers.length)
    const friend = house.updates(person, 'friend').at(-1)
    expect(friend).toEqual((await listFriends(person)).friends[0])
    const latest = new Map(house.updates(person, 'notice').map(notice => [notice.msgId, notice]))
    const fresh = await noticesSince(house.database.db, idOf(person), 0, 100, house.now())
    expect([...latest.values()].sort((a, b) => a.userRev - b.userRev)).toEqual(fresh)
  }
})
