'use client'
import { type FormEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import { useT } from '../../i18n/use-t.ts'
import { searchPeople } from '../../people/search.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Refusal } from '../../ui/refusal.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.ts'
import { useAction } from '../../ui/use-action.ts'
import type { MemberEntry } from '../member-entry.ts'
import { MemberLine } from '../member-line.tsx'
import type { GroupView } from '../use-group.ts'

/** Found by search rather than by scrolling above this. */
const listed = 100

interface Props {
  id: string
  view: GroupView
  onClose: () => void
}

/** Hands the group to a member: who, and then, with what follows from it said, the password. */
export function TransferDialog({ id, view, onClose }: Props) {
  const t = useT('console')
  const tc = useT('common')
  const formId = useId()
  const action = useAction()
  const [heirId, setHeirId] = useState<string | null>(null)
  const [sure, setSure] = useState(false)
  // They may go while one is deciding.
  const heir = view.entries.find(({ userId }) => userId === heirId)

  async function transfer(password: string) {
    if (!heir) return
    const input = { conversationId: id, userId: heir.userId, password }
    if (!(await action.run('transfer', 'group:transfer', input))) return
    toast({ title: t('transfer.done', { name: heir.name }), tone: 'success' })
    onClose()
  }

  const deciding = heir === undefined || !sure
  return (
    <Dialog
      open
      onOpenChange={open => !open && onClose()}
      title={deciding ? t('transfer.pick') : t('transfer.question', { name: heir.name })}
      tall={deciding}
      size={deciding ? 'medium' : 'small'}
      flush={deciding}
      footer={
        deciding ? (
          <>
            <Button onClick={onClose}>{tc('cancel')}</Button>
            {/* Another button than the one that takes its place: the press that leads there must not press that too. */}
            <Button key="next" variant="primary" disabled={!heir} onClick={() => setSure(true)}>
              {tc('next')}
            </Button>
          </>
        ) : (
          <>
            <Button
              onClick={() => {
                action.forget()
                setSure(false)
              }}
            >
              {tc('back')}
            </Button>
            <Button
              key="transfer"
              type="submit"
              form={formId}
              variant="danger"
              loading={action.busy !== null}
            >
              {t('transfer.action')}
            </Button>
          </>
        )
      }
    >
      {deciding ? (
        <Heirs entries={view.entries} chosen={heirId} onChoose={setHeirId} />
      ) : (
        <Confirmation formId={formId} heir={heir} action={action} onSubmit={transfer} />
      )}
    </Dialog>
  )
}

interface HeirsProps {
  entries: readonly MemberEntry[]
  chosen: string | null
  onChoose: (userId: string) => void
}

function Heirs({ entries, chosen, onChoose }: HeirsProps) {
  const t = useT('console')
  const tGroup = useT('group')
  const engine = useEngine()
  const name = useId()
  const [query, setQuery] = useState('')
  const found = useMemo(
    () =>
      searchPeople(
        entries.filter(({ userId }) => userId !== engine.userId),
        entry => entry,
        query,
      ).slice(0, listed),
    [entries, engine, query],
  )
  return (
    <>
      <div className="sticky top-0 z-1 bg-surface px-4 pb-2">
        <SearchField label={tGroup('searchMembers')} value={query} onChange={setQuery} />
      </div>
      <fieldset>
        <legend className="sr-only">{t('transfer.pick')}</legend>
        {found.map(entry => (
          // biome-ignore lint/a11y/noLabelWithoutControl: its button stands at the end of the line inside
          <label
            key={entry.userId}
            className="flex items-center hover:bg-surface-2 has-checked:bg-selected has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:-outline-offset-2"
          >
            <span className="min-w-0 flex-1">
              <MemberLine
                entry={entry}
                me={false}
                aside={
                  <input
                    type="radio"
                    name={name}
                    checked={entry.userId === chosen}
                    onChange={() => onChoose(entry.userId)}
                    aria-label={entry.name}
                    className="size-5 flex-none accent-accent outline-none"
                  />
                }
              />
            </span>
          </label>
        ))}
      </fieldset>
      {found.length === 0 && (
        <p className="px-4 py-6 text-center text-body text-text-3">{tGroup('nobodyFound')}</p>
      )}
    </>
  )
}

interface ConfirmationProps {
  formId: string
  heir: MemberEntry
  action: ReturnType<typeof useAction>
  onSubmit: (password: string) => Promise<void>
}

function Confirmation({ formId, heir, action, onSubmit }: ConfirmationProps) {
  const t = useT('console')
  const tAuth = useT('auth')
  const password = useRef<HTMLInputElement>(null)
  const [missing, setMissing] = useState(false)
  const { refused } = action
  const wrong = refused?.error.details?.reason === 'wrong_password' ? refused.text : undefined

  useEffect(() => password.current?.focus(), [])
  useEffect(() => {
    if (wrong) password.current?.select()
  }, [wrong])

  function submit(event: FormEvent) {
    event.preventDefault()
    const given = password.current?.value ?? ''
    setMissing(given === '')
    if (given === '') password.current?.focus()
    else void onSubmit(given)
  }

  return (
    <>
      <ul className="flex list-disc flex-col gap-1.5 ps-5 text-body text-text-2">
        <li>{t('transfer.theyOwn', { name: heir.name })}</li>
        <li>{t('transfer.youAdmin')}</li>
        <li>{t('transfer.noWayBack', { name: heir.name })}</li>
      </ul>
      <form id={formId} method="post" onSubmit={submit} noValidate className="mt-4 flex flex-col gap-3">
        <TextField
          ref={password}
          label={tAuth('password')}
          type="password"
          autoComplete="current-password"
          error={missing ? tAuth('passwordMissing') : wrong}
        />
        {!wrong && <Refusal>{refused?.text}</Refusal>}
      </form>
    </>
  )
}
