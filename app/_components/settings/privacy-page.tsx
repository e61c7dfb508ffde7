'use client'
import { useT } from '../i18n/use-t.ts'
import { BlockedList } from '../people/blocked-list.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { Switch } from '../ui/switch.tsx'
import { Group } from './group.tsx'
import { useSettings } from './use-settings.ts'

const choices = ['receipts', 'presence', 'typing', 'findable'] as const

export function PrivacyPage() {
  const t = useT('settings')
  const { settings, change, refused } = useSettings()
  return (
    <>
      <Group>
        {choices.map(choice => (
          <div key={choice} className="px-4 py-2">
            <Switch
              label={t(`privacy.${choice}`)}
              description={t(`privacy.${choice}Text`)}
              checked={settings[choice]}
              onChange={on => change(choice, on)}
            />
            <Refusal className="mt-1">{refused?.key === choice && refused.text}</Refusal>
          </div>
        ))}
      </Group>
      <Group title={t('privacy.blocked')} hint={t('privacy.blockedHint')}>
        <BlockedList />
      </Group>
    </>
  )
}
