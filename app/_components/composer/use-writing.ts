'use client'
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import type { ConversationView } from '#client/types.ts'
import type { Message } from '#protocol/entities/message.ts'
import { limits } from '#protocol/limits.ts'
import { isBlank } from '#protocol/text.ts'
import { handOver, setTask, useConversationStore } from '../conversation/conversation-store.ts'
import { useErrorText } from '../i18n/use-error-text.ts'
import { toast } from '../ui/toast.ts'
import { splitText } from './split.ts'
import { useDraft } from './use-draft.ts'

export const isTouch = (): boolean => matchMedia('(pointer: coarse)').matches

/**
 * What is being written in a conversation: a new message, an answer, or the change of an old one. Keeps the draft,
 * takes in texts handed over, and sends.
 */
export function useWriting(
  conversation: ConversationView,
  area: RefObject<HTMLTextAreaElement | null>,
  onSent: () => void,
) {
  const { id, localDraft } = conversation
  const engine = useEngine()
  const errorText = useErrorText()
  const task = useConversationStore(state => state.tasks[id])
  const handover = useConversationStore(state => state.handovers[id])
  const [text, setText] = useState(localDraft?.text ?? '')
  const composing = useRef(false)
  const edited = task?.kind === 'edit' ? task.message : undefined
  const replyTo = task?.kind === 'reply' ? task.seq : undefined

  // While a message is changed, what was being written waits; a draft is only ever of a new message.
  const aside = useRef('')
  const current = useRef({ text, replyTo: undefined as { seq: number } | undefined })
  current.current = edited
    ? { text: aside.current, replyTo: undefined }
    : { text, replyTo: replyTo === undefined ? undefined : { seq: replyTo } }
  const { changed, cleared, save } = useDraft({
    conversation,
    current,
    inUse: () =>
      composing.current || edited !== undefined || (document.activeElement === area.current && text !== ''),
    adopt: next => {
      setText(next.text)
      setTask(id, next.replyTo && { kind: 'reply', seq: next.replyTo.seq })
    },
  })

  /** Puts words in, with the caret behind them. */
  const write = (words: string) => {
    setText(words)
    requestAnimationFrame(() => {
      area.current?.focus({ preventScroll: true })
      area.current?.setSelectionRange(words.length, words.length)
    })
  }

  // A draft that was left with an answer goes on as one.
  const [draftReply] = useState(localDraft?.replyTo?.seq)
  useEffect(() => {
    if (draftReply !== undefined) setTask(id, { kind: 'reply', seq: draftReply })
    // A keyboard that opens by itself would cover what one came to read.
    if (!isTouch()) area.current?.focus({ preventScroll: true })
    return () => setTask(id, undefined)
  }, [id, draftReply, area])

  // An edit brings its text along, and gives back what stood here before.
  const before = useRef(task)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the task changes
  useLayoutEffect(() => {
    const was = before.current
    before.current = task
    if (was === task) return
    if (task?.kind === 'edit') {
      if (was?.kind !== 'edit') aside.current = text
      write(task.text)
    } else if (was?.kind === 'edit') write(aside.current)
    else if (task && task.seq !== draftReply) area.current?.focus({ preventScroll: true })
    changed()
  }, [task])

  // biome-ignore lint/correctness/useExhaustiveDependencies: only when something is handed over
  useEffect(() => {
    if (!handover) return
    handOver(id, undefined)
    setTask(id, handover.replyTo && { kind: 'reply', seq: handover.replyTo.seq })
    write(text.trim() === '' ? handover.text : `${text.trimEnd()}\n${handover.text}`)
    changed()
  }, [handover])

  const cancel = useCallback(() => setTask(id, undefined), [id])
  const max = limits.messageChars
  const ready = !isBlank(text) && !(edited && text.length > max)

  async function submit() {
    if (!ready) return
    if (edited) return saveEdit(edited)
    setText('')
    cancel()
    current.current = { text: '', replyTo: undefined }
    cleared()
    area.current?.focus({ preventScroll: true })
    // One after the other keeps their order; only the first is an answer.
    for (const [at, part] of splitText(text, max).entries()) {
      const answers = at === 0 && replyTo !== undefined && { replyTo: { seq: replyTo } }
      await engine.send({ conversationId: id, text: part, ...answers })
    }
    onSent()
  }

  async function saveEdit(message: Message) {
    const next = text.trimEnd()
    cancel()
    if (next === message.content?.text) return
    const answer = await engine.run('message:edit', {
      conversationId: id,
      seq: message.seq,
      content: { text: next },
    })
    if (answer.ok) return
    toast({ title: errorText(answer.error), tone: 'danger' })
    // Nothing written is lost: back to where it was being changed.
    setTask(id, { kind: 'edit', message, text: next })
  }

  function type(words: string) {
    setText(words)
    if (composing.current || edited) return
    changed()
    if (words.trim() !== '') engine.sendTyping(id, 'text')
  }

  function compose(now: boolean) {
    composing.current = now
    if (!now && !edited) changed()
  }

  return { text, task, edited, replyTo, ready, type, compose, save, submit, cancel }
}
