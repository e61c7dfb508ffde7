import * as z from 'zod/mini'
import { Id, Rev, Time } from '../fields.ts'

export const RequestState = z.enum(['init', 'accepted', 'declined', 'cancelled', 'expired'])
export type RequestState = z.infer<typeof RequestState>

export const FriendRequest = z.object({
  id: Id,
  from: Id,
  to: Id,
  greeting: z.string(),
  state: RequestState,
  time: Time,
  expiresAt: Time,
})
export type FriendRequest = z.infer<typeof FriendRequest>

/**
 * Everything between me and one other person as I may know it: my list, my remark, my block, and the newest
 * request each way. The other's list and block are not in it.
 */
export const Friend = z.object({
  userId: Id,
  /** On my list. Writing needs both directions. */
  listed: z.boolean(),
  remark: z.string(),
  remarkPinyin: z.string(),
  blocked: z.boolean(),
  /** Since when on my list. */
  since: z.nullable(Time),
  outgoing: z.nullable(FriendRequest),
  incoming: z.nullable(FriendRequest),
  userRev: Rev,
})
export type Friend = z.infer<typeof Friend>
