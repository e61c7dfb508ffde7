import type { Settings } from './entities/user.ts'

/** What an account begins with. */
export const defaultSettings: Settings = {
  receipts: true,
  presence: true,
  typing: true,
  findable: true,
  density: 'comfortable',
  messageSize: 15,
  sendKey: 'enter',
  reduceMotion: false,
}
