'use client'
import { ChevronRight, Megaphone, X } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import type { ConversationView } from '#client/types.ts'
import { recall, remember } from '../theme/remembered.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { oneLine, type Words } from './words.ts'

const AnnouncementSheet = lazy(() => import('./announcement-sheet.tsx'))

/** Under the header: an announcement this person has not put away yet. Each version comes once. */
export function AnnouncementBar({ conversation, words }: { conversation: ConversationView; words: Words }) {
  const engine = useEngine()
  const { t, me } = words
  const { id, group, left, dissolved } = conversation
  const [read, setRead] = useState(() => readRev(engine.userId, id))
  const [open, setOpen] = useState(false)
  const announcement = group?.announcement
  if (!announcement || left || dissolved || announcement.by === me || announcement.rev <= read) return null

  function putAway(rev: number) {
    keepRev(engine.userId, id, rev)
    setRead(rev)
    setOpen(false)
  }

  return (
    <>
      <aside
        aria-label={t('announcement.title')}
        className="relative flex min-h-11 flex-none animate-fade items-center gap-1 border-line border-b bg-surface ps-4 pe-2"
      >
        <button
          type="button"
          onClick={() => setOpen(true)}
          aria-label={t('announcement.open')}
          className="focus-inset flex min-w-0 flex-1 items-center gap-2.5 self-stretch text-start text-small"
        >
          <Megaphone aria-hidden className="size-4.5 text-accent" />
          <span dir="auto" className="min-w-0 flex-1 truncate text-text">
            {oneLine(announcement.text)}
          </span>
          <ChevronRight aria-hidden className="size-4 text-text-3 rtl:-scale-x-100" />
        </button>
        <IconButton
          icon={X}
          size="small"
          label={t('announcement.dismiss')}
          onClick={() => putAway(announcement.rev)}
        />
      </aside>
      {open && (
        <Suspense fallback={null}>
          <AnnouncementSheet
            conversationId={id}
            announcement={announcement}
            words={words}
            onRead={() => putAway(announcement.rev)}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </>
  )
}

// Of this browser: what was put away on another device comes once more here.
const keyOf = (userId: string) => `announcements ${userId}`

function readAll(userId: string): Record<string, number> {
  try {
    const kept: unknown = JSON.parse(recall(keyOf(userId)) ?? '{}')
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, number>) : {}
  } catch {
    return {}
  }
}

const readRev = (userId: string, id: string): number => Number(readAll(userId)[id] ?? 0)

const keepRev = (userId: string, id: string, rev: number): void =>
  remember(keyOf(userId), JSON.stringify({ ...readAll(userId), [id]: rev }))
