'use client'
import { useState } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import { useT } from '../../i18n/use-t.ts'
import { Group as Card, Row } from '../../settings/group.tsx'
import { Button } from '../../ui/button.tsx'
import { useRefusalText } from '../../ui/use-refusal-text.ts'
import { askToLeave } from '../leave-group.ts'
import type { Standing } from '../standing.ts'
import type { GroupView } from '../use-group.ts'
import { DissolveDialog } from './dissolve-dialog.tsx'
import { TransferDialog } from './transfer-dialog.tsx'

interface Props {
  id: string
  view: GroupView
  standing: Standing
}

/** The ways out: handing over and ending for the owner, leaving for everybody else. */
export function Endings({ id, view, standing }: Props) {
  const t = useT('console')
  const tGroup = useT('group')
  const engine = useEngine()
  const refusalText = useRefusalText()
  const [open, setOpen] = useState<'transfer' | 'dissolve' | null>(null)
  const owner = standing.role === 'owner'
  const alone = view.conversation?.memberCount === 1
  const { title } = standing.group

  const leave = () =>
    void askToLeave({
      engine,
      t: tGroup,
      errorText: refusalText,
      conversationId: id,
      title,
      owner,
      last: alone,
    })

  return (
    <Card title={t('end.title')} danger>
      {owner && !alone && (
        <Row label={t('transfer.label')} description={t('transfer.description')}>
          <Button onClick={() => setOpen('transfer')}>{t('transfer.action')}</Button>
        </Row>
      )}
      {owner && (
        <Row label={t('dissolve.label')} description={t('dissolve.description')}>
          <Button onClick={() => setOpen('dissolve')}>
            <span className="text-danger">{t('dissolve.action')}</span>
          </Button>
        </Row>
      )}
      {!owner && (
        <Row label={t('end.leave')} description={tGroup('leave.text')}>
          <Button onClick={leave}>
            <span className="text-danger">{tGroup('leave.action')}</span>
          </Button>
        </Row>
      )}
      {open === 'transfer' && <TransferDialog id={id} view={view} onClose={() => setOpen(null)} />}
      {open === 'dissolve' && <DissolveDialog id={id} title={title} onClose={() => setOpen(null)} />}
    </Card>
  )
}
