import * as z from 'zod/mini'
import { Custom, Id, IdClient, Rev, Seq, Time } from '../fields.ts'
import { isBlank, isStorable } from '../text.ts'
import { everybody } from '../values.ts'

export const Scene = z.enum(['direct', 'group'])
export type Scene = z.infer<typeof Scene>

/** An in-conversation line of the server, put into words on the device in its language. */
export const NotificationContent = z.object({
  event: z.string(),
  actor: z.nullable(Id),
  targets: z.array(Id),
  /** How many there are, where not all are named. */
  count: z.optional(z.int()),
  value: z.optional(z.unknown()),
})
export type NotificationContent = z.infer<typeof NotificationContent>

const Mentioned = z.union([Id, z.literal(everybody)])

/** A member named in a text, or everybody: `offset` and `length` count UTF-16 units. */
export const Mention = z.object({ userId: Mentioned, offset: z.int(), length: z.int() })
export type Mention = z.infer<typeof Mention>

/**
 * One line of a timeline. `content` is null in a tombstone (`recalledAt` set). A client shows a `type` it does not
 * know as "not supported" and keeps the row, so the list of types is open on the way out.
 */
export const Message = z.object({
  id: Id,
  conversationId: Id,
  idClient: z.string(),
  seq: Seq,
  rev: Rev,
  scene: Scene,
  type: z.string(),
  from: Id,
  /** The other person of a direct conversation as the sender sees it, or the group's id. */
  to: Id,
  time: Time,
  content: z.nullable(z.record(z.string(), z.unknown())),
  custom: z.optional(z.unknown()),
  replyTo: z.optional(z.object({ seq: Seq })),
  mentions: z.optional(z.array(Mention)),
  editedAt: z.optional(Time),
  recalledAt: z.optional(Time),
  recalledBy: z.optional(Id),
})
export type Message = z.infer<typeof Message>

const sendFields = {
  conversationId: Id,
  idClient: IdClient,
  custom: z.optional(Custom),
  replyTo: z.optional(z.strictObject({ seq: z.int().check(z.positive()) })),
  mentions: z.optional(
    z
      .array(
        z.strictObject({
          userId: Mentioned,
          offset: z.int().check(z.nonnegative()),
          length: z.int().check(z.positive()),
        }),
      )
      .check(z.maxLength(100)),
  ),
}

/** Text as it may be sent: something to read. How long it may be is a setting of the server. */
export const TextInput = z.strictObject({
  text: z.string().check(
    z.refine(isStorable, 'must be well-formed text without NUL'),
    z.refine(text => !isBlank(text), 'must not be blank'),
  ),
})

/** What a caller may write. Lines of the server's own kind parse, so that forging one is `FORBIDDEN`, not a typo. */
export const SendInput = z.discriminatedUnion('type', [
  z.strictObject({ ...sendFields, type: z.literal('text'), content: TextInput }),
  z.strictObject({
    ...sendFields,
    type: z.literal('notification'),
    content: z.record(z.string(), z.unknown()),
  }),
])
export type SendInput = z.infer<typeof SendInput>
