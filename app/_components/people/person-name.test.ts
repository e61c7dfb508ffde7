import { describe, expect, test } from 'vitest'
import type { Friend } from '#protocol/entities/friendship.ts'
import type { User } from '#protocol/entities/user.ts'
import { personName } from './person-name.ts'
import { standingOf } from './relation.ts'

const ben: User = {
  id: 'ben',
  username: 'ben',
  displayName: 'Benjamin',
  avatar: null,
  bio: '',
  pinyin: '',
  deleted: false,
}
const friend: Friend = {
  userId: 'ben',
  listed: true,
  remark: '',
  remarkPinyin: '',
  blocked: false,
  since: 1,
  outgoing: null,
  incoming: null,
  userRev: 1,
}
const request = (state: 'init' | 'declined', expiresAt: number) => ({
  id: 'r',
  from: 'ben',
  to: 'ada',
  greeting: '',
  state,
  time: 0,
  expiresAt,
})

describe('what Ada calls Ben', () => {
  test('her remark stands before his display name, which is still shown', () => {
    const view = { user: ben, friend: { ...friend, remark: 'Uncle Ben' }, name: 'Uncle Ben' }
    expect(personName(view, 'Deleted user')).toEqual({ name: 'Uncle Ben', own: 'Benjamin', handle: '@ben' })
  })

  test('without a remark he is called what he calls himself', () => {
    expect(personName({ user: ben, friend, name: 'Benjamin' }, 'Deleted user')).toEqual({
      name: 'Benjamin',
      own: null,
      handle: '@ben',
    })
  })

  test('a remark equal to the display name hides nothing', () => {
    const view = { user: ben, friend: { ...friend, remark: 'Benjamin' }, name: 'Benjamin' }
    expect(personName(view, 'x').own).toBeNull()
  })

  test('when his account is gone only her own name for him is left', () => {
    const gone = { ...ben, username: '', displayName: '', deleted: true }
    expect(personName({ user: gone, friend, name: '' }, 'Deleted user').name).toBe('Deleted user')
    const remarked = { user: gone, friend: { ...friend, remark: 'Uncle Ben' }, name: 'Uncle Ben' }
    expect(personName(remarked, 'Deleted user')).toEqual({ name: 'Uncle Ben', own: null, handle: '' })
  })

  test('somebody unknown has no name yet', () => {
    expect(personName({ user: undefined, friend: undefined, name: '' }, 'x').name).toBe('')
  })
})

describe('how Ben stands to Ada', () => {
  const stands = (change: Partial<Friend>, user: User = ben) =>
    standingOf({ user, friend: { ...friend, ...change } }, 'ada', 100)

  test('a block goes before friendship, friendship before requests', () => {
    expect(stands({ blocked: true })).toBe('blocked')
    expect(stands({ incoming: request('init', 200) })).toBe('friend')
    expect(stands({ listed: false, incoming: request('init', 200) })).toBe('incoming')
    expect(stands({ listed: false, outgoing: request('init', 200) })).toBe('waiting')
  })

  test('expired and declined requests leave a stranger', () => {
    expect(stands({ listed: false, incoming: request('init', 100) })).toBe('stranger')
    expect(stands({ listed: false, outgoing: request('declined', 200) })).toBe('stranger')
  })

  test('nobody is a friend of himself, or of someone who is gone', () => {
    expect(stands({}, { ...ben, id: 'ada' })).toBe('self')
    expect(stands({}, { ...ben, deleted: true })).toBe('gone')
  })
})
