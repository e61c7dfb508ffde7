'use client'
import { useEffect, useState } from 'react'
import { type Language, languages } from '../i18n/languages.ts'
import { useLanguage } from '../i18n/provider.tsx'
import { useT } from '../i18n/use-t.ts'
import { useTheme } from '../theme/theme.ts'
import { Refusal } from '../ui/refusal.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { Switch } from '../ui/switch.tsx'
import { Group, Row } from './group.tsx'
import { MessageSizeRow } from './message-size-row.tsx'
import { showSettings } from './show-settings.ts'
import { useSettings } from './use-settings.ts'

export function AppearancePage() {
  const t = useT('settings')
  const tc = useT('common')
  const { language, setLanguage } = useLanguage()
  const [theme, setTheme] = useTheme()
  const { settings, change, refused } = useSettings()
  const [failed, setFailed] = useState(false)
  const refusal = (key: keyof typeof settings) => (
    <Refusal className="mt-2">{refused?.key === key && refused.text}</Refusal>
  )

  // Seen at once, before the server has it.
  useEffect(() => showSettings(settings), [settings])

  return (
    <>
      <Group hint={t('appearance.deviceHint')}>
        <Row label={tc('theme.label')}>
          <Segmented
            label={tc('theme.label')}
            value={theme}
            onChange={setTheme}
            options={(['system', 'light', 'dark'] as const).map(value => ({
              value,
              label: tc(`theme.${value}`),
            }))}
          />
        </Row>
        <Row
          label={tc('language.label')}
          refusal={<Refusal className="mt-2">{failed && t('appearance.languageFailed')}</Refusal>}
        >
          <Segmented
            label={tc('language.label')}
            value={language}
            onChange={next =>
              setLanguage(next).then(
                () => setFailed(false),
                () => setFailed(true),
              )
            }
            options={(Object.keys(languages) as Language[]).map(value => ({
              value,
              label: languages[value],
            }))}
          />
        </Row>
      </Group>
      <Group title={t('appearance.messages')} hint={t('appearance.accountHint')}>
        <MessageSizeRow
          value={settings.messageSize}
          onChange={size => change('messageSize', size)}
          refusal={refusal('messageSize')}
        />
        <Row label={t('appearance.density')} refusal={refusal('density')}>
          <Segmented
            label={t('appearance.density')}
            value={settings.density}
            onChange={density => change('density', density)}
            options={[
              { value: 'comfortable', label: t('appearance.comfortable') },
              { value: 'compact', label: t('appearance.compact') },
            ]}
          />
        </Row>
        <Row
          label={t('appearance.sendKey')}
          description={t(settings.sendKey === 'enter' ? 'appearance.enterText' : 'appearance.modEnterText')}
          refusal={refusal('sendKey')}
        >
          <Segmented
            label={t('appearance.sendKey')}
            value={settings.sendKey}
            onChange={key => change('sendKey', key)}
            options={[
              { value: 'enter', label: 'Enter' },
              { value: 'mod-enter', label: isApple() ? '⌘ Enter' : 'Ctrl + Enter' },
            ]}
          />
        </Row>
        <div className="px-4 py-2">
          <Switch
            label={t('appearance.reduceMotion')}
            description={t('appearance.reduceMotionText')}
            checked={settings.reduceMotion}
            onChange={on => change('reduceMotion', on)}
          />
          {refusal('reduceMotion')}
        </div>
      </Group>
    </>
  )
}

const isApple = () => /Mac|iPhone|iPad/.test(navigator.platform)
