'use client'
import { Link2, Plus } from 'lucide-react'
import { useState } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import type { Invite } from '#protocol/entities/group.ts'
import { useT } from '../../i18n/use-t.ts'
import { Group as Card } from '../../settings/group.tsx'
import { Button } from '../../ui/button.tsx'
import { confirm } from '../../ui/confirm.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Refusal } from '../../ui/refusal.tsx'
import { ListSkeleton } from '../../ui/skeleton.tsx'
import { useAction } from '../../ui/use-action.ts'
import type { Standing } from '../standing.ts'
import type { GroupView } from '../use-group.ts'
import { useNameOf } from '../use-name-of.ts'
import { CreateInviteDialog } from './create-invite-dialog.tsx'
import { InviteCardDialog } from './invite-card-dialog.tsx'
import { InviteLine } from './invite-line.tsx'
import { inviteEnd } from './invite-state.ts'
import { useInvites } from './use-invites.ts'

interface Props {
  id: string
  view: GroupView
  standing: Standing
}

/** The links into the group: those that work, those that have ended, and a new one. */
export function InvitesSection({ id, view, standing }: Props) {
  const t = useT('console')
  const tc = useT('common')
  const engine = useEngine()
  const nameOf = useNameOf(view)
  const action = useAction()
  const { invites, failed, reload, put } = useInvites(id)
  const [creating, setCreating] = useState(false)
  const [shown, setShown] = useState<Invite | null>(null)
  const now = engine.serverNow()
  const working = invites?.filter(invite => inviteEnd(invite, now) === null) ?? []
  const ended = invites?.filter(invite => inviteEnd(invite, now) !== null) ?? []

  async function revoke(invite: Invite) {
    const sure = await confirm({
      title: t('invites.revokeTitle'),
      text: t('invites.revokeText'),
      action: t('invites.revoke'),
      danger: true,
    })
    if (!sure) return
    const done = await action.run(invite.id, 'group:revoke-invite', {
      conversationId: id,
      inviteId: invite.id,
    })
    if (done) put(done.invite)
  }

  const lines = (list: Invite[]) =>
    list.map(invite => (
      <InviteLine
        key={invite.id}
        invite={invite}
        creator={invite.createdBy === engine.userId ? tc('you') : nameOf(invite.createdBy)}
        now={now}
        busy={action.busy === invite.id}
        refusal={action.refused?.key === invite.id ? action.refused.text : null}
        onShow={() => setShown(invite)}
        onRevoke={() => void revoke(invite)}
      />
    ))

  return (
    <div className="scroll-y min-h-0 flex-1 pb-(--safe-b)">
      <div className="mx-auto flex w-full max-w-180 flex-col gap-5 px-4 pt-4 pb-12">
        <div className="flex flex-wrap items-center gap-3">
          <p className="min-w-50 flex-1 text-small text-text-2">
            {t(`invites.${standing.group.joinMode}Text`)}
          </p>
          {/* The other way to make one stands in the middle of the empty page. */}
          {invites && invites.length > 0 && (
            <Button variant="primary" icon={Plus} onClick={() => setCreating(true)}>
              {t('invites.create')}
            </Button>
          )}
        </div>
        {failed && (
          <div className="flex flex-wrap items-center justify-between gap-3">
            <Refusal>{failed}</Refusal>
            <Button size="small" onClick={reload}>
              {tc('retry')}
            </Button>
          </div>
        )}
        {!invites && !failed && <ListSkeleton rows={3} label={tc('loading')} />}
        {invites?.length === 0 && (
          <EmptyState
            icon={Link2}
            title={t('invites.empty')}
            text={t('invites.emptyText')}
            actions={
              <Button variant="primary" icon={Plus} onClick={() => setCreating(true)}>
                {t('invites.create')}
              </Button>
            }
          />
        )}
        {working.length > 0 && <Card title={t('invites.working')}>{lines(working)}</Card>}
        {ended.length > 0 && <Card title={t('invites.ended')}>{lines(ended)}</Card>}
      </div>
      {creating && (
        <CreateInviteDialog
          conversationId={id}
          onClose={invite => {
            setCreating(false)
            if (!invite) return
            put(invite)
            setShown(invite)
          }}
        />
      )}
      {shown && (
        <InviteCardDialog
          invite={shown}
          title={standing.group.title}
          members={view.entries}
          onClose={() => setShown(null)}
        />
      )}
    </div>
  )
}
