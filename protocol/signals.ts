import * as z from 'zod/mini'
import { User } from './entities/user.ts'
import { Id, Seq, Time } from './fields.ts'

/** Signals: not numbered, not stored, may be lost. */
export const Presence = z.object({
  userId: Id,
  state: z.enum(['online', 'offline']),
  lastSeen: z.optional(Time),
})
export type Presence = z.infer<typeof Presence>

export const TypingKind = z.enum(['text', 'voice'])

/** Server → client. */
export const signals = {
  hello: z.object({
    protocol: z.int(),
    epoch: z.string(),
    time: Time,
    userId: Id,
    sessionId: Id,
    limits: z.record(z.string(), z.number()),
  }),
  presence: Presence,
  typing: z.object({ conversationId: Id, userId: Id, kind: TypingKind }),
  /** The peer of a direct conversation has read up to here. */
  read: z.object({ conversationId: Id, userId: Id, readSeq: Seq }),
  /** A friend's or direct peer's profile as it is now. */
  profile: z.object({ user: User }),
  /** This session has ended; the socket closes behind it. */
  'session:revoked': z.object({ sessionId: Id }),
  /** The server closes this socket on purpose and says why; `resumeAfterMs` spreads the returning. */
  closing: z.object({ reason: z.string(), resumeAfterMs: z.optional(z.int()) }),
} as const

/** Client → server, without answer. */
export const clientSignals = {
  typing: z.strictObject({ conversationId: Id, kind: TypingKind }),
} as const

export type SignalName = keyof typeof signals
export type Signal<N extends SignalName> = z.infer<(typeof signals)[N]>
export type Hello = Signal<'hello'>

/** Socket handshake: `auth` of the connection. */
export const Handshake = z.object({
  token: z.optional(z.string().check(z.maxLength(200))),
  protocol: z.int(),
  deviceId: z.optional(z.string().check(z.maxLength(64))),
})
