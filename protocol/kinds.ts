/** Kinds that add to unread counts and bring a hidden conversation back. */
export function isCountable(type: string): boolean {
  return type !== 'notification'
}
