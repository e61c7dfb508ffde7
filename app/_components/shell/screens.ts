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
/** Ways into a group: strangers are shown a page of their own there, and no shell. */
const doors: ReadonlySet<string> = new Set(['join', 'g'])

const screenOf = (path: string) => path.split('/').find(Boolean)

/** Whether a path belongs to the signed-in app, where one document serves all of them. */
export function isAppPath(path: string): boolean {
  const screen = screenOf(path)
  return screen === undefined || screens.has(screen)
}

/** Whether what the server shows at this path depends on who asks. */
export const isDoorPath = (path: string): boolean => doors.has(screenOf(path) ?? '')
