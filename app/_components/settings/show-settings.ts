import { defaultSettings } from '#protocol/defaults.ts'
import type { Settings } from '#protocol/entities/user.ts'
import { applyAppearance } from '../theme/appearance.ts'

/** Puts what concerns the looks on the page. The default size is left to the device: 15 px, 16 for fingers. */
export function showSettings({ density, messageSize, reduceMotion }: Settings): void {
  const ownSize = messageSize === defaultSettings.messageSize ? undefined : messageSize
  applyAppearance({ density, messageSize: ownSize, reduceMotion })
}
