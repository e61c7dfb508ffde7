'use client'
import type { TimelineRow } from '#client/types.ts'
import { useErrorText } from '../i18n/use-error-text.ts'
import type { RowActions } from './row-props.ts'
import type { Words } from './words.ts'

interface Props {
  row: Extract<TimelineRow, { kind: 'outgoing' }>
  words: Words
  actions: RowActions
}

/** Under a message that was refused: why, and what can be done. */
export function FailedNote({ row, words, actions }: Props) {
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
