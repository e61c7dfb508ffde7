import * as z from 'zod/mini'
import { Id, Rev, Time } from '../fields.ts'

/** What anybody who may see a person sees. A deleted person keeps the id and nothing else. */
export const User = z.object({
  id: Id,
  username: z.string(),
  displayName: z.string(),
  avatar: z.nullable(z.string()),
  bio: z.string(),
  /** The display name in pinyin and its initials, for sorting and search: `zhang san|zs`. Empty where there is none. */
  pinyin: z.string(),
  deleted: z.boolean(),
})
export type User = z.infer<typeof User>

export const Settings = z.object({
  /** Show my read receipts; off hides others' from me too. */
  receipts: z.boolean(),
  /** Show friends when I am online and when I was; off hides theirs from me. */
  presence: z.boolean(),
  /** Show others that I am typing. */
  typing: z.boolean(),
  /** Others may find me by my user name. */
  findable: z.boolean(),
  /** How tightly lists and messages stand. */
  density: z.enum(['comfortable', 'compact']),
  /** Size of message text in px. */
  messageSize: z.int().check(z.minimum(13), z.maximum(20)),
  /** What sends a message from a keyboard; the other one breaks the line. */
  sendKey: z.enum(['enter', 'mod-enter']),
  /** Fade instead of moving, whatever the system says. */
  reduceMotion: z.boolean(),
})
export type Settings = z.infer<typeof Settings>

/** The account of the one who asks. */
export const Account = z.object({
  user: User,
  settings: Settings,
  admin: z.boolean(),
  /** Set while the account waits for its deletion. */
  deleteAt: z.nullable(Time),
  userRev: Rev,
})
export type Account = z.infer<typeof Account>

/** One signed-in device. */
export const Session = z.object({
  id: Id,
  kind: z.enum(['browser', 'token']),
  deviceName: z.string(),
  /** The address it was last seen from, as far as it may be shown. */
  place: z.string(),
  createdAt: Time,
  lastActiveAt: Time,
  current: z.boolean(),
})
export type Session = z.infer<typeof Session>
