'use client'
import { useNotices } from '#client/react/hooks.ts'

/** Friend requests that were not looked at yet, on any device: the badge of "Friends" and of "New friends". */
export function useNewFriendCount(): number {
  const notices = useNotices()
  return notices.filter(({ type, readAt }) => type === 'friend_request' && readAt === null).length
}
