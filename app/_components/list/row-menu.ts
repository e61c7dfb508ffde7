'use client'
import { Bell, BellOff, EyeOff, Mail, MailOpen, Pin, PinOff, Trash2 } from 'lucide-react'
import type { ConversationView, Engine } from '#client/types.ts'
import type { WireError } from '#protocol/errors.ts'
import type { Input } from '#protocol/operations/index.ts'
import type { ChatT } from '../conversation/words.ts'
import { navigate } from '../shell/navigation.ts'
import { confirm } from '../ui/confirm.ts'
import type { MenuItem } from '../ui/menu.ts'
import { toast } from '../ui/toast.ts'

const HOUR = 3_600_000

interface Setting {
  engine: Engine
  t: ChatT
  errorText: (error: WireError) => string
  name: string
}

/** What can be done with a conversation from its row. */
export function rowMenu(conversation: ConversationView, setting: Setting): MenuItem[] {
  const { engine, t, errorText } = setting
  const { id, pinned, muted } = conversation
  const unread = conversation.unread > 0 || conversation.markedUnread

  const update = async (change: Omit<Input<'conversation:update'>, 'conversationId'>) => {
    const answer = await engine.run('conversation:update', { conversationId: id, ...change })
    if (!answer.ok) toast({ title: errorText(answer.error), tone: 'danger' })
    return answer.ok
  }
  const mute = (forMs: number | null) =>
    void update({ notify: 'none', notifyUntil: forMs === null ? null : engine.serverNow() + forMs })

  return [
    {
      label: pinned ? t('list.unpin') : t('list.pin'),
      icon: pinned ? PinOff : Pin,
      onSelect: () => void update({ pinned: !pinned }),
    },
    unread
      ? {
          label: t('list.markRead'),
          icon: MailOpen,
          onSelect: () => void engine.markRead(id, Math.max(1, conversation.seq)),
        }
      : { label: t('list.markUnread'), icon: Mail, onSelect: () => void update({ markedUnread: true }) },
    muted
      ? {
          label: t('list.unmute'),
          icon: Bell,
          onSelect: () => void update({ notify: 'all', notifyUntil: null }),
        }
      : {
          label: t('list.mute'),
          icon: BellOff,
          items: [
            { label: t('list.mute1h'), onSelect: () => mute(HOUR) },
            { label: t('list.mute8h'), onSelect: () => mute(8 * HOUR) },
            { label: t('list.muteForever'), onSelect: () => mute(null) },
          ],
        },
    {
      label: t('list.hide'),
      icon: EyeOff,
      onSelect: () => {
        leave(id)
        void update({ hidden: true }).then(done => {
          if (!done) return
          const undo = { label: t('list.undo'), onSelect: () => void update({ hidden: false }) }
          toast({ title: t('list.hidden'), action: undo })
        })
      },
    },
    'separator',
    {
      label: t('list.delete'),
      icon: Trash2,
      danger: true,
      onSelect: () => void remove(conversation, setting),
    },
  ]
}

async function remove({ id, seq, to }: ConversationView, { engine, t, errorText, name }: Setting) {
  const notes = to === engine.userId
  const sure = await confirm({
    title: notes ? t('list.deleteNotesTitle') : t('list.deleteTitle', { name }),
    text: notes ? t('list.deleteNotesText') : t('list.deleteText', { name }),
    action: t('list.delete'),
    danger: true,
  })
  if (!sure) return
  leave(id)
  // Up to what was there when asked: what arrives meanwhile stays.
  const answer = await engine.run('conversation:clear', { conversationId: id, seq, remove: true })
  if (!answer.ok) toast({ title: errorText(answer.error), tone: 'danger' })
}

/** A conversation that goes from the list does not stay on screen. */
function leave(id: string) {
  if (location.pathname === `/conversations/${id}`) navigate('/conversations', { replace: true })
}
