'use client'
import { useMemo } from 'react'
import { useFriends } from '#client/react/hooks.ts'
import type { PersonView } from '#client/types.ts'
import { useT } from '../i18n/use-t.ts'
import { personName } from './person-name.ts'
import type { Searchable } from './search.ts'
import type { Sortable } from './sections.ts'
import { usePeople } from './use-people.ts'

export interface FriendEntry extends Sortable, Searchable {
  userId: string
  own: string | null
  handle: string
  avatar: string | null
  blocked: boolean
}

/** Those on my list (`listed`), or those I blocked, ready to be sorted, searched and shown. */
export function useFriendEntries(which: 'listed' | 'blocked'): FriendEntry[] {
  const t = useT('people')
  const friends = useFriends()
  const ids = useMemo(
    () => friends.filter(friend => friend[which]).map(friend => friend.userId),
    [friends, which],
  )
  const people = usePeople(ids)
  const deletedName = t('deletedUser')
  return useMemo(
    () => ids.map((userId, at) => entryOf(userId, people[at], deletedName)),
    [ids, people, deletedName],
  )
}

function entryOf(userId: string, person: PersonView | undefined, deletedName: string): FriendEntry {
  const { user, friend } = person ?? {}
  const { name, own, handle } = person ? personName(person, deletedName) : { name: '', own: null, handle: '' }
  const present = (text: string | undefined): text is string => text !== undefined && text !== ''
  return {
    userId,
    name,
    own,
    handle,
    avatar: user?.avatar ?? null,
    blocked: friend?.blocked ?? false,
    pinyin: (friend?.remark ? friend.remarkPinyin : user?.pinyin) ?? '',
    names: [friend?.remark, user?.displayName].filter(present),
    username: user?.username ?? '',
    pinyins: [friend?.remarkPinyin, user?.pinyin].filter(present),
  }
}
