'use client'
import { type FormEvent, useState } from 'react'
import { useAccount } from '#client/react/hooks.ts'
import type { User } from '#protocol/entities/user.ts'
import { lengths } from '#protocol/limits.ts'
import { isName } from '#protocol/text.ts'
import { useT } from '../i18n/use-t.ts'
import { MyCodeDialog } from '../people/my-code-dialog.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { TextField } from '../ui/text-field.tsx'
import { useAction } from '../ui/use-action.ts'
import { Group } from './group.tsx'

export function ProfilePage() {
  const account = useAccount()
  if (!account) return null
  // Changed on another device: what is being typed here stays, until it is saved or left.
  return <ProfileForm user={account.user} />
}

function ProfileForm({ user }: { user: User }) {
  const t = useT('settings')
  const tAuth = useT('auth')
  const tPeople = useT('people')
  const tc = useT('common')
  const action = useAction()
  const [displayName, setDisplayName] = useState(user.displayName)
  const [bio, setBio] = useState(user.bio)
  const [problem, setProblem] = useState<string | null>(null)
  const [saved, setSaved] = useState(false)
  const [code, setCode] = useState(false)
  const changed = displayName !== user.displayName || bio !== user.bio

  async function save(event: FormEvent) {
    event.preventDefault()
    setSaved(false)
    if (!isName(displayName, lengths.displayName)) {
      setProblem(tAuth('displayNameProblem'))
      return
    }
    setProblem(null)
    const done = await action.run('save', 'account:update', { displayName, bio })
    if (!done) return
    // As the server cleaned them.
    setDisplayName(done.user.displayName)
    setBio(done.user.bio)
    setSaved(true)
  }

  return (
    <>
      <div className="flex flex-col items-center gap-1 pt-2">
        <Avatar id={user.id} name={displayName || user.displayName} src={user.avatar} size={72} />
      </div>
      <form onSubmit={save} noValidate>
        <Group padded>
          <TextField
            label={tAuth('displayName')}
            hint={tAuth('displayNameHint')}
            autoComplete="nickname"
            maxLength={lengths.displayName}
            value={displayName}
            error={problem}
            onChange={event => {
              setDisplayName(event.target.value)
              setSaved(false)
            }}
          />
          <TextArea
            label={t('profile.bio')}
            hint={t('profile.bioHint')}
            maxLength={lengths.bio}
            value={bio}
            onChange={event => {
              setBio(event.target.value)
              setSaved(false)
            }}
          />
          <Refusal>{action.refused?.text}</Refusal>
          <div className="flex items-center justify-end gap-3">
            <span role="status" className="text-small text-text-2">
              {saved && !changed ? tc('saved') : ''}
            </span>
            <Button type="submit" variant="primary" loading={action.busy !== null} disabled={!changed}>
              {tc('save')}
            </Button>
          </div>
        </Group>
      </form>
      <Group hint={t('profile.usernameHint')}>
        <div className="flex min-h-13 items-center justify-between gap-4 px-4">
          <span className="text-body text-text">{tAuth('username')}</span>
          <span className="select-all truncate text-body text-text-2">@{user.username}</span>
        </div>
        <div className="flex min-h-13 items-center justify-between gap-4 px-4">
          <span className="text-body text-text">{tPeople('myCode')}</span>
          <Button size="small" onClick={() => setCode(true)}>
            {t('profile.show')}
          </Button>
        </div>
      </Group>
      <MyCodeDialog open={code} onOpenChange={setCode} />
    </>
  )
}
