'use client'
import { useT } from '../../i18n/use-t.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import type { NameOf } from '../use-name-of.ts'
import { settingOf, settingWords } from './setting-words.ts'
import type { Conflict } from './use-group-change.ts'

interface Props {
  conflict: Conflict
  nameOf: NameOf
  onSettle: (mine: boolean) => void
}

/** What stands beside what I chose, and the choice between them. */
export function ConflictDialog({ conflict, nameOf, onSettle }: Props) {
  const t = useT('console')
  const { field, mine, current } = conflict
  const by = field === 'announcement' && current.announcement ? nameOf(current.announcement.by) : null
  return (
    <Dialog
      open
      onOpenChange={open => !open && onSettle(false)}
      title={t('conflict.title')}
      description={
        by ? t('conflict.textBy', { name: by }) : t('conflict.text', { setting: t(`setting.${field}`) })
      }
      footer={
        <>
          <Button onClick={() => onSettle(false)}>{t('conflict.keep')}</Button>
          <Button variant="primary" onClick={() => onSettle(true)}>
            {t('conflict.useMine')}
          </Button>
        </>
      }
    >
      <dl className="grid gap-3 two:grid-cols-2">
        <Side term={t('conflict.now')} value={settingWords(field, settingOf(current, field), t)} />
        <Side term={t('conflict.mine')} value={settingWords(field, mine, t)} />
      </dl>
    </Dialog>
  )
}

function Side({ term, value }: { term: string; value: string }) {
  return (
    <div className="rounded-control border border-line p-3">
      <dt className="text-small font-[600] text-text-2">{term}</dt>
      <dd
        dir="auto"
        className="mt-1 max-h-60 overflow-y-auto whitespace-pre-wrap break-words text-body text-text"
      >
        {value}
      </dd>
    </div>
  )
}
