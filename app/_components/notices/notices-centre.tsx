'use client'
import { Bell, CheckCheck } from 'lucide-react'
import { useCallback, useEffect, useId, useMemo, useState } from 'react'
import { useAccount, useNotices } from '#client/react/hooks.ts'
import { useT } from '../i18n/use-t.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Pane } from '../ui/pane.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { ListSkeleton } from '../ui/skeleton.tsx'
import { Tabs, tabId } from '../ui/tabs.tsx'
import { useAction } from '../ui/use-action.ts'
import { filterNotices, type NoticeFilter } from './kinds.ts'
import { NoticeRow } from './notice-row.tsx'
import { useReadNotices } from './use-read-notices.ts'

const pageLength = 50

/** What the server has to tell this person outside the conversations, to be answered in place. */
export default function NoticesCentre() {
  const t = useT('notices')
  const tc = useT('common')
  const loading = useAccount() === undefined
  const notices = useNotices()
  const action = useAction()
  const panelId = useId()
  const [filter, setFilter] = useState<NoticeFilter>('all')
  const [length, setLength] = useState(pageLength)
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set())
  const unread = useMemo(() => notices.filter(({ readAt }) => readAt === null), [notices])
  const [fresh, setFresh] = useFresh(unread)
  useReadNotices(unread.filter(({ msgId }) => seen.has(msgId)))

  const onSeen = useCallback((msgId: string) => setSeen(before => new Set(before).add(msgId)), [])
  const shown = filterNotices(notices, filter)
  const unreadOf = (which: NoticeFilter) => filterNotices(unread, which).length

  async function readAll() {
    const done = await action.run('all', 'notice:read', {})
    if (done) setFresh(new Set())
  }

  return (
    <Pane
      title={t('title')}
      actions={
        <IconButton
          icon={CheckCheck}
          label={t('markAllRead')}
          disabled={unread.length === 0 && fresh.size === 0}
          onClick={() => void readAll()}
        />
      }
      top={
        <div className="flex-none border-line border-b px-4 py-2">
          <Tabs
            label={t('filter')}
            value={filter}
            onChange={setFilter}
            panelId={panelId}
            items={[
              { value: 'all', label: t('all'), count: unread.length },
              { value: 'requests', label: t('requests'), count: unreadOf('requests') },
              { value: 'groups', label: t('groups'), count: unreadOf('groups') },
              { value: 'security', label: t('security'), count: unreadOf('security') },
            ]}
          />
          <Refusal className="mt-2">{action.refused?.text}</Refusal>
        </div>
      }
    >
      <div
        id={panelId}
        role="tabpanel"
        aria-labelledby={tabId(panelId, filter)}
        className="mx-auto min-h-full max-w-180"
      >
        {loading ? (
          <ListSkeleton label={tc('loading')} />
        ) : shown.length === 0 ? (
          <EmptyState icon={Bell} title={t('empty')} text={t('emptyText')} className="min-h-100" />
        ) : (
          <ul>
            {shown.slice(0, length).map(notice => (
              <NoticeRow key={notice.msgId} notice={notice} fresh={fresh.has(notice.msgId)} onSeen={onSeen} />
            ))}
          </ul>
        )}
        {shown.length > length && (
          <div className="flex justify-center py-4">
            <Button onClick={() => setLength(length + pageLength)}>{t('showOlder')}</Button>
          </div>
        )}
      </div>
    </Pane>
  )
}

/** What was new at some moment of this visit stays marked until it ends, though looking at it makes it read. */
function useFresh(unread: { msgId: string }[]) {
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => {
    setFresh(before => {
      const added = unread.filter(({ msgId }) => !before.has(msgId))
      return added.length === 0 ? before : new Set([...before, ...added.map(({ msgId }) => msgId)])
    })
  }, [unread])
  return [fresh, setFresh] as const
}
