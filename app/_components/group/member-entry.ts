import type { PersonView } from '#client/types.ts'
import type { Member } from '#protocol/entities/group.ts'
import { personName } from '../people/person-name.ts'
import type { Searchable } from '../people/search.ts'
import type { Sortable } from '../people/sections.ts'

/** A member ready to be shown, sorted and searched. */
export interface MemberEntry extends Sortable, Searchable {
  userId: string
  member: Member
  /** My remark, else their name in the group, else their display name. */
  name: string
  /** Their display name, where another name stands before it. */
  own: string | null
  handle: string
  avatar: string | null
}

const filled = (...words: (string | undefined)[]): string[] => words.flatMap(word => word || [])

/** Found by every name they have: remark, nickname in the group, display name, user name, and their pinyin. */
export function memberEntry(member: Member, person: PersonView, deletedName: string): MemberEntry {
  const { user, friend } = person
  const { nickname, nicknamePinyin } = member
  const known = personName(person, deletedName)
  const named = !friend?.remark && nickname !== '' && !user?.deleted
  const name = named ? nickname : known.name
  const shown = user?.displayName ?? ''
  return {
    userId: member.userId,
    member,
    name,
    own: !user?.deleted && shown !== '' && shown !== name ? shown : null,
    handle: known.handle,
    avatar: user?.avatar ?? null,
    pinyin: (named ? nicknamePinyin : friend?.remark ? friend.remarkPinyin : user?.pinyin) ?? '',
    names: filled(friend?.remark, nickname, user?.displayName),
    username: user?.username ?? '',
    pinyins: filled(friend?.remarkPinyin, nicknamePinyin, user?.pinyin),
  }
}
