'use client'
import { usePerson } from '#client/react/hooks.ts'
import { lengths } from '#protocol/limits.ts'
import { useT } from '../i18n/use-t.ts'
import { NameRow } from '../ui/name-row.tsx'
import { useAction } from '../ui/use-action.ts'

/** My own name for somebody. */
export function RemarkRow({ userId }: { userId: string }) {
  const t = useT('people')
  const { friend } = usePerson(userId)
  const action = useAction()
  return (
    <NameRow
      label={t('remark')}
      value={friend?.remark ?? ''}
      none={t('noRemark')}
      editLabel={t('editRemark')}
      hint={t('remarkHint')}
      maxLength={lengths.remark}
      busy={action.busy !== null}
      refused={action.refused?.text}
      onSave={async remark => (await action.run('remark', 'friend:update', { userId, remark })) !== null}
      onClose={action.forget}
    />
  )
}
