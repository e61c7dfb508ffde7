'use client'
import { Eraser, LogOut } from 'lucide-react'
import { useEngine } from '#client/react/hooks.ts'
import type { ConversationView } from '#client/types.ts'
import { useT } from '../../i18n/use-t.ts'
import { confirm } from '../../ui/confirm.ts'
import { Refusal } from '../../ui/refusal.tsx'
import { useAction } from '../../ui/use-action.ts'
import { useRefusalText } from '../../ui/use-refusal-text.ts'
import { askToLeave } from '../leave-group.ts'
import type { Standing } from '../standing.ts'

const row =
  'focus-inset flex min-h-12 w-full items-center gap-3 px-4 text-start text-body text-danger hover:bg-surface-2 disabled:opacity-50'

interface Props {
  conversation: ConversationView
  standing: Standing | null
  onClose: () => void
}

/** Clearing what was said, for me alone, and leaving. */
export function InfoEnding({ conversation, standing, onClose }: Props) {
  const t = useT('group')
  const engine = useEngine()
  const refusalText = useRefusalText()
  const action = useAction()
  const { id: conversationId, seq, title = '' } = conversation

  async function clear() {
    const sure = await confirm({
      title: t('clear.title'),
      text: t('clear.text'),
      action: t('clear.action'),
      danger: true,
    })
    if (!sure) return
    if (await action.run('clear', 'conversation:clear', { conversationId, seq })) onClose()
  }

  const leave = () =>
    void askToLeave({
      engine,
      t,
      errorText: refusalText,
      conversationId,
      title,
      owner: standing?.role === 'owner',
      last: conversation.memberCount === 1,
    })

  return (
    <div>
      <div className="divide-y divide-line overflow-hidden rounded-card border border-line">
        <button type="button" className={row} disabled={action.busy !== null} onClick={() => void clear()}>
          <Eraser aria-hidden /> {t('clear.action')}
        </button>
        {standing?.active && (
          <button type="button" className={row} onClick={leave}>
            <LogOut aria-hidden /> {t('leave.action')}
          </button>
        )}
      </div>
      <Refusal className="mt-2">{action.refused?.text}</Refusal>
    </div>
  )
}
