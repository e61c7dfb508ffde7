'use client'
import { Check, SendHorizontal } from 'lucide-react'
import { type KeyboardEvent, lazy, Suspense, useId, useMemo, useRef, useState } from 'react'
import TextareaAutosize from 'react-textarea-autosize'
import { useAccount } from '#client/react/hooks.ts'
import { limits } from '#protocol/limits.ts'
import { useQuoted } from '../conversation/use-quotes.ts'
import { IconButton } from '../ui/icon-button.tsx'
import type { ComposerProps } from './composer-props.ts'
import { Counter } from './counter.tsx'
import { isComposing, sends } from './keys.ts'
import type { PickerHandle } from './mention-picker.tsx'
import { mentionAt } from './mentions.ts'
import { SlowNote } from './slow-note.tsx'
import { TaskBar } from './task-bar.tsx'
import { usePrepare, useQuery } from './use-naming.ts'
import { isTouch, useWriting } from './use-writing.ts'

const MentionPicker = lazy(() => import('./mention-picker.tsx'))

/** The field messages are written in, with what they answer above it. */
export function Field({
  conversation,
  roster,
  slowUntil,
  words,
  quotedOf,
  recent,
  onSent,
  onJump,
}: ComposerProps) {
  const { id } = conversation
  const { t, me } = words
  const sendKey = useAccount()?.settings.sendKey ?? 'enter'
  const area = useRef<HTMLTextAreaElement>(null)
  const writing = useWriting(conversation, area, onSent, usePrepare(conversation, roster, t))
  const { written, task, edited, replyTo, ready, submit, cancel } = writing
  const { text } = written
  const quoted = useQuoted(id, replyTo, replyTo === undefined ? undefined : quotedOf(replyTo))
  const naming = useQuery(area, written, () => roster !== undefined && !edited && !writing.composing.current)
  const picker = useRef<PickerHandle>(null)
  const listId = useId()
  const [option, setOption] = useState<string | null>(null)
  const calling = naming.query !== null
  // As it was when the list opened: it does not move under somebody choosing.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when it opens
  const spoke = useMemo(() => (calling ? recent() : []), [calling])

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (isComposing(event)) return
    const took = naming.query !== null && picker.current?.press(event)
    if (took) {
      event.stopPropagation()
      return event.preventDefault()
    }
    if (sends(event, sendKey, isTouch())) {
      event.preventDefault()
      return void submit()
    }
    if (event.key === 'Escape' && task) {
      event.preventDefault()
      event.stopPropagation()
      return cancel()
    }
    selectWhole(event)
  }

  /** A mention goes whole: the browser deletes what is chosen, and can take that back. */
  function selectWhole(event: KeyboardEvent<HTMLTextAreaElement>) {
    const { selectionStart, selectionEnd } = event.currentTarget
    if (selectionStart !== selectionEnd) return
    const mention = mentionAt(written.mentions, selectionStart, event.key)
    if (mention) event.currentTarget.setSelectionRange(mention.offset, mention.offset + mention.length)
  }

  return (
    <div className="flex-none border-line border-t bg-surface pb-(--safe-b)">
      <div className="relative mx-auto max-w-230">
        {naming.query && roster && (
          <Suspense fallback={null}>
            <MentionPicker
              id={listId}
              conversation={conversation}
              roster={roster}
              query={naming.query.text}
              recent={spoke}
              t={t}
              handle={picker}
              onPick={(userId, name) => {
                if (naming.query) writing.name(naming.query, userId, name)
                naming.forget()
              }}
              onClose={naming.close}
              onActive={setOption}
            />
          </Suspense>
        )}
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
            {...(option !== null && {
              'aria-autocomplete': 'list' as const,
              'aria-controls': listId,
              'aria-activedescendant': option,
            })}
            onChange={event => {
              const { value, selectionEnd } = event.target
              naming.look(writing.type(value, selectionEnd))
            }}
            onSelect={() => naming.look()}
            onCompositionStart={() => writing.compose(true)}
            onCompositionEnd={() => {
              writing.compose(false)
              naming.look()
            }}
            onBlur={() => {
              writing.save()
              naming.forget()
            }}
            onKeyDown={onKeyDown}
            className="scroll-y min-w-0 flex-1 resize-none rounded-control bg-surface-2 px-3 py-2.25 text-body text-text outline-control outline-offset-0 placeholder:text-text-3 focus-visible:outline-[1.5px]"
          />
          {slowUntil !== null && !edited && <SlowNote until={slowUntil} t={t} />}
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
