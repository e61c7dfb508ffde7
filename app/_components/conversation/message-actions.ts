'use client'
import { Copy, PencilLine, Reply, RotateCw, Trash2, Undo2 } from 'lucide-react'
import type { Engine, TimelineRow } from '#client/types.ts'
import type { WireError } from '#protocol/errors.ts'
import { refuseEdit, refuseRecall } from '#protocol/policy.ts'
import type { MenuItem } from '../ui/menu.ts'
import { toast } from '../ui/toast.ts'
import { handOver, recalledTexts, setTask } from './conversation-store.ts'
import { textOf } from './row-facts.ts'
import type { ChatT } from './words.ts'

/** How long the author of a recalled text gets it back into the composer. */
const REEDIT_MS = 5 * 60_000

export interface MessageSetting {
  engine: Engine
  conversationId: string
  t: ChatT
  errorText: (error: WireError) => string
  /** Something may be written here. */
  mayWrite: boolean
}

/** What can be done with a message; what the server would refuse is left out. */
export function messageMenu(row: TimelineRow, setting: MessageSetting): MenuItem[] {
  const { engine, conversationId, t, mayWrite } = setting
  const text = textOf(row)
  const items: MenuItem[] = []
  const copy: MenuItem = {
    label: t('actions.copy'),
    icon: Copy,
    onSelect: () => void copyText(text ?? '', t),
  }
  if (row.kind === 'outgoing') {
    if (row.status === 'fail') {
      items.push({
        label: t('actions.resend'),
        icon: RotateCw,
        onSelect: () => void engine.resend(row.idClient),
      })
      if (mayWrite) {
        items.push({
          label: t('actions.edit'),
          icon: PencilLine,
          onSelect: () => void takeBack(row.idClient, setting, true),
        })
      }
    }
    items.push(copy)
    items.push('separator', {
      label: t('actions.delete'),
      icon: Trash2,
      danger: true,
      onSelect: () => void takeBack(row.idClient, setting, false),
    })
    return items
  }
  const { message } = row
  if (message.recalledAt !== undefined || message.type === 'notification') return []
  const now = engine.serverNow()
  if (mayWrite) {
    items.push({
      label: t('actions.reply'),
      icon: Reply,
      onSelect: () => setTask(conversationId, { kind: 'reply', seq: message.seq }),
    })
  }
  if (text !== null) items.push(copy)
  if (text !== null && mayWrite && refuseEdit(message, engine.userId, now) === null) {
    items.push({
      label: t('actions.edit'),
      icon: PencilLine,
      onSelect: () => setTask(conversationId, { kind: 'edit', message, text }),
    })
  }
  if (refuseRecall(message, engine.userId, now) === null) {
    items.push('separator', {
      label: t('actions.recall'),
      icon: Undo2,
      danger: true,
      onSelect: () => void recall(row, setting),
    })
  }
  return items
}

async function recall(row: TimelineRow, { engine, conversationId, errorText }: MessageSetting) {
  if (row.kind !== 'message') return
  const { seq, idClient, replyTo } = row.message
  const text = textOf(row)
  const answer = await engine.run('message:recall', { conversationId, seq })
  if (!answer.ok) return toast({ title: errorText(answer.error), tone: 'danger' })
  if (text !== null) recalledTexts.set(idClient, { text, replyTo, until: engine.serverNow() + REEDIT_MS })
}

/** Out of the outbox: back into the composer, or gone. */
export async function takeBack(
  idClient: string,
  { engine, conversationId, t }: Pick<MessageSetting, 'engine' | 'conversationId' | 't'>,
  toComposer: boolean,
): Promise<void> {
  const draft = await engine.discard(idClient)
  if (!draft) toast({ title: t('actions.discarded') })
  else if (toComposer) handOver(conversationId, { text: draft.text, replyTo: draft.replyTo })
}

async function copyText(text: string, t: ChatT) {
  try {
    await navigator.clipboard.writeText(text)
    toast({ title: t('actions.copied'), tone: 'success', id: 'copied' })
  } catch {
    toast({ title: t('actions.copyFailed'), tone: 'danger' })
  }
}
