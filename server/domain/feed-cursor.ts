/**
 * What a pull hands out to be handed back: `asOf` and `next`, opaque to clients. They only say where to go on; what
 * may be seen is judged anew on every page, so a forged one gets nobody anything.
 */
import * as z from 'zod/mini'
import { Id, Rev, Seq, Time } from '#protocol/fields.ts'
import { lengths } from '#protocol/limits.ts'
import { badRequest } from './refusal.ts'

/** The parts of a pull, in the order they are answered. */
export const stages = {
  /** Named conversations alone: the repair of a gap. */
  named: ['named'],
  /** What changed since a cursor. */
  account: ['named', 'conversations', 'friends', 'notices', 'settings', 'heads', 'left'],
  /** Everything, most recent conversations first. */
  snapshot: ['settings', 'recent', 'friends', 'newest-notices', 'rest', 'moved'],
} as const

export type Mode = keyof typeof stages
export type Stage = (typeof stages)[Mode][number]

const Held = z.strictObject({ rev: Rev, seq: Seq })
/** What a client says it holds of a conversation. */
export type Held = z.infer<typeof Held>

const State = z.strictObject({
  epoch: z.string(),
  mode: z.enum(Object.keys(stages) as [Mode, ...Mode[]]),
  /** The place of the stage within its mode. */
  stage: z.int().check(z.minimum(0), z.maximum(10)),
  /** Where this stage goes on: a userRev, an id, or how many were answered. */
  after: z.optional(z.union([z.int().check(z.nonnegative()), Id])),
  /** Named conversations not answered yet. */
  named: z.optional(
    z.record(Id, Held).check(z.refine(named => Object.keys(named).length <= lengths.pullConversations)),
  ),
  /** All that were named: they need no head. */
  answered: z.optional(z.array(Id).check(z.maxLength(lengths.pullConversations))),
  /** The client's own cursor: changes above it, heads since it. */
  since: z.optional(z.strictObject({ userRev: Rev, asOf: Time })),
  /** Where the list of conversations goes on, and how many of it were answered. */
  list: z.optional(z.strictObject({ time: Time, id: Id, count: z.int().check(z.nonnegative()) })),
  /** The client may hold rows under this epoch, whose changes it has not seen. */
  holds: z.boolean(),
  /** What to store in the end, taken when the pull began: later changes are for the next one. */
  userRev: Rev,
  asOf: Time,
  /** Which page of the pull this is. */
  page: z.int().check(z.nonnegative()),
})
export type PullState = z.infer<typeof State>

export function encodeNext(state: PullState): string {
  return Buffer.from(JSON.stringify(state)).toString('base64url')
}

/** @throws badRequest for what no pull ever gave out */
export function decodeNext(next: string): PullState {
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(next, 'base64url').toString())
  } catch {
    throw badRequest('`next` is the `next` of an earlier answer.')
  }
  const parsed = State.safeParse(value)
  if (!parsed.success || parsed.data.stage >= stages[parsed.data.mode].length) {
    throw badRequest('`next` is the `next` of an earlier answer.')
  }
  return parsed.data
}

export const encodeAsOf = (time: number) => String(time)

/** @throws badRequest for what no pull ever gave out */
export function decodeAsOf(asOf: string): number {
  if (!/^\d{1,15}$/.test(asOf)) throw badRequest('`asOf` is the `asOf` of an earlier answer.')
  return Number(asOf)
}
