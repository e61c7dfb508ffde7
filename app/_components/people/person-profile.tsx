'use client'
import { Ban, UserRoundSearch, UserRoundX } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useConnection, useEngine, usePerson } from '#client/react/hooks.ts'
import { useT } from '../i18n/use-t.ts'
import { confirm } from '../ui/confirm.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { useAction } from '../ui/use-action.ts'
import { PersonActions } from './person-actions.tsx'
import { PersonHead } from './person-head.tsx'
import { personName } from './person-name.ts'
import { standingOf } from './relation.ts'
import { RemarkRow } from './remark-row.tsx'

/** Everything about one person, and everything that can be done with them. Fills the width it is given. */
export function PersonProfile({ userId, onLeave }: { userId: string; onLeave?: () => void }) {
  const t = useT('people')
  const engine = useEngine()
  const person = usePerson(userId)
  const standing = standingOf(person, engine.userId, engine.serverNow())
  const missing = useMissing(userId, person.user === undefined)
  if (missing) return <EmptyState icon={UserRoundSearch} title={t('missing')} text={t('missingText')} />
  const mine = standing === 'friend' || (standing === 'blocked' && person.friend?.listed)
  return (
    <div className="mx-auto flex w-full max-w-100 flex-col gap-6 px-5 pt-8 pb-10">
      <PersonHead userId={userId} />
      <div className="flex justify-center text-center">
        <PersonActions userId={userId} onLeave={onLeave} />
      </div>
      {mine && (
        <div className="rounded-card border border-line">
          <RemarkRow userId={userId} />
        </div>
      )}
      {standing !== 'self' && standing !== 'gone' && person.user && <Parting userId={userId} />}
    </div>
  )
}

/** Whether the server knows nobody by this id: an old link, or a mistyped one. */
function useMissing(userId: string, unknown: boolean): boolean {
  const engine = useEngine()
  const live = useConnection().state === 'live'
  const [missing, setMissing] = useState(false)
  useEffect(() => {
    if (!unknown || !live) return
    let gone = false
    void engine.run('user:get', { ids: [userId] }).then(answer => {
      if (!gone) setMissing(answer.ok ? answer.data.users.length === 0 : answer.error.code === 'BAD_REQUEST')
    })
    return () => {
      gone = true
    }
  }, [engine, userId, unknown, live])
  return missing && unknown
}

/** Deleting and blocking, each with what follows from it said before it is done. */
function Parting({ userId }: { userId: string }) {
  const t = useT('people')
  const person = usePerson(userId)
  const action = useAction()
  const { name } = personName(person, t('deletedUser'))
  const { listed = false, blocked = false } = person.friend ?? {}

  async function remove() {
    const sure = await confirm({
      title: t('removeTitle', { name }),
      text: t('removeText'),
      action: t('removeAction'),
      danger: true,
    })
    if (sure) await action.run('remove', 'friend:remove', { userId })
  }

  async function block() {
    const sure = await confirm({
      title: t('blockTitle', { name }),
      text: t('blockText'),
      action: t('block'),
      danger: true,
    })
    if (sure) await action.run('block', 'friend:block', { userId })
  }

  if (!listed && blocked) return null
  const row =
    'focus-inset flex min-h-12 w-full items-center gap-3 px-4 text-start text-body text-danger hover:bg-surface-2 disabled:opacity-50'
  return (
    <div>
      <div className="divide-y divide-line overflow-hidden rounded-card border border-line">
        {!blocked && (
          <button type="button" className={row} disabled={action.busy !== null} onClick={() => void block()}>
            <Ban aria-hidden /> {t('block')}
          </button>
        )}
        {listed && (
          <button type="button" className={row} disabled={action.busy !== null} onClick={() => void remove()}>
            <UserRoundX aria-hidden /> {t('deleteFriend')}
          </button>
        )}
      </div>
      <Refusal className="mt-2">{action.refused?.text}</Refusal>
    </div>
  )
}
