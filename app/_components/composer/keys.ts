import type { Settings } from '#protocol/entities/user.ts'

interface Press {
  key: string
  keyCode: number
  shiftKey: boolean
  altKey: boolean
  ctrlKey: boolean
  metaKey: boolean
  nativeEvent: { isComposing: boolean }
}

/**
 * The key belongs to an input method. Safari ends the composition before it reports the Enter that ended it; that
 * one still carries the code 229.
 */
export const isComposing = ({ nativeEvent, keyCode }: Pick<Press, 'nativeEvent' | 'keyCode'>): boolean =>
  nativeEvent.isComposing || keyCode === 229

/** Whether Enter sends: as set, always with Ctrl or ⌘, never with Shift; on a touch keyboard it breaks the line. */
export function sends(press: Press, sendKey: Settings['sendKey'], touch: boolean): boolean {
  if (press.key !== 'Enter' || isComposing(press) || press.shiftKey || press.altKey) return false
  if (press.ctrlKey || press.metaKey) return true
  return sendKey === 'enter' && !touch
}
