'use client'
import { useCallback, useMemo } from 'react'
import { useEngine, usePerson } from '#client/react/hooks.ts'
import type { ConversationView, PersonView } from '#client/types.ts'
import { useFormats } from '../i18n/formats.ts'
import { useT } from '../i18n/use-t.ts'
import { personName } from '../people/person-name.ts'
import { usePeople } from '../people/use-people.ts'
import type { Words } from './words.ts'

type Named = Pick<ConversationView, 'to' | 'scene' | 'title'>

/** The other person of a direct conversation; a group is nobody. */
export const peerOf = ({ scene, to }: Pick<Named, 'scene' | 'to'>): string => (scene === 'direct' ? to : '')

/** What a conversation is called: a group's title, my name for the other person, or my own notes. */
export function useConversationName(conversation: Named): string {
  const engine = useEngine()
  const t = useT('chat')
  const person = usePerson(peerOf(conversation))
  if (conversation.scene === 'group') return conversation.title || t('unnamedGroup')
  if (conversation.to === engine.userId) return t('notesToSelf')
  return personName(person, t('deletedUser')).name
}

/** What people call themselves in a group; empty where they have no name of their own there. */
export type NicknameOf = (userId: string) => string

const nobody: readonly string[] = []
const noNickname: NicknameOf = () => ''

/**
 * Words for the messages of a conversation; changes when the name of one of these people does.
 * @param people whom the messages name
 */
export function useWords(
  conversation: Pick<Named, 'scene'>,
  people: readonly string[] = nobody,
  nicknameOf: NicknameOf = noNickname,
): Words {
  const engine = useEngine()
  const t = useT('chat')
  const lines = useT('lines')
  const { list, captionTime } = useFormats()
  const known = usePeople(people)
  const group = conversation.scene === 'group'
  // biome-ignore lint/correctness/useExhaustiveDependencies: another name of any of them makes other words
  const nameOf = useCallback(
    (id: string) => nameIn(engine.person(id), nicknameOf(id), t('deletedUser')) || t('unknownPerson'),
    [engine, t, nicknameOf, known],
  )
  return useMemo(
    () => ({
      t,
      lines,
      list,
      when: captionTime,
      me: engine.userId,
      nameOf,
      group,
      isBlocked: (id: string) => engine.person(id).friend?.blocked ?? false,
    }),
    [t, lines, list, captionTime, engine, nameOf, group],
  )
}

/** A name inside a group: my remark, what they call themselves there, what they call themselves everywhere. */
export function nameIn(person: PersonView, nickname: string, deletedName: string): string {
  const { friend, user } = person
  if (nickname !== '' && !user?.deleted && !friend?.remark) return nickname
  return personName(person, deletedName).name
}
