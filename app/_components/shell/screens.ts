const screens: ReadonlySet<string> = new Set(['conversations', 'friends', 'notices', 'settings', 'welcome'])

/** Whether a path belongs to the signed-in app, where one document serves all of them. */
export function isAppPath(path: string): boolean {
  const [screen] = path.split('/').filter(Boolean)
  return screen === undefined || screens.has(screen)
}
