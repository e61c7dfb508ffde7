'use client'
import { CheckCheck, Copy, PencilLine, Reply, RotateCw, Trash2, Undo2 } from 'lucide-react'
import type { ConversationView, Engine, TimelineRow } from '#client/types.ts'
import type { Role } from '#protocol/entities/group.ts'
import type { Message } from '#protocol/entities/message.ts'
import type { WireError } from '#protocol/errors.ts'
import { refuseGroupRecall } from '#protocol/group-policy.ts'
import { refuseEdit, refuseRecall } from '#protocol/policy.ts'
import { confirm } from '../ui/confirm.ts'
import type { MenuItem } from '../ui/menu.ts'
import { toast } from '../ui/toast.ts'
import { handOver, recalledTexts, setTask } from './conversation-store.ts'
import { textOf } from './row-facts.ts'
import type { ChatT } from './words.ts'

/** How long the author of a recalled text gets it back into the composer. */
const REEDIT_MS = 5 * 60_000

export interface MessageSetting {
  engine: Engine
  conversation: ConversationView
  t: ChatT
  nameOf: (userId: string) => string
  /** What somebody is in the group now; whoever has left is a member. */
  roleOf: (userId: string) => Role
  /** Opens the list of who has read a message; undefined where nobody is told. */
  showReads: ((message: Message) => void) | undefined
  errorText: (error: WireError) => string
  /** Something may be written here. */
  mayWrite: boolean
}

/** What can be done with a message; what the server would refuse is left out. */
export function messageMenu(row: TimelineRow, setting: MessageSetting): MenuItem[] {
  const { engine, conversation, t, mayWrite, showReads } = setting
  const conversationId = conversation.id
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
  if (showReads && message.from === engine.userId) {
    items.push({ label: t('actions.readBy'), icon: CheckCheck, onSelect: () => showReads(message) })
  }
  if (mayRecall(message, setting, now)) {
    items.push('separator', {
      label: t('actions.recall'),
      icon: Undo2,
      danger: true,
      onSelect: () => void recall(row, setting),
    })
  }
  return items
}

/** The server's own rules. Where too little is known here of the group, the server is asked. */
function mayRecall(message: Message, { engine, conversation, roleOf }: MessageSetting, now: number): boolean {
  const { scene, group, member, left, dissolved } = conversation
  if (scene === 'direct') return refuseRecall(message, engine.userId, now) === null
  if (left || dissolved) return false
  if (!group || !member) return message.from === engine.userId
  const actor = { userId: engine.userId, role: member.role }
  return refuseGroupRecall(message, actor, roleOf(message.from), group, now) === null
}

async function recall(row: TimelineRow, { engine, conversation, t, nameOf, errorText }: MessageSetting) {
  if (row.kind !== 'message') return
  const { seq, idClient, replyTo, from, mentions } = row.message
  const text = textOf(row)
  const own = from === engine.userId
  if (!own) {
    const sure = await confirm({
      title: t('actions.recallTitle', { name: nameOf(from) }),
      text: t('actions.recallText'),
      action: t('actions.recall'),
      danger: true,
    })
    if (!sure) return
  }
  const answer = await engine.run('message:recall', { conversationId: conversation.id, seq })
  if (!answer.ok) return toast({ title: errorText(answer.error), tone: 'danger' })
  if (!own || text === null) return
  recalledTexts.set(idClient, { text, mentions, replyTo, until: engine.serverNow() + REEDIT_MS })
}

/** Out of the outbox: back into the composer, or gone. */
export async function takeBack(
  idClient: string,
  { engine, conversation, t }: Pick<MessageSetting, 'engine' | 'conversation' | 't'>,
  toComposer: boolean,
): Promise<void> {
  const draft = await engine.discard(idClient)
  if (!draft) toast({ title: t('actions.discarded') })
  else if (toComposer) {
    const { text, mentions, replyTo } = draft
    handOver(conversation.id, { text, mentions, replyTo })
  }
}

async function copyText(text: string, t: ChatT) {
  try {
    await navigator.clipboard.writeText(text)
    toast({ title: t('actions.copied'), tone: 'success', id: 'copied' })
  } catch {
    toast({ title: t('actions.copyFailed'), tone: 'danger' })
  }
}
