'use client'
import { MicOff, Shield, ShieldOff, UserRoundMinus, X } from 'lucide-react'
import { useRef } from 'react'
import { useEngine } from '#client/react/hooks.ts'
import { useT } from '../../i18n/use-t.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { openMenu } from '../../ui/menu.ts'
import type { MemberEntry } from '../member-entry.ts'
import { mutedNow, muteItems } from './muting.ts'
import type { MemberActs } from './use-member-acts.ts'

interface Props {
  entries: readonly MemberEntry[]
  owner: boolean
  acts: MemberActs
  onRemove: () => void
  onClear: () => void
}

/** What can be done with everybody who is ticked, at once. */
export function BulkBar({ entries, owner, acts, onRemove, onClear }: Props) {
  const t = useT('console')
  const tc = useT('common')
  const engine = useEngine()
  const muteButton = useRef<HTMLButtonElement>(null)
  const members = entries.filter(({ member }) => member.role === 'member')
  const admins = entries.filter(({ member }) => member.role === 'admin')
  const muted = entries.some(({ member }) => mutedNow(member.mutedUntil, engine.serverNow()) !== null)
  return (
    <div
      role="toolbar"
      aria-label={t('act.selected')}
      className="flex flex-none flex-wrap items-center gap-2 border-line border-t bg-surface px-3 py-2 pb-safe-3"
    >
      <IconButton icon={X} label={t('act.clear')} onClick={onClear} />
      <span aria-live="polite" className="min-w-20 flex-1 text-title text-text">
        {tc('selectedCount', { count: entries.length })}
      </span>
      <div className="flex flex-wrap gap-2">
        {owner && members.length > 0 && (
          <Button
            size="small"
            icon={Shield}
            disabled={acts.busy}
            onClick={() => void acts.setRole(members, 'admin')}
          >
            {t('act.makeAdmin')}
          </Button>
        )}
        {owner && admins.length > 0 && (
          <Button
            size="small"
            icon={ShieldOff}
            disabled={acts.busy}
            onClick={() => void acts.setRole(admins, 'member')}
          >
            {t('act.takeRole')}
          </Button>
        )}
        <Button
          ref={muteButton}
          size="small"
          icon={MicOff}
          aria-haspopup="menu"
          disabled={acts.busy}
          onClick={event => {
            if (!muteButton.current) return
            openMenu({
              label: t('act.mute'),
              at: muteButton.current,
              byKey: event.detail === 0,
              items: muteItems(t, {
                now: () => engine.serverNow(),
                muted,
                onMute: until => void acts.mute(entries, until),
              }),
            })
          }}
        >
          {t('act.mute')}
        </Button>
        <Button size="small" variant="danger" icon={UserRoundMinus} disabled={acts.busy} onClick={onRemove}>
          {t('act.remove')}
        </Button>
      </div>
    </div>
  )
}
