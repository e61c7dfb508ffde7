import { expect, test } from 'vitest'
import type { Notice } from '#protocol/entities/notice.ts'
import { contentText, filterNotices, noticeState } from './kinds.ts'

const notice = (type: string, more: Partial<Notice> = {}): Notice => ({
  msgId: type,
  time: 1,
  type,
  from: null,
  to: 'ada',
  scene: null,
  content: {},
  custom: null,
  state: null,
  handledBy: null,
  readAt: null,
  userRev: 1,
  ...more,
})
const all = ['friend_request', 'new_sign_in', 'friend_declined', 'eclipse'].map(type => notice(type))
const types = (notices: Notice[]) => notices.map(({ type }) => type)

test('requests and security are apart, and what is unknown is lost in neither', () => {
  expect(types(filterNotices(all, 'requests'))).toEqual(['friend_request', 'friend_declined'])
  expect(types(filterNotices(all, 'security'))).toEqual(['new_sign_in'])
  expect(types(filterNotices(all, 'all'))).toContain('eclipse')
})

test("what happens to Ada's groups stands apart, and who wants in among the requests", () => {
  const groups = ['join_request', 'group_added', 'role_changed', 'group_dissolved'].map(type => notice(type))
  expect(types(filterNotices(groups, 'groups'))).toEqual(['group_added', 'role_changed', 'group_dissolved'])
  expect(types(filterNotices(groups, 'requests'))).toEqual(['join_request'])
})

test('a type named like a property of every object is unknown too', () => {
  expect(filterNotices([notice('constructor')], 'requests')).toEqual([])
})

test("Ben's request expires on Ada's screen by itself", () => {
  const request = notice('friend_request', { state: 'init', content: { expiresAt: 100 } })
  expect(noticeState(request, 99)).toBe('init')
  expect(noticeState(request, 100)).toBe('expired')
  expect(noticeState({ ...request, state: 'accepted' }, 100)).toBe('accepted')
})

test('content of an unexpected shape shows nothing', () => {
  expect(contentText(notice('x', { content: { greeting: { evil: true } } }), 'greeting')).toBe('')
  expect(contentText(notice('x', { content: { greeting: 'hi' } }), 'greeting')).toBe('hi')
})
