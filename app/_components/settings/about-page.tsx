'use client'
import { useAccount } from '#client/react/hooks.ts'
import { PROTOCOL_VERSION } from '#protocol/version.ts'
import { useT } from '../i18n/use-t.ts'
import { Logo } from '../ui/logo.tsx'
import { Group } from './group.tsx'

export function AboutPage() {
  const t = useT('settings')
  const tc = useT('common')
  const account = useAccount()
  const facts: [string, string][] = [
    [t('about.version'), process.env.APP_VERSION ?? ''],
    [t('about.protocol'), String(PROTOCOL_VERSION)],
    [t('about.server'), location.host],
  ]
  return (
    <>
      <div className="flex flex-col items-center gap-2 py-4 text-center">
        <Logo className="size-16" />
        <p className="text-display text-text">{tc('appName')}</p>
        <p className="text-body text-text-2">{tc('tagline')}</p>
      </div>
      <Group hint={account?.admin ? t('about.admin') : undefined}>
        <dl className="divide-y divide-line">
          {facts.map(([label, value]) => (
            <div key={label} className="flex min-h-13 items-center justify-between gap-4 px-4">
              <dt className="text-body text-text">{label}</dt>
              <dd className="truncate text-body text-text-2">{value}</dd>
            </div>
          ))}
        </dl>
      </Group>
    </>
  )
}
