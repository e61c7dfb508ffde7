'use client'
import { useMemo, useState } from 'react'
import { useConversation, useEngine, useRoster } from '#client/react/hooks.ts'
import { bringsInAtOnce } from '#protocol/group-policy.ts'
import { limits } from '#protocol/limits.ts'
import { useFormats } from '../i18n/formats.ts'
import { useT } from '../i18n/use-t.ts'
import { personName } from '../people/person-name.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { toast } from '../ui/toast.ts'
import { useAction } from '../ui/use-action.ts'
import { FriendPicker } from './friend-picker.tsx'
import { PickingRefusal } from './picking-refusal.tsx'
import { refusedPeople } from './refused-people.ts'
import { standingIn } from './standing.ts'

/** Named one by one up to here. */
const named = 5

/** Brings friends in; where somebody has to let them in first, it says who was only asked for. */
export function AddPeopleDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useT('group')
  const tPeople = useT('people')
  const tc = useT('common')
  const engine = useEngine()
  const formats = useFormats()
  const action = useAction()
  const standing = standingIn(useConversation(id))
  const { members } = useRoster(id)
  const [picked, setPicked] = useState<string[]>([])
  const present = useMemo(() => new Set(members.map(({ userId }) => userId)), [members])
  const asks = standing !== null && !bringsInAtOnce(standing.role, standing.group)

  function pick(next: string[]) {
    setPicked(next)
    action.forget()
  }

  function namesOf(ids: readonly string[]): string {
    const names = ids
      .slice(0, named)
      .map(each => personName(engine.person(each), tPeople('deletedUser')).name)
    if (ids.length > named) names.push(t('andOthers', { count: ids.length - named }))
    return formats.list(names)
  }

  async function add() {
    const done = await action.run('add', 'group:add', { conversationId: id, userIds: picked })
    if (!done) return
    const { added, requested } = done
    if (added.length > 0) toast({ title: t('add.added', { names: namesOf(added) }), tone: 'success' })
    if (requested.length > 0) {
      const names = namesOf(requested)
      toast({ title: t('add.requested', { names }), text: t('add.requestedText') })
    }
    onClose()
  }

  return (
    <Dialog
      open
      onOpenChange={open => !open && onClose()}
      title={t('add.title')}
      description={asks ? t('add.asks') : undefined}
      tall
      footer={
        <div className="flex w-full flex-col gap-2">
          <PickingRefusal
            refused={action.refused}
            onLeaveOut={ids => pick(picked.filter(each => !ids.includes(each)))}
          />
          <div className="flex items-center gap-2">
            <span aria-live="polite" className="flex-1 text-small text-text-2">
              {picked.length > 0 && t('pick.count', { count: picked.length })}
            </span>
            <Button onClick={onClose}>{tc('cancel')}</Button>
            <Button
              variant="primary"
              disabled={picked.length === 0}
              loading={action.busy !== null}
              onClick={() => void add()}
            >
              {asks ? t('add.ask') : tc('add')}
            </Button>
          </div>
        </div>
      }
    >
      <FriendPicker
        picked={picked}
        onPicked={pick}
        present={present}
        refused={new Set(refusedPeople(action.refused?.error))}
        room={Math.max(0, limits.groupMembers - members.length)}
        onLeave={onClose}
      />
    </Dialog>
  )
}
