const fills = [
  'bg-hue-0',
  'bg-hue-1',
  'bg-hue-2',
  'bg-hue-3',
  'bg-hue-4',
  'bg-hue-5',
  'bg-hue-6',
  'bg-hue-7',
  'bg-hue-8',
  'bg-hue-9',
] as const
const inks = [
  'text-name-0',
  'text-name-1',
  'text-name-2',
  'text-name-3',
  'text-name-4',
  'text-name-5',
  'text-name-6',
  'text-name-7',
  'text-name-8',
  'text-name-9',
] as const

/** FNV-1a: spreads ids that differ in one character over all ten hues. */
function hueOf(id: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193)
  return (hash >>> 0) % fills.length
}

/** Background of an avatar without a picture. The same id has the same hue on every device. */
export const avatarFill = (id: string): string => fills[hueOf(id)] ?? fills[0]

/** Colour of a sender's name in a group: the avatar's hue, lighter where the page is dark. */
export const nameInk = (id: string): string => inks[hueOf(id)] ?? inks[0]
