'use client'
import { Pencil } from 'lucide-react'
import { type FormEvent, useRef, useState } from 'react'
import { lengths } from '#protocol/limits.ts'
import { useT } from '../../i18n/use-t.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useAction } from '../../ui/use-action.ts'

/** My own name in this group, to read and to change in place. */
export function NicknameRow({ conversationId, nickname }: { conversationId: string; nickname: string }) {
  const t = useT('group')
  const tc = useT('common')
  const action = useAction()
  const [editing, setEditing] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const pencil = useRef<HTMLButtonElement>(null)

  function close() {
    setEditing(false)
    action.forget()
    // The field with the focus is gone: back to what opened it.
    requestAnimationFrame(() => pencil.current?.focus())
  }

  async function save(event: FormEvent) {
    event.preventDefault()
    const given = field.current?.value ?? ''
    if (await action.run('name', 'group:set-nickname', { conversationId, nickname: given })) close()
  }

  if (!editing) {
    return (
      <div className="flex min-h-12 items-center gap-3 ps-4 pe-2">
        <span className="flex-none text-body text-text">{t('nickname')}</span>
        <span dir="auto" className="min-w-0 flex-1 truncate text-end text-body text-text-2">
          {nickname || <span className="text-text-3">{t('noNickname')}</span>}
        </span>
        <IconButton ref={pencil} icon={Pencil} label={t('editNickname')} onClick={() => setEditing(true)} />
      </div>
    )
  }
  return (
    <form
      onSubmit={save}
      onKeyDown={event => {
        if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
        event.stopPropagation()
        close()
      }}
      className="flex flex-col gap-3 p-4"
    >
      <TextField
        ref={field}
        label={t('nickname')}
        hint={t('nicknameHint')}
        error={action.refused?.text}
        defaultValue={nickname}
        maxLength={lengths.nickname}
        autoComplete="off"
        autoFocus
        onFocus={event => event.target.select()}
      />
      <div className="flex justify-end gap-2">
        <Button size="small" onClick={close}>
          {tc('cancel')}
        </Button>
        <Button size="small" type="submit" variant="primary" loading={action.busy !== null}>
          {tc('save')}
        </Button>
      </div>
    </form>
  )
}
