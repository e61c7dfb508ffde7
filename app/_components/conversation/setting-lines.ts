/** A changed setting of a group in words; several at once, and those of a newer server, only as a change. */
import type { useT } from '../i18n/use-t.ts'

export type LinesT = ReturnType<typeof useT<'lines'>>

const worded = {
  joinMode: ['free', 'approval', 'invite'],
  history: ['none', 'recent', 'all'],
  inviteBy: ['admins', 'all'],
  editBy: ['admins', 'all'],
  mentionAllBy: ['admins', 'all'],
  membersVisible: ['true', 'false'],
  muteAll: ['true', 'false'],
} as const

export function settingText(value: unknown, actor: string, lines: LinesT): string {
  const changed = typeof value === 'object' && value !== null ? Object.entries(value) : []
  const [setting] = changed
  const text = changed.length === 1 && setting ? oneText(setting[0], setting[1], actor, lines) : null
  return text ?? lines('settings', { actor })
}

function oneText(name: string, value: unknown, actor: string, lines: LinesT): string | null {
  if (typeof value === 'number') return durationText(name, value, actor, lines)
  if (!Object.hasOwn(worded, name)) return null
  const known: readonly string[] = worded[name as keyof typeof worded]
  const choice = String(value)
  return known.includes(choice) ? lines(`${name}.${choice}` as 'muteAll.true', { actor }) : null
}

function durationText(name: string, seconds: number, actor: string, lines: LinesT): string | null {
  const minutes = seconds / 60
  const hours = minutes / 60
  if (name === 'slowModeSeconds') {
    if (seconds === 0) return lines('slowModeOff', { actor })
    return seconds >= 60 && Number.isInteger(minutes)
      ? lines('slowModeMinutes', { actor, count: minutes })
      : lines('slowModeSeconds', { actor, count: seconds })
  }
  if (name !== 'recallSeconds') return null
  if (hours >= 1 && Number.isInteger(hours)) return lines('recallHours', { actor, count: hours })
  if (minutes >= 1 && Number.isInteger(minutes)) return lines('recallMinutes', { actor, count: minutes })
  return lines('recallSeconds', { actor, count: seconds })
}
