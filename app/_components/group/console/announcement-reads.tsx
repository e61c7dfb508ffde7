'use client'
import { useEffect, useState } from 'react'
import { useConnection, useEngine } from '#client/react/hooks.ts'
import { useT } from '../../i18n/use-t.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import type { MemberEntry } from '../member-entry.ts'
import { MemberLine } from '../member-line.tsx'
import type { Standing } from '../standing.ts'
import type { GroupView } from '../use-group.ts'

interface Props {
  id: string
  view: GroupView
  standing: Standing
}

/** Who has read the announcement as it stands, for those who may know. */
export function AnnouncementReads({ id, view, standing }: Props) {
  const t = useT('console')
  const engine = useEngine()
  const live = useConnection().state === 'live'
  const [readers, setReaders] = useState<ReadonlySet<string> | null>(null)
  const [open, setOpen] = useState(false)
  const { announcement } = standing.group
  const mine = standing.manages || announcement?.by === engine.userId
  const rev = announcement?.rev

  // biome-ignore lint/correctness/useExhaustiveDependencies: opening is a reason to ask
  useEffect(() => {
    if (rev === undefined || !mine || !live) return
    let gone = false
    // Asked for again by every look: reading is in no feed.
    void engine.run('group:announcement-reads', { conversationId: id }).then(answer => {
      if (!gone && answer.ok && answer.data.rev === rev) setReaders(new Set(answer.data.userIds))
    })
    return () => {
      gone = true
    }
  }, [engine, id, rev, mine, live, open])

  if (!announcement || !mine || !readers) return null
  const others = view.entries.filter(({ userId }) => userId !== announcement.by)
  const have = others.filter(({ userId }) => readers.has(userId))
  const not = others.filter(({ userId }) => !readers.has(userId))
  return (
    <>
      <Button variant="ghost" size="small" className="self-start" onClick={() => setOpen(true)}>
        {t('reads.open', { count: have.length, of: others.length })}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t('reads.title')} tall flush>
        <People title={t('reads.have', { count: have.length })} entries={have} />
        <People title={t('reads.not', { count: not.length })} entries={not} />
      </Dialog>
    </>
  )
}

function People({ title, entries }: { title: string; entries: readonly MemberEntry[] }) {
  if (entries.length === 0) return null
  return (
    <section aria-label={title} className="pb-3">
      <h3 className="px-4 py-2 text-small font-[600] text-text-2">{title}</h3>
      <ul>
        {entries.map(entry => (
          <li key={entry.userId} className="[contain-intrinsic-size:auto_3.25rem] [content-visibility:auto]">
            <MemberLine entry={entry} me={false} />
          </li>
        ))}
      </ul>
    </section>
  )
}
