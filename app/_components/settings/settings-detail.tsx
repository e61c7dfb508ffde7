'use client'
import type { ComponentType } from 'react'
import { useT } from '../i18n/use-t.ts'
import { Pane } from '../ui/pane.tsx'
import { AboutPage } from './about-page.tsx'
import { AccountPage } from './account-page.tsx'
import { AppearancePage } from './appearance-page.tsx'
import { DevicesPage } from './devices-page.tsx'
import { PrivacyPage } from './privacy-page.tsx'
import { ProfilePage } from './profile-page.tsx'
import { type Section, sectionOf } from './sections.ts'

const pages: Record<Section, ComponentType> = {
  profile: ProfilePage,
  devices: DevicesPage,
  privacy: PrivacyPage,
  appearance: AppearancePage,
  account: AccountPage,
  about: AboutPage,
}

/** One section of the settings. */
export default function SettingsDetail({ current }: { current: string | undefined }) {
  const t = useT('settings')
  const section = sectionOf(current)
  const Page = pages[section]
  return (
    <Pane
      key={section}
      title={t(`section.${section}`)}
      above="/settings"
      announce={current !== undefined}
      grey
    >
      <div className="mx-auto flex w-full max-w-160 flex-col gap-6 px-4 pt-5 pb-12">
        <Page />
      </div>
    </Pane>
  )
}
