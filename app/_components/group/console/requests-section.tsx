'use client'
import { UserCheck } from 'lucide-react'
import { useState } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import { useFormats } from '../../i18n/formats.ts'
import { useT } from '../../i18n/use-t.ts'
import { useReadNotices } from '../../notices/use-read-notices.ts'
import { PersonRow } from '../../people/person-row.tsx'
import { usePeople } from '../../people/use-people.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Refusal } from '../../ui/refusal.tsx'
import { useRefusalText } from '../../ui/use-refusal-text.ts'
import type { GroupView } from '../use-group.ts'
import { type NameOf, useNameOf } from '../use-name-of.ts'
import { type JoinLine, useJoinRequests } from './use-join-requests.ts'

/** Who waits to be let in. The first answer counts; whoever comes later sees whose it was. */
export function RequestsSection({ id, view }: { id: string; view: GroupView }) {
  const t = useT('console')
  const lines = useJoinRequests(id)
  const nameOf = useNameOf(view)
  const answering = useAnswering()
  usePeople(lines.flatMap(({ userId, inviterId }) => (inviterId ? [userId, inviterId] : [userId])))
  useReadNotices(lines.map(({ notice }) => notice).filter(({ readAt }) => readAt === null))
  const waiting = lines.filter(({ state }) => state === 'init')
  if (lines.length === 0) {
    const by = view.standing?.group.joinMode === 'approval' ? 'emptyText' : 'emptyOtherText'
    return <EmptyState icon={UserCheck} title={t('requests.empty')} text={t(`requests.${by}`)} />
  }
  return (
    <div className="scroll-y min-h-0 flex-1 bg-surface pb-(--safe-b)">
      <div className="mx-auto max-w-180">
        {waiting.length > 1 && (
          <div className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2">
            <span className="flex-1 text-small text-text-2">
              {t('requests.waiting', { count: waiting.length })}
            </span>
            <Button size="small" onClick={() => void answering.answer(waiting, false)}>
              {t('requests.declineAll')}
            </Button>
            <Button size="small" variant="primary" onClick={() => void answering.answer(waiting, true)}>
              {t('requests.acceptAll')}
            </Button>
          </div>
        )}
        <ul aria-label={t('section.requests')}>
          {lines.map(line => (
            <RequestLine key={line.requestId} line={line} nameOf={nameOf} answering={answering} />
          ))}
        </ul>
      </div>
    </div>
  )
}

interface Refused {
  text: string
  /** Somebody else was first: worth saying after the row says what became of it, too. */
  late: boolean
}

interface Answering {
  busy: ReadonlySet<string>
  refused: ReadonlyMap<string, Refused>
  answer: (lines: readonly JoinLine[], accept: boolean) => Promise<void>
}

/** Answers one request or many, one after the other: each stands for itself, whatever became of its neighbour. */
function useAnswering(): Answering {
  const tErrors = useT('errors')
  const engine = useEngine()
  const refusalText = useRefusalText()
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set())
  const [refused, setRefused] = useState<ReadonlyMap<string, Refused>>(new Map())

  async function answer(lines: readonly JoinLine[], accept: boolean) {
    const ids = lines.map(line => line.requestId).filter(requestId => !busy.has(requestId))
    setBusy(before => new Set([...before, ...ids]))
    setRefused(before => new Map([...before].filter(([requestId]) => !ids.includes(requestId))))
    for (const requestId of ids) {
      const answered = await engine.run('group:respond', { requestId, accept })
      setBusy(before => new Set([...before].filter(each => each !== requestId)))
      if (answered.ok) continue
      const { error } = answered
      const by = error.details?.handledBy
      const name = typeof by === 'string' && by !== engine.userId ? engine.person(by).name : ''
      const text = name ? tErrors('handledBy', { name }) : refusalText(error)
      setRefused(before => new Map(before).set(requestId, { text, late: name !== '' }))
    }
  }
  return { busy, refused, answer }
}

interface LineProps {
  line: JoinLine
  nameOf: NameOf
  answering: Answering
}

function RequestLine({ line, nameOf, answering }: LineProps) {
  const t = useT('console')
  const tPeople = useT('people')
  const formats = useFormats()
  const engine = useEngine()
  const { requestId, userId, inviterId, text, state, handledBy, notice } = line
  const name = nameOf(userId)
  const facts = [
    inviterId && inviterId !== userId ? t('requests.invitedBy', { name: nameOf(inviterId) }) : '',
    formats.listTime(notice.time),
  ].filter(Boolean)
  const refused = answering.refused.get(requestId)
  const by = handledBy === null || handledBy === userId ? null : handledBy
  return (
    <li className="border-line border-b">
      <PersonRow
        userId={userId}
        name={name}
        avatar={engine.person(userId).user?.avatar}
        wrap
        href={`/friends/${userId}`}
        subtitle={<span className="text-text-3">{facts.join(' · ')}</span>}
        actions={
          state === 'init' ? (
            <>
              <Button
                size="small"
                aria-description={name}
                disabled={answering.busy.has(requestId)}
                onClick={() => void answering.answer([line], false)}
              >
                {tPeople('decline')}
              </Button>
              <Button
                size="small"
                variant="primary"
                aria-description={name}
                loading={answering.busy.has(requestId)}
                onClick={() => void answering.answer([line], true)}
              >
                {tPeople('accept')}
              </Button>
            </>
          ) : (
            <span role="status" className="text-small text-text-3">
              {by === null || (state !== 'accepted' && state !== 'declined')
                ? tPeople(`state.${state}`)
                : by === engine.userId
                  ? t(`requests.${state}ByYou`)
                  : t(`requests.${state}By`, { name: nameOf(by) })}
            </span>
          )
        }
      />
      {text && (
        <p dir="auto" className="-mt-1 whitespace-pre-wrap break-words ps-18 pe-4 pb-3 text-body text-text">
          {text}
        </p>
      )}
      <Refusal className="px-4 pb-2">{(state === 'init' || refused?.late) && refused?.text}</Refusal>
    </li>
  )
}
