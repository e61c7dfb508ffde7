import type { Engine } from '#client/types.ts'
import type { WireError } from '#protocol/errors.ts'
import type { useT } from '../i18n/use-t.ts'
import { navigate } from '../shell/navigation.ts'
import { confirm } from '../ui/confirm.ts'
import { toast } from '../ui/toast.ts'

interface Leaving {
  engine: Engine
  t: ReturnType<typeof useT<'group'>>
  errorText: (error: WireError) => string
  conversationId: string
  title: string
  owner: boolean
  /** Nobody else is in the group: it ends with whoever leaves. */
  last: boolean
}

/** Leaves after a question. An owner whom others would miss is shown the two ways there are instead. */
export async function askToLeave(leaving: Leaving): Promise<void> {
  const { engine, t, errorText, conversationId, title, owner, last } = leaving
  if (owner && !last) {
    const go = await confirm({
      title: t('leave.ownerTitle'),
      text: t('leave.ownerText'),
      action: t('leave.ownerAction'),
    })
    if (go) navigate(`/groups/${conversationId}/settings`)
    return
  }
  const sure = await confirm({
    title: t('leave.title', { title }),
    text: owner ? t('leave.lastText') : t('leave.text'),
    action: t('leave.action'),
    danger: true,
  })
  if (!sure) return
  const answer = await engine.run('group:leave', { conversationId })
  if (!answer.ok) toast({ title: errorText(answer.error), tone: 'danger' })
}
