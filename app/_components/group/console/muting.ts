import { times } from '#protocol/limits.ts'
import type { useT } from '../../i18n/use-t.ts'
import type { MenuItem } from '../../ui/menu.ts'

const minute = 60_000

/** How long somebody can be kept from writing. */
const lengths = { minutes10: 10 * minute, hour: 60 * minute, day: 24 * 60 * minute, forever: null } as const
const names = Object.keys(lengths) as (keyof typeof lengths)[]

/** Choices of how long, and the way back where somebody is muted. */
export function muteItems(
  t: ReturnType<typeof useT<'console'>>,
  { now, muted, onMute }: { now: () => number; muted: boolean; onMute: (until: number | null) => void },
): MenuItem[] {
  const choices: MenuItem[] = names.map(name => ({
    label: t(`mute.${name}`),
    onSelect() {
      const length = lengths[name]
      onMute(length === null ? times.forever : now() + length)
    },
  }))
  return muted ? [...choices, 'separator', { label: t('mute.end'), onSelect: () => onMute(null) }] : choices
}

/** Whether a mute is still in force, and how it is said: never, until when, for good. */
export const mutedNow = (until: number | null, now: number): number | null =>
  until !== null && until > now ? until : null
