import type { Friend, FriendRequest } from '#protocol/entities/friendship.ts'
import type { User } from '#protocol/entities/user.ts'

/** How I stand to somebody, as far as I may know it. Decides which buttons their profile has. */
export type Standing = 'self' | 'gone' | 'blocked' | 'friend' | 'incoming' | 'waiting' | 'stranger'

/** A request past its time is expired, whether the server has said so yet or not. */
export function stateOf(request: FriendRequest, now: number): FriendRequest['state'] {
  return request.state === 'init' && request.expiresAt <= now ? 'expired' : request.state
}

export function standingOf(
  person: { user: Pick<User, 'id' | 'deleted'> | undefined; friend: Friend | undefined },
  me: string,
  now: number,
): Standing {
  const { user, friend } = person
  if (user?.id === me) return 'self'
  if (user?.deleted) return 'gone'
  if (friend?.blocked) return 'blocked'
  if (friend?.listed) return 'friend'
  if (friend?.incoming && stateOf(friend.incoming, now) === 'init') return 'incoming'
  if (friend?.outgoing && stateOf(friend.outgoing, now) === 'init') return 'waiting'
  return 'stranger'
}
