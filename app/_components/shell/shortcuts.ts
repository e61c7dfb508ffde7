/** Every keyboard shortcut, said once: what is bound, and what the help dialog lists. */
export type ShortcutName =
  | 'search'
  | 'previous'
  | 'next'
  | 'previousUnread'
  | 'nextUnread'
  | 'latest'
  | 'settings'
  | 'help'
  | 'escape'

/** In the notation of tinykeys; `$mod` is ⌘ on Apple's keyboards, Ctrl elsewhere. None the browser keeps for itself. */
export const shortcuts: Record<ShortcutName, string> = {
  search: '$mod+k',
  previous: 'Alt+ArrowUp',
  next: 'Alt+ArrowDown',
  previousUnread: 'Alt+Shift+ArrowUp',
  nextUnread: 'Alt+Shift+ArrowDown',
  latest: '$mod+j',
  settings: '$mod+,',
  help: '$mod+/',
  escape: 'Escape',
}

/** As it is printed on the keys of this machine. */
export function keysOf(binding: string, apple: boolean): string[] {
  const names: Record<string, string> = {
    $mod: apple ? '⌘' : 'Ctrl',
    Alt: apple ? '⌥' : 'Alt',
    Shift: apple ? '⇧' : 'Shift',
    ArrowUp: '↑',
    ArrowDown: '↓',
    Escape: 'Esc',
  }
  return binding.split('+').map(key => names[key] ?? (key.length === 1 ? key.toUpperCase() : key))
}
