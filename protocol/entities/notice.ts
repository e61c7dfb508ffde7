import * as z from 'zod/mini'
import { Id, Rev, Time } from '../fields.ts'
import { RequestState } from './friendship.ts'
import { Scene } from './message.ts'

/** A line for one person, outside the timeline. `state` and `handledBy` stand where it asks for an answer. */
export const Notice = z.object({
  msgId: Id,
  time: Time,
  /** `friend_request`, `friend_accepted`, `friend_declined`, `new_sign_in`, … */
  type: z.string(),
  from: z.nullable(Id),
  to: Id,
  scene: z.nullable(Scene),
  content: z.record(z.string(), z.unknown()),
  custom: z.nullable(z.unknown()),
  state: z.nullable(RequestState),
  handledBy: z.nullable(Id),
  readAt: z.nullable(Time),
  userRev: Rev,
})
export type Notice = z.infer<typeof Notice>
