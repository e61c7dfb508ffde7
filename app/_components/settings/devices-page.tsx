'use client'
import { Bot, Laptop, Smartphone } from 'lucide-react'
import { useT } from '../i18n/use-t.ts'
import { Button } from '../ui/button.tsx'
import { confirm } from '../ui/confirm.ts'
import { Refusal } from '../ui/refusal.tsx'
import { ListSkeleton } from '../ui/skeleton.tsx'
import { DeviceRow } from './device-row.tsx'
import { Group } from './group.tsx'
import { useSessions } from './use-sessions.ts'

const phone = /iPhone|iPad|Android/

export function DevicesPage() {
  const t = useT('settings')
  const tc = useT('common')
  const { sessions, failed, reload, action } = useSessions()

  async function endOthers() {
    const sure = await confirm({
      title: t('devices.endOthersTitle'),
      text: t('devices.endOthersText'),
      action: t('devices.endOthers'),
      danger: true,
    })
    if (sure && (await action.run('others', 'session:revoke', { others: true }))) reload()
  }

  async function endOne(sessionId: string, name: string) {
    const sure = await confirm({
      title: t('devices.endTitle', { name }),
      text: t('devices.endText'),
      action: t('signOut.action'),
      danger: true,
    })
    if (sure && (await action.run(sessionId, 'session:revoke', { sessionId }))) reload()
  }

  if (!sessions) {
    return (
      <Group>
        {failed ? (
          <div className="flex flex-wrap items-center justify-between gap-3 px-4 py-3">
            <Refusal>{failed}</Refusal>
            <Button size="small" onClick={reload}>
              {tc('retry')}
            </Button>
          </div>
        ) : (
          <ListSkeleton rows={3} label={tc('loading')} />
        )}
      </Group>
    )
  }
  const [current, others] = [sessions.find(s => s.current), sessions.filter(s => !s.current)]
  const iconOf = (session: (typeof sessions)[number]) =>
    session.kind === 'token' ? Bot : phone.test(session.deviceName) ? Smartphone : Laptop
  return (
    <>
      <Refusal>{failed}</Refusal>
      {current && (
        <Group title={t('devices.this')}>
          <DeviceRow session={current} icon={iconOf(current)} />
        </Group>
      )}
      {others.length === 0 ? (
        <p className="px-4 text-body text-text-2">{t('devices.noOthers')}</p>
      ) : (
        <Group title={t('devices.others')} hint={t('devices.hint')}>
          {others.map(session => (
            <DeviceRow
              key={session.id}
              session={session}
              icon={iconOf(session)}
              busy={action.busy === session.id}
              refusal={action.refused?.key === session.id ? action.refused.text : null}
              onEnd={() => void endOne(session.id, session.deviceName)}
            />
          ))}
          <div className="px-4 py-3">
            <Button loading={action.busy === 'others'} onClick={() => void endOthers()}>
              <span className="text-danger">{t('devices.endOthers')}</span>
            </Button>
            <Refusal className="mt-2">{action.refused?.key === 'others' && action.refused.text}</Refusal>
          </div>
        </Group>
      )}
    </>
  )
}
