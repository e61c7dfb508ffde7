'use client'
import { Check, SendHorizontal } from 'lucide-react'
import { type KeyboardEvent, useRef } from 'react'
import TextareaAutosize from 'react-textarea-autosize'
import { useAccount } from '#client/react/hooks.ts'
import type { ConversationView } from '#client/types.ts'
import type { Message } from '#protocol/entities/message.ts'
import type { Reason } from '#protocol/errors.ts'
import { limits } from '#protocol/limits.ts'
import { useQuoted } from '../conversation/use-quotes.ts'
import type { Words } from '../conversation/words.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Counter } from './counter.tsx'
import { isComposing, sends } from './keys.ts'
import { RefusedBar } from './refused-bar.tsx'
import { TaskBar } from './task-bar.tsx'
import { isTouch, useWriting } from './use-writing.ts'

interface Props {
  conversation: ConversationView
  /** Why nothing can be written here, or null. */
  refusal: Reason | null
  words: Words
  quotedOf: (seq: number) => Message | undefined
  onSent: () => void
  onJump: (seq: number) => void
  onAsk: () => void
}

/** Where messages are written; in its place the reason, where none can be. Never switched off by a lost network. */
export function Composer(props: Props) {
  const { conversation, refusal, words, onAsk } = props
  if (refusal === null) return <Field {...props} />
  return (
    <RefusedBar
      conversation={conversation}
      reason={refusal}
      name={words.nameOf(conversation.to)}
      t={words.t}
      onAsk={onAsk}
    />
  )
}

function Field({ conversation, words, quotedOf, onSent, onJump }: Props) {
  const { id } = conversation
  const { t, me } = words
  const sendKey = useAccount()?.settings.sendKey ?? 'enter'
  const area = useRef<HTMLTextAreaElement>(null)
  const writing = useWriting(conversation, area, onSent)
  const { text, task, edited, replyTo, ready, submit, cancel } = writing
  const quoted = useQuoted(id, replyTo, replyTo === undefined ? undefined : quotedOf(replyTo))

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (sends(event, sendKey, isTouch())) {
      event.preventDefault()
      return void submit()
    }
    if (event.key === 'Escape' && !isComposing(event) && task) {
      event.preventDefault()
      event.stopPropagation()
      cancel()
    }
  }

  return (
    <div className="flex-none border-line border-t bg-surface pb-(--safe-b)">
      <div className="mx-auto max-w-230">
        {task && (
          <TaskBar
            kind={task.kind}
            message={edited ?? quoted}
            words={words}
            onJump={() => onJump(task.kind === 'edit' ? task.message.seq : task.seq)}
            onCancel={cancel}
          />
        )}
        <div className="flex min-h-(--composer-h) items-end gap-1 px-2 py-1.5 two:px-4">
          <TextareaAutosize
            ref={area}
            value={text}
            minRows={1}
            maxRows={8}
            dir="auto"
            aria-label={t('composer.label')}
            placeholder={conversation.to === me ? t('composer.placeholderNotes') : t('composer.placeholder')}
            enterKeyHint={sendKey === 'enter' && !isTouch() ? 'send' : 'enter'}
            autoComplete="off"
            onChange={event => writing.type(event.target.value)}
            onCompositionStart={() => writing.compose(true)}
            onCompositionEnd={() => writing.compose(false)}
            onBlur={writing.save}
            onKeyDown={onKeyDown}
            className="scroll-y min-w-0 flex-1 resize-none rounded-control bg-surface-2 px-3 py-2.25 text-body text-text outline-control outline-offset-0 placeholder:text-text-3 focus-visible:outline-[1.5px]"
          />
          <IconButton
            icon={edited ? Check : SendHorizontal}
            label={edited ? t('composer.save') : t('composer.send')}
            disabled={!ready}
            // The focus stays with the words, and on a phone the keyboard open.
            onPointerDown={event => event.preventDefault()}
            onClick={() => void submit()}
            variant={ready ? 'accent' : 'ghost'}
          />
        </div>
        <Counter text={text} max={limits.messageChars} editing={edited !== undefined} t={t} />
      </div>
    </div>
  )
}
