'use client'
import { RefreshCw, ScrollText } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import type { LogEntry } from '#protocol/entities/group.ts'
import { useFormats } from '../../i18n/formats.ts'
import { useT } from '../../i18n/use-t.ts'
import { usePeople } from '../../people/use-people.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Refusal } from '../../ui/refusal.tsx'
import { ListSkeleton } from '../../ui/skeleton.tsx'
import type { GroupView } from '../use-group.ts'
import { type NameOf, useNameOf } from '../use-name-of.ts'
import { Choice } from './choice.tsx'
import { isLogAction, logActions, logWords } from './log-words.ts'
import { useLog } from './use-log.ts'

/** Everything. */
const any = 'any'

/** Who did what, newest first. */
export function LogSection({ id, view }: { id: string; view: GroupView }) {
  const t = useT('console')
  const tc = useT('common')
  const formats = useFormats()
  const nameOf = useNameOf(view)
  const { entries, more, busy, failed, loadOlder, reload } = useLog(id)
  const [action, setAction] = useState<string>(any)
  const [person, setPerson] = useState<string>(any)
  const involved = useMemo(() => [...new Set(entries?.flatMap(peopleOf))], [entries])
  usePeople(involved)

  const people = involved
    .map(userId => ({ value: userId, label: nameOf(userId) }))
    .sort((a, b) => a.label.localeCompare(b.label))
  const shown = entries?.filter(
    entry =>
      (action === any || entry.action === action) && (person === any || peopleOf(entry).includes(person)),
  )
  const oldest = entries?.at(-1)
  const filtered = action !== any || person !== any

  return (
    <div className="scroll-y min-h-0 flex-1 bg-surface pb-(--safe-b)">
      <div className="mx-auto w-full max-w-180 px-4 pt-4 pb-10">
        <div className="flex items-end gap-3">
          <div className="grid min-w-0 flex-1 grid-cols-2 gap-3">
            <Choice
              label={t('log.byAction')}
              value={action}
              onChange={setAction}
              options={[
                { value: any, label: t('log.anyAction') },
                ...logActions.map(value => ({ value, label: t(`log.name.${value}`) })),
              ]}
            />
            <Choice
              label={t('log.byPerson')}
              value={person}
              onChange={setPerson}
              options={[{ value: any, label: t('log.anybody') }, ...people]}
            />
          </div>
          <IconButton icon={RefreshCw} label={t('log.reload')} disabled={busy} onClick={reload} />
        </div>
        {failed && (
          <div className="mt-4 flex flex-wrap items-center justify-between gap-3">
            <Refusal>{failed}</Refusal>
            <Button size="small" onClick={reload}>
              {tc('retry')}
            </Button>
          </div>
        )}
        {!shown ? (
          !failed && <ListSkeleton rows={6} label={tc('loading')} />
        ) : shown.length === 0 ? (
          <EmptyState
            icon={ScrollText}
            title={t('log.empty')}
            text={filtered ? t('log.emptyFiltered') : t('log.emptyText')}
          />
        ) : (
          <ol aria-label={t('section.log')} className="mt-3 divide-y divide-line">
            {shown.map(entry => (
              <Line key={entry.id} entry={entry} nameOf={nameOf} />
            ))}
          </ol>
        )}
        {more && (
          <div className="flex flex-col items-center gap-2 py-4">
            {filtered && oldest && (
              <p className="text-small text-text-3">
                {t('log.searchedTo', { time: formats.captionTime(oldest.time) })}
              </p>
            )}
            <Button loading={busy} onClick={loadOlder}>
              {t('log.older')}
            </Button>
          </div>
        )}
        {entries && !more && <p className="py-4 text-center text-meta text-text-3">{t('log.kept')}</p>}
      </div>
    </div>
  )
}

const peopleOf = ({ actor, targets }: LogEntry): string[] => [actor, ...targets]

function Line({ entry, nameOf }: { entry: LogEntry; nameOf: NameOf }) {
  const t = useT('console')
  const tGroup = useT('group')
  const formats = useFormats()
  const engine = useEngine()
  const { actor, time, action } = entry
  const { line, more } = logWords(entry, { t, tGroup, formats, nameOf })
  return (
    <li className="flex gap-3 py-3" data-action={isLogAction(action) ? action : undefined}>
      <Avatar id={actor} name={nameOf(actor)} src={engine.person(actor).user?.avatar} size={36} />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-3">
          <p className="min-w-0 flex-1 truncate text-title text-text">
            <bdi>{nameOf(actor)}</bdi>
          </p>
          <time
            dateTime={new Date(time).toISOString()}
            title={formats.fullTime(time)}
            className="flex-none text-meta text-text-3"
          >
            {formats.captionTime(time)}
          </time>
        </div>
        <p className="break-words text-body text-text-2">{line}</p>
        {more.map(each => (
          <p key={each} dir="auto" className="line-clamp-3 break-words text-small text-text-3">
            {each}
          </p>
        ))}
      </div>
    </li>
  )
}
