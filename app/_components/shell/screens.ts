const screens: ReadonlySet<string> = new Set([
  'conversations',
  'friends',
  'notices',
  'settings',
  'welcome',
  'groups',
  'join',
  'g',
])
/** Ways into a group: whoever is not signed in is told so on a page of its own. */
const doors: ReadonlySet<string> = new Set(['join', 'g'])

const screenOf = (path: string) => path.split('/').find(Boolean)

/** Whether a path belongs to the signed-in app, where one document serves all of them. */
export function isAppPath(path: string): boolean {
  const screen = screenOf(path)
  return screen === undefined || screens.has(screen)
}

/** Whether this path is a link into a group. */
export const isDoorPath = (path: string): boolean => doors.has(screenOf(path) ?? '')
