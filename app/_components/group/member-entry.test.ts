import { expect, test } from 'vitest'
import type { PersonView } from '#client/types.ts'
import type { Friend } from '#protocol/entities/friendship.ts'
import type { Member, Role } from '#protocol/entities/group.ts'
import type { User } from '#protocol/entities/user.ts'
import { searchPeople } from '../people/search.ts'
import { memberEntry } from './member-entry.ts'
import { orderMembers } from './member-order.ts'

const member = (userId: string, more: Partial<Member> = {}): Member => ({
  userId,
  role: 'member',
  nickname: '',
  nicknamePinyin: '',
  joinedAt: 1,
  joinedVia: 'add',
  joinedBy: null,
  mutedUntil: null,
  leftAt: null,
  rev: 1,
  ...more,
})
const person = (displayName: string, more: { user?: Partial<User>; friend?: Partial<Friend> } = {}) =>
  ({
    user: { id: displayName, username: displayName.toLowerCase(), displayName, pinyin: '', ...more.user },
    friend: more.friend,
    name: displayName,
  }) as PersonView
const entry = (name: string, more: Partial<Member> = {}) =>
  memberEntry(member(name, more), person(name), 'Deleted')

test('my remark stands before the name in the group, and that before the display name', () => {
  const nickname = { nickname: 'Goalkeeper' }
  const known = person('Ben', { friend: { remark: 'Benny', remarkPinyin: '' } })
  expect(memberEntry(member('ben', nickname), known, 'Deleted').name).toBe('Benny')
  expect(memberEntry(member('ben', nickname), person('Ben'), 'Deleted')).toMatchObject({
    name: 'Goalkeeper',
    own: 'Ben',
  })
  expect(entry('Ben')).toMatchObject({ name: 'Ben', own: null })
})

test('a deleted person is not shown under the name they had in the group', () => {
  const gone = person('', { user: { deleted: true, displayName: '' } as Partial<User> })
  expect(memberEntry(member('x', { nickname: 'Goalkeeper' }), gone, 'Deleted').name).toBe('Deleted')
})

test('Ming is found by the pinyin and the initials of his name in the group', () => {
  const ming = memberEntry(
    member('ming', { nickname: '张明', nicknamePinyin: 'zhang ming|zm' }),
    person('Captain'),
    'Deleted',
  )
  for (const query of ['zhangming', 'zm', '明', 'capt', '@captain']) {
    expect(searchPeople([ming, entry('Ada')], each => each, query).map(({ name }) => name)).toEqual(['张明'])
  }
})

test('members stand by role, by name or by when they came, and turned around', () => {
  const role = (name: string, of: Role, joinedAt: number) => entry(name, { role: of, joinedAt })
  const all = [role('Chen', 'member', 1), role('ada', 'member', 3), role('Ben', 'owner', 2)]
  const names = (by: 'role' | 'name' | 'joined', descending = false) =>
    orderMembers(all, { by, descending }, 'en').map(({ name }) => name)
  expect(names('role')).toEqual(['Ben', 'ada', 'Chen'])
  expect(names('role', true)).toEqual(['ada', 'Chen', 'Ben'])
  expect(names('name')).toEqual(['ada', 'Ben', 'Chen'])
  expect(names('joined', true)).toEqual(['ada', 'Ben', 'Chen'])
})
