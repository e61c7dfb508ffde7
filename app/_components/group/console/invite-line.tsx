'use client'
import { Check, Copy, QrCode } from 'lucide-react'
import type { Invite } from '#protocol/entities/group.ts'
import { useFormats } from '../../i18n/formats.ts'
import { useT } from '../../i18n/use-t.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Refusal } from '../../ui/refusal.tsx'
import { inviteEnd, inviteLink } from './invite-state.ts'
import { useCopied } from './use-copied.ts'

interface Props {
  invite: Invite
  creator: string
  now: number
  busy: boolean
  refusal: string | null
  onShow: () => void
  onRevoke: () => void
}

/** One link: how often it was used, until when it works, whose it is. */
export function InviteLine({ invite, creator, now, busy, refusal, onShow, onRevoke }: Props) {
  const t = useT('console')
  const tc = useT('common')
  const formats = useFormats()
  const { copied, copy } = useCopied()
  const link = inviteLink(invite)
  const end = inviteEnd(invite, now)
  const { uses, maxUses, expiresAt, createdAt } = invite
  const used =
    maxUses === null ? t('invites.uses', { count: uses }) : t('invites.usesOf', { count: uses, max: maxUses })
  const until = formats.captionTime(expiresAt)
  return (
    <div className="flex flex-col gap-1.5 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-55 flex-1">
          <p
            dir="ltr"
            className={`truncate text-start text-body ${end ? 'text-text-3 line-through' : 'text-text'}`}
          >
            {link.replace(/^https?:\/\//, '')}
          </p>
          <p className="text-small text-text-2">
            {[used, end ? t(`invites.end.${end}`) : t('invites.until', { time: until })].join(' · ')}
          </p>
          <p className="text-meta text-text-3">
            {t('invites.by', { name: creator, time: formats.captionTime(createdAt) })}
          </p>
        </div>
        {end === null && (
          <div className="flex items-center gap-1">
            <IconButton
              icon={copied ? Check : Copy}
              label={copied ? tc('copied') : t('invites.copy')}
              onClick={() => copy(link)}
            />
            <IconButton icon={QrCode} label={t('invites.qr')} onClick={onShow} />
            <Button size="small" loading={busy} onClick={onRevoke}>
              <span className="text-danger">{t('invites.revoke')}</span>
            </Button>
          </div>
        )}
      </div>
      <Refusal>{refusal}</Refusal>
    </div>
  )
}
