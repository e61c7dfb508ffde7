'use client'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { useEngine, useUnsent } from '#client/react/hooks.ts'
import { useT } from '../i18n/use-t.ts'
import { personName } from '../people/person-name.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { saveFile } from '../ui/save-file.ts'
import { leave } from './leave.ts'
import { unsentText } from './unsent-text.ts'

interface Props {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Says what signing out deletes, and lets unsent messages be saved first. */
export function SignOutDialog({ open, onOpenChange }: Props) {
  const t = useT('settings')
  const tc = useT('common')
  const engine = useEngine()
  const [busy, setBusy] = useState(false)
  const [unreachable, setUnreachable] = useState(false)

  async function go() {
    setBusy(true)
    if (await leave(engine, { anyway: unreachable })) return
    setBusy(false)
    setUnreachable(true)
  }

  return (
    <Dialog
      open={open}
      onOpenChange={next => {
        if (busy) return
        setUnreachable(false)
        onOpenChange(next)
      }}
      title={t('signOut.question')}
      size="small"
      footer={
        <>
          <Button disabled={busy} onClick={() => onOpenChange(false)}>
            {tc('cancel')}
          </Button>
          <Button variant="danger" loading={busy} onClick={() => void go()}>
            {t(unreachable ? 'signOut.anyway' : 'signOut.action')}
          </Button>
        </>
      }
    >
      <p className="text-body text-text-2">{t('signOut.text')}</p>
      <Unsent />
      <Refusal className="mt-4">{unreachable && t('signOut.unreachable')}</Refusal>
    </Dialog>
  )
}

/** How many messages would be lost, and the way to keep them. */
function Unsent() {
  const t = useT('settings')
  const tPeople = useT('people')
  const engine = useEngine()
  const count = useUnsent()
  const [saved, setSaved] = useState(false)
  if (count === 0) return null

  async function save() {
    const drafts = await engine.exportUnsent()
    const nameOf = (id: string) => {
      const to = engine.conversation(id)?.to
      return (to && personName(engine.person(to), tPeople('deletedUser')).name) || id
    }
    const file = new Blob([unsentText(drafts, nameOf)], { type: 'text/plain;charset=utf-8' })
    saveFile(`kith-unsent-${new Date().toISOString().slice(0, 10)}.txt`, file)
    setSaved(true)
  }

  return (
    <div className="mt-4 flex flex-col items-start gap-3 rounded-card bg-mention p-4 text-mention-text">
      <p className="text-body">{t('signOut.unsent', { count })}</p>
      <Button size="small" icon={Download} onClick={() => void save()}>
        {t(saved ? 'signOut.savedAgain' : 'signOut.save')}
      </Button>
    </div>
  )
}
