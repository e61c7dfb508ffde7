import type { Group } from '#protocol/entities/group.ts'
import type { useT } from '../../i18n/use-t.ts'

/** What members share and may change, as `group:update` names it. */
export const settingFields = [
  'title',
  'announcement',
  'joinMode',
  'inviteBy',
  'history',
  'editBy',
  'mentionAllBy',
  'membersVisible',
  'muteAll',
  'slowModeSeconds',
  'recallSeconds',
] as const
export type SettingField = (typeof settingFields)[number]

export const isSettingField = (field: string): field is SettingField =>
  settingFields.some(each => each === field)

/** The announcement by its text, everything else as it stands. */
export const settingOf = (group: Group, field: SettingField): string | number | boolean =>
  field === 'announcement' ? (group.announcement?.text ?? '') : group[field]

type ConsoleT = ReturnType<typeof useT<'console'>>

/** A stretch of time in the largest unit that fits it whole. */
export function spanWords(seconds: number, t: ConsoleT): string {
  if (seconds % 3600 === 0) return t('span.hours', { count: seconds / 3600 })
  if (seconds % 60 === 0) return t('span.minutes', { count: seconds / 60 })
  return t('span.seconds', { count: seconds })
}

/** A value of a setting as people read it; what a newer server may send stands as it is. */
export function settingWords(field: SettingField, value: unknown, t: ConsoleT): string {
  if (typeof value === 'boolean') return t(value ? 'setting.on' : 'setting.off')
  if (typeof value === 'number') {
    if (value > 0) return spanWords(value, t)
    return field === 'recallSeconds' ? t('setting.never') : t('setting.off')
  }
  if (field === 'title') return String(value)
  if (field === 'announcement') return String(value) || t('setting.noAnnouncement')
  const key = `setting.${field}Value.${String(value)}` as 'setting.joinModeValue.free'
  return t.has(key) ? t(key) : String(value)
}
