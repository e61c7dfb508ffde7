'use client'
import { useMemo, useRef } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import type { ConversationView, RosterView, TimelineRow } from '#client/types.ts'
import type { Message } from '#protocol/entities/message.ts'
import { useErrorText } from '../i18n/use-error-text.ts'
import { openMenu } from '../ui/menu.ts'
import { handOver, recalledTexts, setTask } from './conversation-store.ts'
import type { RowActions } from './row-props.ts'
import { useShowsReads } from './use-group-reads.ts'
import type { Words } from './words.ts'

interface Options {
  conversation: ConversationView
  roster: RosterView | undefined
  words: Words
  mayWrite: boolean
  onAsk: () => void
  onReads: (message: Message) => void
}

/** What rows can ask for. The same object for as long as the conversation is open, so that rows are not drawn anew. */
export function useRowActions(options: Options): Omit<RowActions, 'jumpTo'> {
  const engine = useEngine()
  const errorText = useErrorText()
  const showsReads = useShowsReads(options.conversation)
  const latest = useRef({ ...options, errorText, showsReads })
  latest.current = { ...options, errorText, showsReads }
  const { id } = options.conversation

  return useMemo(() => {
    const load = () => import('./message-actions.ts')
    const setting = () => {
      const { conversation, roster, words, mayWrite, onReads, ...now } = latest.current
      const { t, nameOf } = words
      const roleOf = (userId: string) => {
        const member = roster?.of(userId)
        return member?.leftAt === null ? member.role : ('member' as const)
      }
      const showReads = now.showsReads ? onReads : undefined
      return { engine, conversation, t, nameOf, roleOf, errorText: now.errorText, mayWrite, showReads }
    }
    const menuItems = async (row: TimelineRow) => (await load()).messageMenu(row, setting())
    return {
      menuItems,
      openMenu: (row, at) =>
        openMenu({ label: latest.current.words.t('actions.menu'), items: menuItems(row), at }),
      reply: seq => setTask(id, { kind: 'reply', seq }),
      resend: idClient => void engine.resend(idClient),
      remove: idClient => void load().then(({ takeBack }) => takeBack(idClient, setting(), false)),
      reEdit: key => {
        const kept = recalledTexts.get(key)
        if (kept) handOver(id, { text: kept.text, mentions: kept.mentions, replyTo: kept.replyTo })
      },
      requestFriend: () => latest.current.onAsk(),
      showReads: message => latest.current.onReads(message),
    }
  }, [engine, id])
}
