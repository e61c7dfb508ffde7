'use client'
import { QrCode } from 'lucide-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { lengths } from '#protocol/limits.ts'
import { useT } from '../i18n/use-t.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/text-field.tsx'
import { useAction } from '../ui/use-action.ts'
import { PersonActions } from './person-actions.tsx'
import { PersonHead } from './person-head.tsx'

interface Props {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Looked for at once, e.g. from a link "add me". */
  username?: string
  onShowCode?: () => void
}

/** Finds a person by exact user name, shows who it is, and only then asks. */
export function AddFriendDialog({ open, onOpenChange, username, onShowCode }: Props) {
  const t = useT('people')
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('addFriend')} size="small">
      <FindPerson
        key={username}
        initial={username ?? ''}
        onLeave={() => onOpenChange(false)}
        onShowCode={onShowCode}
      />
    </Dialog>
  )
}

interface FindProps {
  initial: string
  onLeave: () => void
  onShowCode?: (() => void) | undefined
}

export function FindPerson({ initial, onLeave, onShowCode }: FindProps) {
  const t = useT('people')
  const tc = useT('common')
  const action = useAction()
  const { run } = action
  const [name, setName] = useState(initial)
  const [found, setFound] = useState<string | null>(null)
  const asked = useRef(false)

  useEffect(() => {
    // Once, also where effects run twice.
    if (initial === '' || asked.current) return
    asked.current = true
    void run('find', 'user:find', { username: initial }).then(answer => setFound(answer?.user.id ?? null))
  }, [initial, run])

  async function find(event: FormEvent) {
    event.preventDefault()
    const username = name.trim().replace(/^@/, '')
    if (username === '') return
    setFound(null)
    const answer = await run('find', 'user:find', { username })
    setFound(answer?.user.id ?? null)
  }

  const { refused } = action
  return (
    <>
      <form onSubmit={find} className="flex items-start gap-2">
        <TextField
          label={t('username')}
          className="flex-1"
          prefix="@"
          dir="ltr"
          value={name}
          maxLength={lengths.usernameMax + 1}
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          enterKeyHint="search"
          autoFocus
          hint={!refused && t('findHint')}
          error={refused && (refused.error.code === 'NOT_FOUND' ? t('nobodyCalled') : refused.text)}
          onChange={event => {
            setName(event.target.value)
            action.forget()
          }}
        />
        <Button
          type="submit"
          variant="primary"
          loading={action.busy !== null}
          disabled={name.trim() === ''}
          className="mt-6 h-10 coarse:h-11"
        >
          {tc('search')}
        </Button>
      </form>
      <div aria-live="polite">
        {found && (
          <div className="mt-5 flex flex-col items-center gap-5 border-line border-t pt-6">
            <PersonHead userId={found} />
            <PersonActions key={found} userId={found} onLeave={onLeave} />
          </div>
        )}
      </div>
      {!found && onShowCode && (
        <Button variant="ghost" icon={QrCode} block onClick={onShowCode} className="mt-4">
          {t('showMyCode')}
        </Button>
      )}
    </>
  )
}
