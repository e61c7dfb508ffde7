import { expect, test } from 'vitest'
import type { Friend, FriendRequest, RequestState } from '#protocol/entities/friendship.ts'
import { requestLines } from './requests.ts'

const request = (state: RequestState, time: number, expiresAt = 1000): FriendRequest => ({
  id: `${state}-${time}`,
  from: 'x',
  to: 'y',
  greeting: '',
  state,
  time,
  expiresAt,
})
const row = (userId: string, change: Partial<Friend>): Friend => ({
  userId,
  listed: false,
  remark: '',
  remarkPinyin: '',
  blocked: false,
  since: null,
  outgoing: null,
  incoming: null,
  userRev: 1,
  ...change,
})
const lines = (...friends: Friend[]) =>
  requestLines(friends, 500).map(({ userId, way, state }) => `${userId} ${way} ${state}`)

test('the newest request stands on top, one line for each person', () => {
  expect(
    lines(
      row('ben', { incoming: request('init', 1) }),
      row('chen', { outgoing: request('init', 3) }),
      row('dora', { incoming: request('declined', 1), outgoing: request('init', 2) }),
    ),
  ).toEqual(['chen out init', 'dora out init', 'ben in init'])
})

test('a request past its time says so before the server does', () => {
  expect(lines(row('ben', { outgoing: request('init', 1, 400) }))).toEqual(['ben out expired'])
})

test('what was taken back, has ended since, or came from somebody blocked is not shown', () => {
  expect(
    lines(
      row('ben', { incoming: request('cancelled', 1) }),
      row('chen', { incoming: request('accepted', 1) }),
      row('dora', { incoming: request('init', 1), blocked: true }),
      row('eve', { outgoing: request('accepted', 1), listed: true }),
    ),
  ).toEqual(['eve out accepted'])
})
