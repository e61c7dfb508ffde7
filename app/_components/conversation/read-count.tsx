'use client'
import type { ChatT } from './words.ts'

/** How many have read an own message of a group; pressed, it says who. */
export function ReadCount({ count, t, onPress }: { count: number; t: ChatT; onPress: () => void }) {
  return (
    <button
      type="button"
      tabIndex={-1}
      onClick={onPress}
      className="relative rounded-tag text-bubble-out-meta after:absolute after:-inset-x-1 after:-inset-y-2.5 hover:underline"
    >
      {t('message.readBy', { count })}
    </button>
  )
}
