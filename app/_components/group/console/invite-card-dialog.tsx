'use client'
import { Check, Copy, Download, Share2 } from 'lucide-react'
import { useMemo, useRef } from 'react'
import type { Invite } from '#protocol/entities/group.ts'
import { useFormats } from '../../i18n/formats.ts'
import { useT } from '../../i18n/use-t.ts'
import { saveCode } from '../../people/code-image.ts'
import { qrPath } from '../../people/qr-picture.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { GroupAvatar, type MosaicMember } from '../../ui/group-avatar.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { inviteLink } from './invite-state.ts'
import { useCopied } from './use-copied.ts'

interface Props {
  invite: Invite
  title: string
  members: readonly MosaicMember[]
  onClose: () => void
}

/** A link as a card: to be scanned, copied, printed, handed on. */
export function InviteCardDialog({ invite, title, members, onClose }: Props) {
  const t = useT('console')
  const tc = useT('common')
  const tPeople = useT('people')
  const formats = useFormats()
  const { copied, copy } = useCopied()
  const copyButton = useRef<HTMLButtonElement>(null)
  const link = inviteLink(invite)
  const { size, path } = useMemo(() => qrPath(link), [link])
  const until = t('invites.until', { time: formats.captionTime(invite.expiresAt) })
  return (
    <Dialog
      open
      onOpenChange={open => !open && onClose()}
      title={t('invites.card')}
      size="small"
      initialFocus={copyButton}
    >
      <div className="flex flex-col items-center gap-5">
        {/* White in both themes: not every camera reads an inverted code. */}
        <figure className="flex w-full max-w-72 flex-col items-center rounded-card border border-line bg-white p-5 text-black">
          <div className="mb-3 flex max-w-full items-center gap-3">
            <GroupAvatar title={title} members={members} size={44} />
            <div className="min-w-0">
              <p dir="auto" className="truncate text-title">
                {title}
              </p>
              <p className="truncate text-small opacity-65">{until}</p>
            </div>
          </div>
          <svg
            role="img"
            aria-label={t('invites.codeLabel', { title })}
            viewBox={`0 0 ${size} ${size}`}
            shapeRendering="crispEdges"
            className="w-full"
          >
            <path d={path} fill="currentColor" />
          </svg>
          <figcaption className="mt-2 text-center text-meta opacity-65">{t('invites.scan')}</figcaption>
        </figure>
        <TextField
          label={t('invites.link')}
          readOnly
          dir="ltr"
          value={link}
          className="w-full"
          onFocus={event => event.target.select()}
        />
        <div className="flex flex-wrap justify-center gap-2">
          <Button ref={copyButton} variant="primary" icon={copied ? Check : Copy} onClick={() => copy(link)}>
            {copied ? tc('copied') : t('invites.copy')}
          </Button>
          <Button
            icon={Download}
            onClick={() => void saveCode({ fileName: 'kith-group.png', title, subtitle: until, size, path })}
          >
            {tPeople('saveCode')}
          </Button>
          {'share' in navigator && (
            <Button
              icon={Share2}
              // Closing the system's sheet rejects; there is nothing to say about it.
              onClick={() => void navigator.share({ url: link, title }).catch(() => undefined)}
            >
              {tc('share')}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  )
}
