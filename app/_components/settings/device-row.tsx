'use client'
import type { LucideIcon } from 'lucide-react'
import type { Session } from '#protocol/entities/user.ts'
import { useFormats } from '../i18n/formats.ts'
import { useT } from '../i18n/use-t.ts'
import { Button } from '../ui/button.tsx'
import { Refusal } from '../ui/refusal.tsx'

interface Props {
  session: Session
  icon: LucideIcon
  busy?: boolean
  refusal?: string | null
  /** Left out for the device in use: it has a way out of its own. */
  onEnd?: () => void
}

/** One signed-in device: what, where, when. */
export function DeviceRow({ session, icon: Icon, busy, refusal, onEnd }: Props) {
  const t = useT('settings')
  const formats = useFormats()
  const { deviceName, place, lastActiveAt, createdAt, current, kind } = session
  const facts = [
    place,
    current ? t('devices.activeNow') : t('devices.active', { time: formats.captionTime(lastActiveAt) }),
  ]
  return (
    <div className="px-4 py-3">
      <div className="flex items-center gap-3">
        <span className="flex size-10 flex-none items-center justify-center rounded-control bg-surface-2 text-text-2">
          <Icon aria-hidden />
        </span>
        <div className="min-w-0 flex-1">
          <p dir="auto" className="truncate text-title text-text">
            {deviceName}
            {kind === 'token' && <span className="font-[400] text-text-3"> · {t('devices.token')}</span>}
          </p>
          <p className="text-small text-text-2">{facts.filter(Boolean).join(' · ')}</p>
          <p className="text-meta text-text-3">
            {t('devices.since', { time: formats.captionTime(createdAt) })}
          </p>
        </div>
        {onEnd && (
          <Button
            size="small"
            loading={busy}
            aria-label={t('devices.end', { name: deviceName })}
            onClick={onEnd}
          >
            {t('signOut.action')}
          </Button>
        )}
      </div>
      <Refusal className="mt-2">{refusal}</Refusal>
    </div>
  )
}
