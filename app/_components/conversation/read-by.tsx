'use client'
import { useCallback, useEffect, useId, useState } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import type { RosterView } from '#client/types.ts'
import type { Message } from '#protocol/entities/message.ts'
import { PersonRow } from '../people/person-row.tsx'
import { usePeople } from '../people/use-people.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { ListSkeleton } from '../ui/skeleton.tsx'
import { Tabs, tabId } from '../ui/tabs.tsx'
import { useRefusalText } from '../ui/use-refusal-text.ts'
import { splitReaders } from './readers.ts'
import type { GroupReads } from './use-group-reads.ts'
import { nameIn } from './use-names.ts'
import type { Words } from './words.ts'

interface Props {
  /** An own message of a group. */
  message: Message
  roster: RosterView | undefined
  words: Words
  onClose: () => void
}

/** Who has read a message, and who has not, as far as they show it. */
export default function ReadBy({ message, roster, words, onClose }: Props) {
  const { t } = words
  const panelId = useId()
  const { reads, refused, ask } = useReads(message.conversationId)
  const [which, setWhich] = useState<'read' | 'unread'>('read')
  const split = reads && splitReaders(message, reads, roster)
  const shown = split?.[which] ?? []
  const hidden = split && roster?.complete ? hiding(message, split, roster) : 0
  return (
    <Dialog open onOpenChange={open => !open && onClose()} title={t('readBy.title')} size="small" tall flush>
      <div className="flex h-full flex-col">
        <Tabs
          label={t('readBy.title')}
          value={which}
          onChange={setWhich}
          panelId={panelId}
          items={[
            { value: 'read', label: t('readBy.read', { count: split?.read.length ?? 0 }) },
            { value: 'unread', label: t('readBy.unread', { count: split?.unread.length ?? 0 }) },
          ]}
          className="flex-none px-4 pb-2"
        />
        <div
          id={panelId}
          role="tabpanel"
          aria-labelledby={tabId(panelId, which)}
          className="scroll-y min-h-0 flex-1"
        >
          {refused ? (
            <div className="flex flex-col items-center gap-3 p-6">
              <Refusal>{refused}</Refusal>
              <Button size="small" onClick={ask}>
                {t('timeline.retry')}
              </Button>
            </div>
          ) : !split ? (
            <ListSkeleton rows={4} label={t('timeline.loading')} />
          ) : shown.length === 0 ? (
            <p className="p-6 text-center text-body text-text-3">
              {which === 'read' ? t('readBy.nobodyYet') : t('readBy.everybody')}
            </p>
          ) : (
            <People ids={shown} roster={roster} words={words} />
          )}
          {hidden > 0 && !refused && (
            <p className="px-5 py-3 text-center text-small text-text-3">
              {t('readBy.hidden', { count: hidden })}
            </p>
          )}
        </div>
      </div>
    </Dialog>
  )
}

function People({ ids, roster, words }: { ids: string[]; roster: RosterView | undefined; words: Words }) {
  const people = usePeople(ids)
  return (
    <ul>
      {ids.map((id, at) => (
        <li key={id}>
          <PersonRow
            userId={id}
            name={nameIn(people[at]!, roster?.of(id)?.nickname ?? '', words.t('deletedUser'))}
            avatar={people[at]?.user?.avatar ?? null}
          />
        </li>
      ))}
    </ul>
  )
}

/** Members who were there and show nobody what they have read. */
function hiding(
  { from, time }: Message,
  { read, unread }: { read: string[]; unread: string[] },
  { members }: RosterView,
): number {
  const there = members.filter(member => member.userId !== from && member.joinedAt <= time)
  return Math.max(0, there.length - read.length - unread.length)
}

function useReads(conversationId: string) {
  const engine = useEngine()
  const refusalText = useRefusalText()
  const [reads, setReads] = useState<GroupReads | null>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const ask = useCallback(async () => {
    setRefused(null)
    const answer = await engine.run('conversation:reads', { conversationId })
    if (answer.ok) setReads(answer.data.reads)
    else setRefused(refusalText(answer.error))
  }, [engine, conversationId, refusalText])
  useEffect(() => void ask(), [ask])
  return { reads, refused, ask: () => void ask() }
}
