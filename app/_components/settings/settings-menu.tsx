'use client'
import clsx from 'clsx'
import {
  Info,
  LogOut,
  type LucideIcon,
  MonitorSmartphone,
  Palette,
  ShieldCheck,
  UserRound,
  UserRoundCog,
} from 'lucide-react'
import { useState } from 'react'
import { useAccount } from '#client/react/hooks.ts'
import { useT } from '../i18n/use-t.ts'
import { moveThroughRows } from '../people/arrow-keys.ts'
import { AppLink } from '../shell/navigation.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Pane } from '../ui/pane.tsx'
import { type Section, sectionOf, sections } from './sections.ts'
import { SignOutDialog } from './sign-out-dialog.tsx'

const icons: Record<Section, LucideIcon> = {
  profile: UserRound,
  devices: MonitorSmartphone,
  privacy: ShieldCheck,
  appearance: Palette,
  account: UserRoundCog,
  about: Info,
}

/** The list of settings; `current` is the section beside it, where one was gone to. */
export default function SettingsMenu({ current }: { current: string | undefined }) {
  const t = useT('settings')
  const account = useAccount()
  const section = sectionOf(current)
  const [leaving, setLeaving] = useState(false)
  // Beside the menu stands the profile until another is chosen; on a phone nothing does.
  const chosenClass = current === undefined ? 'two:bg-selected' : 'bg-selected'
  const row =
    'group focus-inset flex min-h-13 w-full items-center gap-3 px-4 text-start text-body transition-colors'
  return (
    <Pane title={t('title')}>
      {account && (
        <AppLink
          href="/settings/profile"
          className="focus-inset flex items-center gap-4 px-4 py-4 transition-colors hover:bg-surface-2"
        >
          <Avatar id={account.user.id} name={account.user.displayName} src={account.user.avatar} size={72} />
          <span className="min-w-0 flex-1">
            <span dir="auto" className="block truncate text-heading text-text">
              {account.user.displayName}
            </span>
            <span className="block truncate text-small text-text-3">@{account.user.username}</span>
          </span>
        </AppLink>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: moves the focus between the links inside */}
      <div onKeyDown={moveThroughRows} className="border-line border-t">
        <nav aria-label={t('title')}>
          {sections.map(each => {
            const Icon = icons[each]
            return (
              <AppLink
                key={each}
                href={`/settings/${each}`}
                data-row
                aria-current={each === current ? 'page' : undefined}
                data-chosen={each === current || undefined}
                className={clsx(row, each === section ? chosenClass : 'hover:bg-surface-2')}
              >
                <Icon aria-hidden className="text-text-3 group-data-chosen:text-accent" />
                {t(`section.${each}`)}
              </AppLink>
            )
          })}
        </nav>
        <button
          type="button"
          data-row
          onClick={() => setLeaving(true)}
          className={clsx(row, 'border-line border-t text-danger hover:bg-surface-2')}
        >
          <LogOut aria-hidden />
          {t('signOut.action')}
        </button>
      </div>
      <SignOutDialog open={leaving} onOpenChange={setLeaving} />
    </Pane>
  )
}
