'use client'
import { Pencil } from 'lucide-react'
import { type FormEvent, useRef, useState } from 'react'
import { useT } from '../i18n/use-t.ts'
import { Button } from './button.tsx'
import { IconButton } from './icon-button.tsx'
import { TextField } from './text-field.tsx'

interface Props {
  label: string
  value: string
  /** In the place of an empty value. */
  none: string
  editLabel: string
  hint: string
  maxLength: number
  busy: boolean
  refused: string | undefined
  /** True when it is saved. */
  onSave: (value: string) => Promise<boolean>
  /** Editing has ended, whichever way. */
  onClose: () => void
}

/** A name of one's own giving, to read and to change in place. */
export function NameRow(props: Props) {
  const { label, value, none, editLabel, hint, maxLength, busy, refused, onSave, onClose } = props
  const tc = useT('common')
  const [editing, setEditing] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const pencil = useRef<HTMLButtonElement>(null)

  function close() {
    setEditing(false)
    onClose()
    // The field with the focus is gone: back to what opened it.
    requestAnimationFrame(() => pencil.current?.focus())
  }

  async function save(event: FormEvent) {
    event.preventDefault()
    if (await onSave(field.current?.value ?? '')) close()
  }

  if (!editing) {
    return (
      <div className="flex min-h-12 items-center gap-3 ps-4 pe-2">
        <span className="flex-none text-body text-text-2">{label}</span>
        <span dir="auto" className="min-w-0 flex-1 truncate text-end text-body text-text">
          {value || <span className="text-text-3">{none}</span>}
        </span>
        <IconButton ref={pencil} icon={Pencil} label={editLabel} onClick={() => setEditing(true)} />
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
        label={label}
        hint={hint}
        error={refused}
        defaultValue={value}
        maxLength={maxLength}
        autoComplete="off"
        autoFocus
        onFocus={event => event.target.select()}
      />
      <div className="flex justify-end gap-2">
        <Button size="small" onClick={close}>
          {tc('cancel')}
        </Button>
        <Button size="small" type="submit" variant="primary" loading={busy}>
          {tc('save')}
        </Button>
      </div>
    </form>
  )
}
