'use client'
import { type FormEvent, useId, useMemo, useRef, useState } from 'react'
import { useAccount, useEngine } from '#client/react/hooks.ts'
import { lengths, limits } from '#protocol/limits.ts'
import { useT } from '../i18n/use-t.ts'
import { navigate } from '../shell/navigation.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/text-field.tsx'
import { useAction } from '../ui/use-action.ts'
import { FriendPicker } from './friend-picker.tsx'
import { PickingRefusal } from './picking-refusal.tsx'
import { refusedPeople } from './refused-people.ts'

/** How many names make a title. */
const namesInTitle = 4

/** Makes a group of friends, or an empty one with a title; opens the conversation. */
export function NewGroupDialog({ onClose }: { onClose: () => void }) {
  const t = useT('group')
  const tc = useT('common')
  const action = useAction()
  const formId = useId()
  const field = useRef<HTMLInputElement>(null)
  const [picked, setPicked] = useState<string[]>([])
  const [missing, setMissing] = useState(false)
  const suggested = useSuggestedTitle(picked)

  function pick(next: string[]) {
    setPicked(next)
    setMissing(false)
    action.forget()
  }

  async function create(event: FormEvent) {
    event.preventDefault()
    const title = field.current?.value.trim() || suggested
    setMissing(title === '')
    if (title === '') return field.current?.focus()
    const done = await action.run('create', 'group:create', { title, memberIds: picked })
    if (!done) return
    onClose()
    navigate(`/conversations/${done.conversation.id}`)
  }

  const { refused } = action
  return (
    <Dialog
      open
      onOpenChange={open => !open && onClose()}
      title={t('new.title')}
      tall
      initialFocus={field}
      footer={
        <div className="flex w-full flex-col gap-2">
          <PickingRefusal
            refused={refused}
            onLeaveOut={ids => pick(picked.filter(id => !ids.includes(id)))}
          />
          <div className="flex items-center gap-2">
            <span aria-live="polite" className="flex-1 text-small text-text-2">
              {picked.length > 0 && t('pick.count', { count: picked.length })}
            </span>
            <Button onClick={onClose}>{tc('cancel')}</Button>
            <Button type="submit" form={formId} variant="primary" loading={action.busy !== null}>
              {tc('create')}
            </Button>
          </div>
        </div>
      }
    >
      <form id={formId} onSubmit={create} noValidate className="mb-4">
        <TextField
          ref={field}
          label={t('new.name')}
          placeholder={suggested}
          aside={tc('optional')}
          maxLength={lengths.groupTitle}
          autoComplete="off"
          error={missing && t('new.nameMissing')}
          onChange={() => setMissing(false)}
        />
      </form>
      <FriendPicker
        picked={picked}
        onPicked={pick}
        refused={new Set(refusedPeople(refused?.error))}
        room={limits.groupMembers - 1}
        onLeave={onClose}
      />
    </Dialog>
  )
}

/** The names everybody knows these people by: my remarks are nobody else's business. */
function useSuggestedTitle(picked: readonly string[]): string {
  const t = useT('group')
  const engine = useEngine()
  const account = useAccount()
  const separator = t('new.separator')
  return useMemo(() => {
    if (picked.length === 0) return ''
    const names = [account?.user, ...picked.slice(0, namesInTitle - 1).map(id => engine.person(id).user)]
    const title = names.flatMap(user => user?.displayName || []).join(separator)
    return Array.from(title)
      .slice(0, lengths.groupTitle / 2)
      .join('')
      .trim()
  }, [engine, account, picked, separator])
}
