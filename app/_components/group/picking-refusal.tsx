'use client'
import { useEngine } from '#client/react/hooks.ts'
import { useFormats } from '../i18n/formats.ts'
import { useT } from '../i18n/use-t.ts'
import { personName } from '../people/person-name.ts'
import { Button } from '../ui/button.tsx'
import { Refusal } from '../ui/refusal.tsx'
import type { Action } from '../ui/use-action.ts'
import { refusedPeople } from './refused-people.ts'

/** Named one by one up to here. */
const named = 5

interface Props {
  refused: Action['refused']
  /** Goes on without those who were refused. */
  onLeaveOut: (userIds: string[]) => void
}

/** Who could not be brought in and why, and the way on without them. */
export function PickingRefusal({ refused, onLeaveOut }: Props) {
  const t = useT('group')
  const tPeople = useT('people')
  const engine = useEngine()
  const formats = useFormats()
  if (!refused) return null
  const ids = refusedPeople(refused.error)
  if (ids.length === 0) return <Refusal>{refused.text}</Refusal>
  const names = ids
    .slice(0, named)
    .map(id => personName(engine.person(id), tPeople('deletedUser')).name || tPeople('deletedUser'))
  if (ids.length > named) names.push(t('andOthers', { count: ids.length - named }))
  const reason = String(refused.error.details?.reason)
  const why =
    reason === 'you_blocked' || reason === 'not_accepting' || reason === 'not_friends'
      ? t(`pick.refused.${reason}`, { names: formats.list(names), count: ids.length })
      : refused.text
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <Refusal className="min-w-50 flex-1">{why}</Refusal>
      <Button size="small" onClick={() => onLeaveOut(ids)}>
        {t('pick.goOnWithout')}
      </Button>
    </div>
  )
}
