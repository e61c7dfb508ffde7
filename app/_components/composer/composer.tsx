'use client'
import type { ComposerProps } from './composer-props.ts'
import { Field } from './field.tsx'
import { GroupRefusedBar } from './group-refused-bar.tsx'
import { RefusedBar } from './refused-bar.tsx'

/** Where messages are written; in its place the reason, where none can be. Never switched off by a lost network. */
export function Composer(props: ComposerProps) {
  const { conversation, refusal, words, onAsk } = props
  if (refusal === null) return <Field {...props} />
  if (conversation.scene === 'group')
    return <GroupRefusedBar conversation={conversation} refusal={refusal} t={words.t} />
  return (
    <RefusedBar
      conversation={conversation}
      reason={refusal.reason}
      name={words.nameOf(conversation.to)}
      t={words.t}
      onAsk={onAsk}
    />
  )
}
