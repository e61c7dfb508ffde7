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
import { afterEdit, type MentionQuery, type Written, withMention } from './mentions.ts'
import { partsOf } from './parts.ts'
import { useDraft } from './use-draft.ts'

export const isTouch = (): boolean => matchMedia('(pointer: coarse)').matches

const nothing: Written = { text: '', mentions: [] }
const onlyText = (text: string): Written => ({ text, mentions: [] })

/**
 * What is being written in a conversation: a new message, an answer, or the change of an old one. Keeps the draft,
 * takes in texts handed over, and sends.
 * @param prepare asked before a new message is sent: what goes out, or null where it stays here
 */
export function useWriting(
  conversation: ConversationView,
  area: RefObject<HTMLTextAreaElement | null>,
  onSent: () => void,
  prepare: (written: Written) => Promise<Written | null>,
) {
  const { id, localDraft } = conversation
  const engine = useEngine()
  const errorText = useErrorText()
  const task = useConversationStore(state => state.tasks[id])
  const handover = useConversationStore(state => state.handovers[id])
  const [written, setWritten] = useState<Written>(() => ({
    text: localDraft?.text ?? '',
    mentions: localDraft?.mentions ?? [],
  }))
  const { text } = written
  const composing = useRef(false)
  const edited = task?.kind === 'edit' ? task.message : undefined
  const replyTo = task?.kind === 'reply' ? task.seq : undefined

  // While a message is changed, what was being written waits; a draft is only ever of a new message.
  const aside = useRef(nothing)
  const current = useRef({ ...written, replyTo: undefined as { seq: number } | undefined })
  current.current = edited
    ? { ...aside.current, replyTo: undefined }
    : { ...written, replyTo: replyTo === undefined ? undefined : { seq: replyTo } }
  const { changed, cleared, save } = useDraft({
    conversation,
    current,
    inUse: () =>
      composing.current || edited !== undefined || (document.activeElement === area.current && text !== ''),
    adopt: next => {
      setWritten({ text: next.text, mentions: next.mentions })
      setTask(id, next.replyTo && { kind: 'reply', seq: next.replyTo.seq })
    },
  })

  // A text that is not the one the browser made leaves its caret at the end.
  const caret = useRef<number | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: with every new text
  useLayoutEffect(() => {
    if (caret.current !== null) area.current?.setSelectionRange(caret.current, caret.current)
    caret.current = null
  }, [written])

  /** Puts words in, with the caret behind them. */
  const write = (words: Written) => {
    setWritten(words)
    requestAnimationFrame(() => {
      area.current?.focus({ preventScroll: true })
      area.current?.setSelectionRange(words.text.length, words.text.length)
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
      if (was?.kind !== 'edit') aside.current = written
      write(onlyText(task.text))
    } else if (was?.kind === 'edit') write(aside.current)
    else if (task && task.seq !== draftReply) area.current?.focus({ preventScroll: true })
    changed()
  }, [task])

  // biome-ignore lint/correctness/useExhaustiveDependencies: only when something is handed over
  useEffect(() => {
    if (!handover) return
    handOver(id, undefined)
    setTask(id, handover.replyTo && { kind: 'reply', seq: handover.replyTo.seq })
    write(joined(written, { text: handover.text, mentions: handover.mentions ?? [] }))
    changed()
  }, [handover])

  const cancel = useCallback(() => setTask(id, undefined), [id])
  const max = limits.messageChars
  const ready = !isBlank(text) && !(edited && text.length > max)

  async function submit() {
    if (!ready) return
    if (edited) return saveEdit(edited)
    const outgoing = await prepare(written)
    if (!outgoing) return area.current?.focus({ preventScroll: true })
    setWritten(nothing)
    cancel()
    current.current = { ...nothing, replyTo: undefined }
    cleared()
    area.current?.focus({ preventScroll: true })
    // One after the other keeps their order; only the first is an answer.
    for (const [at, part] of partsOf(outgoing, max).entries()) {
      const answers = at === 0 && replyTo !== undefined && { replyTo: { seq: replyTo } }
      const named = part.mentions.length > 0 && { mentions: part.mentions }
      await engine.send({ conversationId: id, text: part.text, ...named, ...answers })
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

  /** Takes over what the browser made of the text, and returns what it is now. */
  function type(words: string, caretNow: number): Written {
    const next = afterEdit(written, words, caretNow, composing.current)
    caret.current = next.caret
    setWritten({ text: next.text, mentions: next.mentions })
    if (composing.current || edited) return next
    changed()
    if (next.text.trim() !== '') engine.sendTyping(id, 'text')
    return next
  }

  /** Names somebody in the place of what was typed. */
  function name(query: MentionQuery, userId: string, called: string) {
    const next = withMention(written, query, userId, called)
    caret.current = next.caret
    setWritten({ text: next.text, mentions: next.mentions })
    area.current?.focus({ preventScroll: true })
    changed()
  }

  function compose(now: boolean) {
    composing.current = now
    if (!now && !edited) changed()
  }

  return { written, task, edited, replyTo, ready, composing, type, name, compose, save, submit, cancel }
}

/** What is handed over goes below what stands there already. */
function joined(above: Written, below: Written): Written {
  if (above.text.trim() === '') return below
  const text = `${above.text.trimEnd()}\n`
  const kept = above.mentions.filter(({ offset, length }) => offset + length <= text.length)
  const moved = below.mentions.map(mention => ({ ...mention, offset: mention.offset + text.length }))
  return { text: text + below.text, mentions: [...kept, ...moved] }
}
