'use client'
import type { ConversationView } from '#client/types.ts'
import type { NotifyLevel } from '#protocol/entities/conversation.ts'
import { useT } from '../../i18n/use-t.ts'
import { Refusal } from '../../ui/refusal.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Switch } from '../../ui/switch.tsx'
import { useAction } from '../../ui/use-action.ts'
import type { Standing } from '../standing.ts'
import { NicknameRow } from './nickname-row.tsx'

const levels: readonly NotifyLevel[] = ['all', 'mentions', 'none']

interface Props {
  conversation: ConversationView
  standing: Standing | null
}

/** What is mine alone: my name here, what rings, whether it stands on top. */
export function InfoOwn({ conversation, standing }: Props) {
  const t = useT('group')
  const action = useAction()
  const { id: conversationId, pinned, muted, notify } = conversation
  return (
    <section aria-label={t('info.own')} className="divide-y divide-line rounded-card border border-line">
      {standing?.active && <NicknameRow conversationId={conversationId} nickname={standing.me.nickname} />}
      {!conversation.left && (
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2.5">
          <span className="text-body text-text">{t('notify.label')}</span>
          <Segmented
            label={t('notify.label')}
            // A level whose time is over is over, whatever the row still says.
            value={muted ? notify : 'all'}
            onChange={level =>
              void action.run('notify', 'conversation:update', {
                conversationId,
                notify: level,
                notifyUntil: null,
              })
            }
            options={levels.map(value => ({ value, label: t(`notify.${value}`) }))}
            className="max-w-full"
          />
        </div>
      )}
      <div className="px-4 py-1">
        <Switch
          label={t('info.pin')}
          checked={pinned}
          onChange={on => void action.run('pin', 'conversation:update', { conversationId, pinned: on })}
        />
        <Refusal className="py-1">{action.refused?.text}</Refusal>
      </div>
    </section>
  )
}
