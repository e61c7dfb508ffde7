'use client'
import type { TimelineView } from '#client/types.ts'
import { Button } from '../ui/button.tsx'
import { Spinner } from '../ui/spinner.tsx'
import type { ChatT } from './words.ts'

interface Props {
  view: TimelineView
  t: ChatT
  onRetry: () => void
}

/** Above the oldest row: that more is coming, or why not. In room that is always kept free. */
export function EdgeNote({ view, t, onRetry }: Props) {
  if (view.reachedStart) return null
  return (
    <div className="absolute inset-x-0 top-0 flex h-12 items-center justify-center gap-2 text-meta text-text-2">
      {view.failed ? (
        <Failure text={t('timeline.olderFailed')} retry={t('timeline.retry')} onRetry={onRetry} />
      ) : (
        view.loading === 'older' && <Spinner className="size-5 text-text-3" />
      )}
    </div>
  )
}

/** Over the bottom of a window that does not reach the newest message and could not be brought closer to it. */
export function NewerNote({ view, t, onRetry }: Props) {
  if (view.reachedEnd || !view.failed) return null
  return (
    <div className="floating absolute bottom-3 left-1/2 z-2 flex -translate-x-1/2 items-center gap-2 rounded-full py-1 ps-4 pe-1.5 text-meta text-text-2">
      <Failure text={t('timeline.newerFailed')} retry={t('timeline.retry')} onRetry={onRetry} />
    </div>
  )
}

function Failure({ text, retry, onRetry }: { text: string; retry: string; onRetry: () => void }) {
  return (
    <>
      <span role="status">{text}</span>
      <Button size="small" variant="ghost" onClick={onRetry}>
        {retry}
      </Button>
    </>
  )
}
