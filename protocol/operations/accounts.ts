import * as z from 'zod/mini'
import { Account, Session, Settings, User } from '../entities/user.ts'
import { Bio, DeviceName, DisplayName, Id, Password, Time, Username } from '../fields.ts'
import { lengths } from '../limits.ts'
import type { OperationTable } from './table.ts'

/** At sign-in a password is only compared, so nothing is said of its rules. */
const GivenPassword = z.string().check(z.minLength(1), z.maxLength(lengths.passwordMax))
const GivenUsername = z.string().check(z.trim(), z.minLength(1), z.maxLength(lengths.usernameMax))

export const accounts = {
  'account:register': {
    summary: 'Make an account. The first one on a server becomes its administrator.',
    input: z.strictObject({
      username: Username,
      password: Password,
      displayName: DisplayName,
      /** Where the server asks newcomers for one. */
      code: z.optional(z.string().check(z.maxLength(100))),
    }),
    output: z.object({ user: User }),
    errors: ['CONFLICT/username_taken', 'FORBIDDEN/sign_up_closed', 'FORBIDDEN/sign_up_code'],
    auth: 'none',
  },
  'account:check-username': {
    summary: 'Whether a user name may still be taken.',
    input: z.strictObject({ username: Username }),
    output: z.object({ available: z.boolean() }),
    errors: [],
    auth: 'none',
  },
  'account:get': {
    summary: 'The own profile, settings and state of the account.',
    input: z.strictObject({}),
    output: Account,
    errors: [],
    auth: 'session',
  },
  'account:update': {
    summary: 'Change the own profile or settings; what is not named stays.',
    input: z.strictObject({
      displayName: z.optional(DisplayName),
      bio: z.optional(Bio),
      settings: z.optional(z.partial(z.strictObject(Settings.shape))),
    }),
    output: Account,
    errors: [],
    auth: 'session',
  },
  'account:change-password': {
    summary: 'Set another password. Every other session ends.',
    input: z.strictObject({ current: GivenPassword, next: Password }),
    output: z.object({ endedSessions: z.int() }),
    errors: ['FORBIDDEN/wrong_password'],
    auth: 'session',
  },
  'account:delete': {
    summary: 'Ask for the deletion of the account in 14 days; every session ends, signing in cancels it.',
    input: z.strictObject({ password: GivenPassword }),
    output: z.object({ deleteAt: Time }),
    errors: ['FORBIDDEN/wrong_password'],
    auth: 'session',
  },
  'session:create': {
    summary: 'Sign in another client: a bearer token for HTTP and the socket.',
    input: z.strictObject({
      username: GivenUsername,
      password: GivenPassword,
      device: z.strictObject({ name: DeviceName }),
    }),
    output: z.object({ token: z.string(), session: Session, user: User }),
    errors: ['UNAUTHENTICATED/wrong_credentials'],
    auth: 'none',
  },
  'session:list': {
    summary: 'The signed-in devices, the newest activity first.',
    input: z.strictObject({}),
    output: z.object({ sessions: z.array(Session) }),
    errors: [],
    auth: 'session',
  },
  'session:revoke': {
    summary: 'End one session by id, all others, or, with neither, the one that asks.',
    input: z.strictObject({ sessionId: z.optional(Id), others: z.optional(z.literal(true)) }),
    output: z.object({ revoked: z.array(Id) }),
    errors: ['NOT_FOUND'],
    auth: 'session',
  },
} as const satisfies OperationTable
