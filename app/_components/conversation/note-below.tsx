'use client'
import type { TimelineRow } from '#client/types.ts'
import { useClock } from '../composer/use-clock.ts'
import { useErrorText } from '../i18n/use-error-text.ts'
import type { RowActions } from './row-props.ts'
import type { Words } from './words.ts'

interface Props {
  row: Extract<TimelineRow, { kind: 'outgoing' }>
  words: Words
  actions: RowActions
}

/** Under a message that was not sent: why, and what can be done, or when it will be. */
export function NoteBelow(props: Props) {
  const { status, error } = props.row
  if (status === 'fail') return <FailedNote {...props} />
  return error?.details?.reason === 'slow_mode' ? <SlowNote {...props} /> : null
}

function FailedNote({ row, words, actions }: Props) {
  const { t } = words
  const errorText = useErrorText()
  const choices = [
    ...(row.error?.details?.reason === 'not_friends'
      ? [{ label: t('refused.sendRequest'), onPress: actions.requestFriend }]
      : []),
    { label: t('actions.resend'), onPress: () => actions.resend(row.idClient) },
    { label: t('actions.delete'), onPress: () => actions.remove(row.idClient) },
  ]
  return (
    <div className="mt-1 flex max-w-[80%] flex-wrap items-center justify-end gap-x-3 gap-y-0.5 text-meta">
      <span className="text-danger">{row.error ? errorText(row.error) : t('message.failed')}</span>
      {choices.map(({ label, onPress }) => (
        <button
          key={label}
          type="button"
          tabIndex={-1}
          onClick={onPress}
          className="relative rounded-tag font-[600] text-accent after:absolute after:-inset-x-1 after:-inset-y-2 hover:underline"
        >
          {label}
        </button>
      ))}
    </div>
  )
}

/** It waits for slow mode and goes by itself. */
function SlowNote({ row, words }: Props) {
  const { retryAt } = row
  const left = useClock(retryAt ?? null, Date.now)
  return (
    <p className="mt-1 text-meta text-text-3 tabular-nums">
      {words.t('message.slow', { seconds: Math.ceil(left / 1000) })}
    </p>
  )
}
