import type { LogEntry } from '#protocol/entities/group.ts'
import { times } from '#protocol/limits.ts'
import type { useFormats } from '../../i18n/formats.ts'
import type { useT } from '../../i18n/use-t.ts'
import type { NameOf } from '../use-name-of.ts'
import { isSettingField, settingWords } from './setting-words.ts'

/** What stands in the book, in the order in which it can be looked for. */
export const logActions = [
  'create',
  'add',
  'join',
  'accept',
  'decline',
  'leave',
  'remove',
  'mute',
  'set-role',
  'update',
  'create-invite',
  'revoke-invite',
  'transfer',
  'dissolve',
] as const
export type LogAction = (typeof logActions)[number]

export const isLogAction = (action: string): action is LogAction => logActions.some(each => each === action)

/** People named one by one up to here. */
const named = 5

interface Setting {
  t: ReturnType<typeof useT<'console'>>
  tGroup: ReturnType<typeof useT<'group'>>
  formats: ReturnType<typeof useFormats>
  nameOf: NameOf
}

export interface LogWords {
  line: string
  /** What was changed to what, one a line. */
  more: string[]
}

/** A line of the book in words. What a newer server writes is named as it is. */
export function logWords(entry: LogEntry, { t, tGroup, formats, nameOf }: Setting): LogWords {
  const { action, targets } = entry
  const value = isRecord(entry.value) ? entry.value : {}
  const names = targets.slice(0, named).map(nameOf)
  if (targets.length > named) names.push(tGroup('andOthers', { count: targets.length - named }))
  const people = formats.list(names)
  if (!isLogAction(action)) return { line: t('log.unknown', { action }), more: [] }
  switch (action) {
    case 'create':
      return { line: t('log.create', { title: String(entry.value ?? '') }), more: [] }
    case 'set-role':
      return { line: t(entry.value === 'admin' ? 'log.made-admin' : 'log.took-role', { people }), more: [] }
    case 'mute':
      return { line: muteLine(entry.value, people), more: [] }
    case 'remove':
      return {
        line: t('log.remove', { people }),
        more: [value.ban === true && t('log.banned'), value.recall === true && t('log.recalled')].filter(
          word => word !== false,
        ),
      }
    case 'update':
      return { line: t('log.update'), more: Object.entries(value).map(settingLine) }
    case 'create-invite': {
      const until = typeof value.expiresAt === 'number' ? formats.captionTime(value.expiresAt) : ''
      return { line: t('log.create-invite'), more: until ? [t('invites.until', { time: until })] : [] }
    }
    case 'join': {
      const by = typeof value.by === 'string' ? nameOf(value.by) : null
      return { line: by ? t('log.joinBy', { name: by }) : t('log.join'), more: [] }
    }
    case 'leave':
    case 'revoke-invite':
    case 'dissolve':
      return { line: t(`log.${action}`), more: [] }
    default:
      return { line: t(`log.${action}`, { people }), more: [] }
  }

  function muteLine(until: unknown, who: string): string {
    if (typeof until !== 'number') return t('log.unmute', { people: who })
    if (until >= times.forever) return t('log.muteForGood', { people: who })
    return t('log.mute', { people: who, time: formats.captionTime(until) })
  }
  function settingLine([field, set]: [string, unknown]): string {
    if (!isSettingField(field)) return field
    return t('log.set', { setting: t(`setting.${field}`), value: settingWords(field, set, t) })
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
