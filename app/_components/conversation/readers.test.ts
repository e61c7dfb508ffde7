import { expect, test } from 'vitest'
import type { RosterView } from '#client/types.ts'
import type { Member } from '#protocol/entities/group.ts'
import type { Message } from '#protocol/entities/message.ts'
import { everybody } from '#protocol/values.ts'
import { cutAtMentions } from './mention-parts.ts'
import { splitReaders } from './readers.ts'
import { callsMe } from './use-mention-jumps.ts'
import { nameIn } from './use-names.ts'

const message: Message = {
  id: 'm',
  conversationId: 'c',
  idClient: 'k',
  seq: 5,
  rev: 5,
  scene: 'group',
  type: 'text',
  from: 'ada',
  to: 'c',
  time: 100,
  content: { text: 'Hello @Ben' },
}
const member = (userId: string, change: Partial<Member> = {}): Member => ({
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
  ...change,
})

test('of those who show it, the ones count who were there when Ada wrote and still are', () => {
  const rows = [
    member('ada'),
    member('ben'),
    member('chen'),
    member('dora', { joinedAt: 200 }),
    member('emil', { leftAt: 150 }),
  ]
  const of = (userId: string) => rows.find(row => row.userId === userId)
  const roster: RosterView = { ready: true, complete: true, failed: false, members: rows, of }
  const reads = ['ada', 'ben', 'dora', 'emil'].map(userId => ({ userId, readSeq: 9 }))
  expect(splitReaders(message, [...reads, { userId: 'chen', readSeq: 4 }], roster)).toEqual({
    read: ['ben'],
    unread: ['chen'],
  })
})

test('a mention that does not fit its text, or lies in another one, names nobody', () => {
  const at = (offset: number, length: number) => ({ userId: 'ben', offset, length })
  expect(cutAtMentions('Hello @Ben!', [at(6, 4)])).toEqual([
    { text: 'Hello ' },
    { text: '@Ben', userId: 'ben' },
    { text: '!' },
  ])
  expect(cutAtMentions('@Ben', [at(2, 9)])).toEqual([{ text: '@Ben' }])
  expect(cutAtMentions('@Ben', [at(0, 4), at(1, 2)])).toEqual([{ text: '@Ben', userId: 'ben' }])
})

test('Ben is called by his name and with everybody, but not by himself, nor once it is recalled', () => {
  const naming = (userId: string) => ({ ...message, mentions: [{ userId, offset: 6, length: 4 }] })
  expect(callsMe(naming('ben'), 'ben')).toBe(true)
  expect(callsMe(naming(everybody), 'ben')).toBe(true)
  expect(callsMe(naming('chen'), 'ben')).toBe(false)
  expect(callsMe({ ...naming('ben'), from: 'ben' }, 'ben')).toBe(false)
  expect(callsMe({ ...naming('ben'), recalledAt: 1 }, 'ben')).toBe(false)
})

test("in a group Ada's remark for Ben goes before his nickname there, and that before his own name", () => {
  const user = {
    id: 'ben',
    username: 'ben',
    displayName: 'Benjamin',
    avatar: null,
    bio: '',
    pinyin: '',
    deleted: false,
  }
  const friend = {
    userId: 'ben',
    listed: true,
    remark: 'Uncle Ben',
    remarkPinyin: '',
    blocked: false,
    since: 1,
    outgoing: null,
    incoming: null,
    userRev: 1,
  }
  expect(nameIn({ user, friend, name: 'Uncle Ben' }, 'Bass', 'x')).toBe('Uncle Ben')
  expect(nameIn({ user, friend: undefined, name: 'Benjamin' }, 'Bass', 'x')).toBe('Bass')
  expect(nameIn({ user, friend: undefined, name: 'Benjamin' }, '', 'x')).toBe('Benjamin')
  const gone = { ...user, deleted: true, displayName: '' }
  expect(nameIn({ user: gone, friend: undefined, name: '' }, 'Bass', 'Deleted user')).toBe('Deleted user')
})
