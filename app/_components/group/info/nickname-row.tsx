'use client'
import { lengths } from '#protocol/limits.ts'
import { useT } from '../../i18n/use-t.ts'
import { NameRow } from '../../ui/name-row.tsx'
import { useAction } from '../../ui/use-action.ts'

/** My own name in this group. */
export function NicknameRow({ conversationId, nickname }: { conversationId: string; nickname: string }) {
  const t = useT('group')
  const action = useAction()
  return (
    <NameRow
      label={t('nickname')}
      value={nickname}
      none={t('noNickname')}
      editLabel={t('editNickname')}
      hint={t('nicknameHint')}
      maxLength={lengths.nickname}
      busy={action.busy !== null}
      refused={action.refused?.text}
      onSave={async given =>
        (await action.run('name', 'group:set-nickname', { conversationId, nickname: given })) !== null
      }
      onClose={action.forget}
    />
  )
}
