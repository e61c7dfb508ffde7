import type { Friend, FriendRequest, RequestState } from '#protocol/entities/friendship.ts'
import { stateOf } from './relation.ts'

export interface RequestLine {
  userId: string
  request: FriendRequest
  /** Made to me, or by me. */
  way: 'in' | 'out'
  state: RequestState
}

/**
 * "New friends": the newest request between me and each person, the newest first. What was taken back leaves no
 * line, nor does a friendship that has ended since.
 */
export function requestLines(friends: readonly Friend[], now: number): RequestLine[] {
  const lines: RequestLine[] = []
  for (const { userId, incoming, outgoing, listed, blocked } of friends) {
    if (blocked) continue
    const way = !incoming || (outgoing && outgoing.time > incoming.time) ? 'out' : 'in'
    const request = way === 'in' ? incoming : outgoing
    if (!request) continue
    const state = stateOf(request, now)
    if (state === 'cancelled' || (state === 'accepted' && !listed)) continue
    lines.push({ userId, request, way, state })
  }
  return lines.sort((a, b) => b.request.time - a.request.time)
}
