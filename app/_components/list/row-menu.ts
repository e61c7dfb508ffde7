'use client'
import { Bell, BellOff, EyeOff, LogOut, Mail, MailOpen, Pin, PinOff, Trash2 } from 'lucide-react'
import type { ConversationView, Engine } from '#client/types.ts'
import type { NotifyLevel } from '#protocol/entities/conversation.ts'
import type { Role } from '#protocol/entities/group.ts'
import type { WireError } from '#protocol/errors.ts'
import type { Input } from '#protocol/operations/index.ts'
import type { ChatT } from '../conversation/words.ts'
import { navigate } from '../shell/navigation.ts'
import { confirm } from '../ui/confirm.ts'
import type { MenuItem } from '../ui/menu.ts'
import { toast } from '../ui/toast.ts'

const HOUR = 3_600_000

export interface Setting {
  engine: Engine
  t: ChatT
  errorText: (error: WireError) => string
  name: string
}

/** What can be done with a conversation from its row. */
export function rowMenu(conversation: ConversationView, setting: Setting): MenuItem[] {
  const { engine, t, errorText } = setting
  const { id, pinned, muted, scene, left, dissolved } = conversation
  const unread = conversation.unread > 0 || conversation.markedUnread

  const update = async (change: Omit<Input<'conversation:update'>, 'conversationId'>) => {
    const answer = await engine.run('conversation:update', { conversationId: id, ...change })
    if (!answer.ok) toast({ title: errorText(answer.error), tone: 'danger' })
    return answer.ok
  }
  const mute = (forMs: number | null) =>
    void update({ notify: 'none', notifyUntil: forMs === null ? null : engine.serverNow() + forMs })
  const level = muted ? conversation.notify : 'all'
  const choose = (notify: NotifyLevel): MenuItem => ({
    label: t(`list.notify.${notify}`),
    checked: level === notify,
    onSelect: () => void update({ notify, notifyUntil: null }),
  })
  const notifications: MenuItem =
    scene === 'group'
      ? {
          label: t('list.notifications'),
          icon: muted ? BellOff : Bell,
          items: [
            choose('all'),
            choose('mentions'),
            choose('none'),
            'separator',
            { label: t('list.notify.hour'), onSelect: () => mute(HOUR) },
            { label: t('list.notify.hours'), onSelect: () => mute(8 * HOUR) },
          ],
        }
      : muted
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
          }

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
    ...(left || dissolved ? [] : [notifications]),
    {
      label: t('list.hide'),
      icon: EyeOff,
      onSelect: () => {
        close(id)
        void update({ hidden: true }).then(done => {
          if (!done) return
          const undo = { label: t('list.undo'), onSelect: () => void update({ hidden: false }) }
          toast({ title: t('list.hidden'), action: undo })
        })
      },
    },
    'separator',
    ...(scene === 'group' && !left && !dissolved
      ? [
          {
            label: t('list.leave'),
            icon: LogOut,
            danger: true,
            onSelect: () => void leaveGroup(conversation, setting),
          },
        ]
      : []),
    {
      label: t('list.delete'),
      icon: Trash2,
      danger: true,
      onSelect: () => void removeConversation(conversation, setting),
    },
  ]
}

/** Clears a conversation for me and takes it off the list, once that was asked. */
export async function removeConversation(
  { id, seq, to, scene }: ConversationView,
  { engine, t, errorText, name }: Setting,
): Promise<void> {
  const notes = to === engine.userId
  const group = scene === 'group'
  const sure = await confirm({
    title: notes
      ? t('list.deleteNotesTitle')
      : group
        ? t('list.deleteGroupTitle', { name })
        : t('list.deleteTitle', { name }),
    text: notes
      ? t('list.deleteNotesText')
      : group
        ? t('list.deleteGroupText')
        : t('list.deleteText', { name }),
    action: t('list.delete'),
    danger: true,
  })
  if (!sure) return
  close(id)
  // Up to what was there when asked: what arrives meanwhile stays.
  const answer = await engine.run('conversation:clear', { conversationId: id, seq, remove: true })
  if (!answer.ok) toast({ title: errorText(answer.error), tone: 'danger' })
}

/**
 * Leaves a group, once that was asked. Its owner cannot go while others are there: they are told what to do first, and
 * led to where it is done.
 */
export async function leaveGroup(conversation: ConversationView, setting: Setting): Promise<void> {
  const { id, member, memberCount } = conversation
  const { engine, t, errorText, name } = setting
  const last = memberCount === 1
  const role = member?.role ?? (await ownRole(engine, id))
  if (role === 'owner' && !last) return handOverFirst(id, setting)
  const sure = await confirm({
    title: t('list.leaveTitle', { name }),
    text: last ? t('list.leaveLastText') : t('list.leaveText'),
    action: t('list.leave'),
    danger: true,
  })
  if (!sure) return
  const answer = await engine.run('group:leave', { conversationId: id })
  if (answer.ok) return
  // Made the owner meanwhile, on another screen.
  if (answer.error.details?.reason === 'owner_must_transfer') return handOverFirst(id, setting)
  toast({ title: errorText(answer.error), tone: 'danger' })
}

/** Of a group that has only just come: its members follow. */
async function ownRole(engine: Engine, conversationId: string): Promise<Role | undefined> {
  const answer = await engine.run('group:get', { conversationId })
  return answer.ok ? answer.data.member.role : undefined
}

async function handOverFirst(id: string, { t, name }: Setting) {
  const lead = await confirm({
    title: t('list.ownerTitle', { name }),
    text: t('list.ownerText'),
    action: t('list.manageGroup'),
  })
  if (lead) navigate(`/groups/${id}`)
}

/** A conversation that goes from the list does not stay on screen. */
function close(id: string) {
  if (location.pathname === `/conversations/${id}`) navigate('/conversations', { replace: true })
}
