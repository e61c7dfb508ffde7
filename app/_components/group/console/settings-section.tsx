'use client'
import { mayEdit } from '#protocol/group-policy.ts'
import { lengths } from '#protocol/limits.ts'
import { useT } from '../../i18n/use-t.ts'
import { Group as Card } from '../../settings/group.tsx'
import { Refusal } from '../../ui/refusal.tsx'
import { Switch } from '../../ui/switch.tsx'
import type { Standing } from '../standing.ts'
import type { GroupView } from '../use-group.ts'
import { useNameOf } from '../use-name-of.ts'
import { AnnouncementReads } from './announcement-reads.tsx'
import { Choice } from './choice.tsx'
import { ConflictDialog } from './conflict-dialog.tsx'
import { Endings } from './endings.tsx'
import { HistoryPreview } from './history-preview.tsx'
import { PermissionTable } from './permission-table.tsx'
import { type SettingField, settingWords } from './setting-words.ts'
import { TextSetting } from './text-setting.tsx'
import { useGroupChange } from './use-group-change.ts'

const joinModes = ['free', 'approval', 'invite']
const audiences = ['admins', 'all']
const histories = ['none', 'recent', 'all']
const slowModes = [0, 5, 10, 30, 60, 300, 3600]
const recalls = [120, 300, 600, 3600, 21_600, 86_400]

interface Props {
  id: string
  view: GroupView
  standing: Standing
}

/** The rules of the group, to read for everybody in it and to change for those who may. */
export function SettingsSection({ id, view, standing }: Props) {
  const t = useT('console')
  const nameOf = useNameOf(view)
  const changing = useGroupChange(id)
  const { group, role, active, manages } = standing
  const mayText = active && mayEdit(role, ['title', 'announcement'], group)
  const { conversation } = view

  const refusal = (field: SettingField) =>
    changing.refused?.field === field && <Refusal className="mt-1">{changing.refused.text}</Refusal>

  /** One of several; a value set by other means stands among them. */
  function choice(field: SettingField, values: readonly (string | number)[]) {
    const value = (changing.pending[field] ?? group[field as 'joinMode']) as string | number
    const all = values.includes(value) ? values : [...values, value]
    if (!manages) return <Rule label={t(`setting.${field}`)} value={settingWords(field, value, t)} />
    return (
      <div className="px-4 py-3">
        <Choice
          inline
          label={t(`setting.${field}`)}
          description={t(`setting.${field}Text` as 'setting.joinModeText')}
          value={String(value)}
          onChange={chosen => {
            const next = all.find(each => String(each) === chosen)
            if (next !== undefined) void changing.change(field, next, group)
          }}
          options={all.map(each => ({ value: String(each), label: settingWords(field, each, t) }))}
        />
        {refusal(field)}
      </div>
    )
  }
  function toggle(field: 'membersVisible' | 'muteAll') {
    if (!manages) return <Rule label={t(`setting.${field}`)} value={settingWords(field, group[field], t)} />
    return (
      <div className="px-4 py-2">
        <Switch
          label={t(`setting.${field}`)}
          description={t(`setting.${field}Text`)}
          checked={Boolean(changing.pending[field] ?? group[field])}
          onChange={on => void changing.change(field, on, group)}
        />
        {refusal(field)}
      </div>
    )
  }

  return (
    <div className="scroll-y min-h-0 flex-1 pb-(--safe-b)">
      <div className="mx-auto flex w-full max-w-180 flex-col gap-6 px-4 pt-5 pb-12">
        {!manages && (
          <p className="rounded-control bg-surface-2 px-4 py-2.5 text-small text-text-2">
            {t(active ? 'settings.readOnly' : 'settings.dissolved')}
          </p>
        )}
        <Card title={t('settings.about')}>
          <TextSetting
            field="title"
            {...{ group, changing }}
            editable={mayText}
            maxLength={lengths.groupTitle}
          />
          <TextSetting
            field="announcement"
            {...{ group, changing }}
            editable={mayText}
            maxLength={lengths.announcement}
            foot={<AnnouncementReads id={id} view={view} standing={standing} />}
          />
        </Card>
        <Card title={t('settings.joining')}>
          {choice('joinMode', joinModes)}
          {choice('inviteBy', audiences)}
          {choice('history', histories)}
          {conversation && (
            <HistoryPreview
              conversation={conversation}
              nameOf={nameOf}
              history={(changing.pending.history ?? group.history) as typeof group.history}
            />
          )}
        </Card>
        <Card title={t('settings.members')}>
          {choice('editBy', audiences)}
          {choice('mentionAllBy', audiences)}
          {toggle('membersVisible')}
        </Card>
        <Card title={t('settings.writing')}>
          {toggle('muteAll')}
          {choice('slowModeSeconds', slowModes)}
          {choice('recallSeconds', recalls)}
        </Card>
        <Card title={t('permissions.title')} hint={t('permissions.hint')}>
          <PermissionTable group={group} />
        </Card>
        {active && conversation && <Endings id={id} view={view} standing={standing} />}
      </div>
      {changing.conflict && (
        <ConflictDialog conflict={changing.conflict} nameOf={nameOf} onSettle={changing.settle} />
      )}
    </div>
  )
}

/** A rule, for those who cannot change it. */
function Rule({ label, value }: { label: string; value: string }) {
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 px-4 py-3 text-body">
      <span className="text-text">{label}</span>
      <span className="text-text-2">{value}</span>
    </div>
  )
}
