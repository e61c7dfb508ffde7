'use client'
import { useEngine } from '#client/react/hooks.ts'
import type { ConversationView } from '#client/types.ts'
import { times } from '#protocol/limits.ts'
import { setInfoOpen } from '../conversation/conversation-store.ts'
import { useConversationName } from '../conversation/use-names.ts'
import type { ChatT } from '../conversation/words.ts'
import { useFormats } from '../i18n/formats.ts'
import { duration } from '../i18n/time.ts'
import { useErrorText } from '../i18n/use-error-text.ts'
import { Button } from '../ui/button.tsx'
import { useClock } from './use-clock.ts'
import type { WritingRefused } from './use-may-write.ts'

interface Props {
  conversation: ConversationView
  refusal: WritingRefused
  t: ChatT
}

const DAY = 86_400_000

/** In the composer's place in a group: why nothing can be written, for how long, and what can be done. */
export function GroupRefusedBar({ conversation, refusal, t }: Props) {
  const engine = useEngine()
  const errorText = useErrorText()
  const name = useConversationName(conversation)
  const over = refusal.reason !== 'muted'
  const remove = async () =>
    (await import('../list/row-menu.ts')).removeConversation(conversation, { engine, t, errorText, name })
  return (
    <div className="flex min-h-(--composer-h) flex-none flex-wrap items-center justify-center gap-x-4 gap-y-2 border-line border-t bg-surface px-4 py-2.5 pb-[max(0.625rem,var(--safe-b))] text-center text-body text-text-2">
      {/* Said once when it comes to this, not with every second. */}
      <p role="status" className="text-balance">
        {over ? (
          t(refusal.reason === 'group_dissolved' ? 'refused.group_dissolved' : 'refused.not_a_member')
        ) : refusal.until === null ? (
          t('refused.allMuted')
        ) : (
          <Muted until={refusal.until ?? null} t={t} />
        )}
      </p>
      {over ? (
        <Button size="small" onClick={() => void remove()}>
          {t('refused.deleteConversation')}
        </Button>
      ) : (
        <Button size="small" onClick={() => setInfoOpen(true)}>
          {t('refused.seeGroup')}
        </Button>
      )}
    </div>
  )
}

/** Within a day it is counted down, for longer it is the moment. */
function Muted({ until, t }: { until: number | null; t: ChatT }) {
  const engine = useEngine()
  const formats = useFormats()
  const left = useClock(until, engine.serverNow)
  if (until === null || until >= times.forever) return t('refused.muted')
  return left < DAY ? (
    <>
      {t('refused.mutedUntil', { time: formats.captionTime(until) })}{' '}
      <span role="timer" aria-live="off" className="text-text-3 tabular-nums">
        {duration(Math.ceil(left / 1000) * 1000)}
      </span>
    </>
  ) : (
    t('refused.mutedUntil', { time: formats.captionTime(until) })
  )
}
