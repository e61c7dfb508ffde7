/**
 * Times in words, the same everywhere: 24 hours, calendar days in the reader's zone, and the shorter the nearer.
 * Formatters are costly to make and are kept per language.
 */
import type { Language } from './languages.ts'

const shapes = {
  clock: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  weekday: { weekday: 'short' },
  weekdayLong: { weekday: 'long' },
  monthDay: { month: 'short', day: 'numeric' },
  dayLong: { weekday: 'long', month: 'long', day: 'numeric' },
  dayYear: { year: 'numeric', month: 'long', day: 'numeric' },
  full: {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  },
} satisfies Record<string, Intl.DateTimeFormatOptions>

const formatters = new Map<string, Intl.DateTimeFormat>()

function format(shape: keyof typeof shapes, ms: number, language: Language): string {
  const key = `${language} ${shape}`
  const known = formatters.get(key)
  if (known) return known.format(ms)
  const made = new Intl.DateTimeFormat(language, shapes[shape])
  formatters.set(key, made)
  return made.format(ms)
}

/** "Today", "Yesterday": the language's own words, fit to stand alone. */
function nearDay(daysAgo: number, language: Language): string {
  const word = new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-daysAgo, 'day')
  return word.charAt(0).toLocaleUpperCase(language) + word.slice(1)
}

/** Midnight at the start of that day, where the reader is. */
export const startOfDay = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0)

/** Calendar days between then and now; days of 23 and 25 hours count as one. Negative for tomorrow. */
const daysAgo = (ms: number, now: number) => Math.round((startOfDay(now) - startOfDay(ms)) / 86_400_000)

const sameYear = (a: number, b: number) => new Date(a).getFullYear() === new Date(b).getFullYear()

function numericDate(ms: number) {
  const date = new Date(ms)
  return `${date.getFullYear()}/${date.getMonth() + 1}/${date.getDate()}`
}

/** A time in the conversation list: 09:41 · Yesterday · Mon · Nov 5 · 2025/11/5. */
export function listTime(ms: number, language: Language, now = Date.now()): string {
  const days = daysAgo(ms, now)
  if (days === 0) return format('clock', ms, language)
  if (days === 1) return nearDay(1, language)
  if (days > 1 && days < 7) return format('weekday', ms, language)
  return sameYear(ms, now) ? format('monthDay', ms, language) : numericDate(ms)
}

/** A time inside a bubble: 09:41. */
export const messageTime = (ms: number, language: Language): string => format('clock', ms, language)

/** The caption after a pause inside a conversation: 09:41 · Yesterday 09:41 · Mon 09:41 · Nov 5 09:41. */
export function captionTime(ms: number, language: Language, now = Date.now()): string {
  const clock = format('clock', ms, language)
  return daysAgo(ms, now) === 0 ? clock : `${listTime(ms, language, now)} ${clock}`
}

/** The line between two days: Today · Yesterday · Monday · Thursday, November 5 · November 5, 2025. */
export function dayLabel(ms: number, language: Language, now = Date.now()): string {
  const days = daysAgo(ms, now)
  if (days === 0 || days === 1) return nearDay(days, language)
  if (days > 1 && days < 7) return format('weekdayLong', ms, language)
  return format(sameYear(ms, now) ? 'dayLong' : 'dayYear', ms, language)
}

/** Everything, for tooltips and screen readers. */
export const fullTime = (ms: number, language: Language): string => format('full', ms, language)

export type LastSeen =
  | { key: 'now' }
  | { key: 'minutes'; values: { count: number } }
  | { key: 'today' | 'yesterday'; values: { time: string } }
  | { key: 'date'; values: { date: string } }

/** Which `common.lastSeen` text tells when somebody was last here, and its values. */
export function lastSeen(ms: number, language: Language, now = Date.now()): LastSeen {
  const minutes = Math.floor((now - ms) / 60_000)
  // A clock ahead of the server's must not say that somebody will be here.
  if (minutes < 1) return { key: 'now' }
  if (minutes < 60) return { key: 'minutes', values: { count: minutes } }
  const days = daysAgo(ms, now)
  const time = format('clock', ms, language)
  if (days === 0) return { key: 'today', values: { time } }
  if (days === 1) return { key: 'yesterday', values: { time } }
  return { key: 'date', values: { date: listTime(ms, language, now) } }
}

/** Length of a recording, video or call: 0:07, 12:40, 1:02:03. */
export function duration(ms: number): string {
  const total = Math.max(0, Math.round(ms / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`
}
