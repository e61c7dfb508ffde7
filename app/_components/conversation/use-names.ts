'use client'
import { useCallback, useMemo } from 'react'
import { useEngine, usePerson } from '#client/react/hooks.ts'
import type { Conversation } from '#protocol/entities/conversation.ts'
import { useT } from '../i18n/use-t.ts'
import { personName } from '../people/person-name.ts'
import type { Words } from './words.ts'

/** What a conversation is called: my name for the other person, or my own notes. */
export function useConversationName({ to }: Pick<Conversation, 'to'>): string {
  const engine = useEngine()
  const t = useT('chat')
  const person = usePerson(to)
  if (to === engine.userId) return t('notesToSelf')
  return personName(person, t('deletedUser')).name
}

/** Words for the messages of a conversation; changes when the other person's name does. */
export function useWords({ to }: Pick<Conversation, 'to'>): Words {
  const engine = useEngine()
  const t = useT('chat')
  const peer = usePerson(to)
  const nameOf = useCallback(
    (id: string) =>
      personName(id === to ? peer : engine.person(id), t('deletedUser')).name || t('unknownPerson'),
    [engine, t, to, peer],
  )
  return useMemo(() => ({ t, me: engine.userId, nameOf }), [t, engine, nameOf])
}
