'use client'
import { type RefObject, useCallback, useState } from 'react'
import type { ConversationView, RosterView } from '#client/types.ts'
import { everybody } from '#protocol/values.ts'
import type { ChatT } from '../conversation/words.ts'
import { confirm } from '../ui/confirm.ts'
import { type MentionQuery, mentionQuery, type Written } from './mentions.ts'

/** Calling more people than this is asked for once more. */
const MANY = 50

/** Whether somebody is being called by an @, and what is typed behind it. Look again whenever text or caret move. */
export function useQuery(
  area: RefObject<HTMLTextAreaElement | null>,
  written: Written,
  possible: () => boolean,
) {
  const [query, setQuery] = useState<MentionQuery | null>(null)
  // Closed on purpose, it stays closed for this @.
  const [closedAt, setClosedAt] = useState<number | null>(null)

  function look(now: Written = written) {
    const element = area.current
    const caret = element && element.selectionStart === element.selectionEnd ? element.selectionStart : null
    const found = caret !== null && possible() ? mentionQuery(now, caret) : null
    setQuery(before => (before?.from === found?.from && before?.text === found?.text ? before : found))
    if (!found) setClosedAt(null)
  }

  const close = () => {
    setClosedAt(query?.from ?? null)
  }
  return { query: query && query.from !== closedAt ? query : null, look, close, forget: () => setQuery(null) }
}

/** What goes out: nobody is named who has left meanwhile, and a call to many is meant. Null keeps it here. */
export function usePrepare(conversation: ConversationView, roster: RosterView | undefined, t: ChatT) {
  const { memberCount = 0 } = conversation
  return useCallback(
    async ({ text, mentions }: Written): Promise<Written | null> => {
      const here = mentions.filter(
        ({ userId }) => userId === everybody || !roster?.ready || roster.of(userId)?.leftAt === null,
      )
      const calls = here.some(({ userId }) => userId === everybody)
      const asked = calls && memberCount > MANY
      const sure =
        !asked ||
        (await confirm({
          title: t('mention.everyoneTitle', { count: memberCount }),
          text: t('mention.everyoneText'),
          action: t('composer.send'),
        }))
      return sure ? { text, mentions: here } : null
    },
    [memberCount, roster, t],
  )
}
