import * as z from 'zod/mini'
import { lengths } from './limits.ts'
import { cleanLines, cleanName, isBlank, isStorableJson, usernameCharacters } from './text.ts'

/** Fields that occur in many schemas. Inputs are strict objects everywhere: an unknown field is `BAD_REQUEST`. */

/** In lower case, as the store writes it, so that equal ids are equal strings. */
export const Id = z.uuid().check(z.toLowerCase())
/** Milliseconds since the epoch, the server's clock. */
export const Time = z.int().check(z.nonnegative())
export const Seq = z.int().check(z.nonnegative())
export const Rev = z.int().check(z.nonnegative())

export const Username = z
  .string()
  .check(
    z.trim(),
    z.minLength(lengths.usernameMin),
    z.maxLength(lengths.usernameMax),
    z.regex(usernameCharacters),
  )

const name = (max: number) =>
  z.pipe(
    z.pipe(z.string().check(z.maxLength(max * 4)), z.transform(cleanName)),
    z.string().check(
      z.maxLength(max),
      z.refine(text => !isBlank(text), 'must not be blank'),
    ),
  )

export const DisplayName = name(lengths.displayName)
/** An own name for somebody; empty means none. */
export const Remark = z.pipe(
  z.pipe(z.string().check(z.maxLength(lengths.remark * 4)), z.transform(cleanName)),
  z.string().check(z.maxLength(lengths.remark)),
)
const lines = (max: number) =>
  z.pipe(
    z.pipe(z.string().check(z.maxLength(max * 4)), z.transform(cleanLines)),
    z.string().check(z.maxLength(max)),
  )
export const Bio = lines(lengths.bio)
export const Greeting = lines(lengths.greeting)
export const DeviceName = name(lengths.deviceName)
export const GroupTitle = name(lengths.groupTitle)
/** A name in one group; empty means none. */
export const Nickname = z.pipe(
  z.pipe(z.string().check(z.maxLength(lengths.nickname * 4)), z.transform(cleanName)),
  z.string().check(z.maxLength(lengths.nickname)),
)
export const AnnouncementText = lines(lengths.announcement)
/** The end of a link into a group. */
export const InviteCode = z.string().check(z.minLength(1), z.maxLength(100))

export const Password = z.string().check(z.minLength(lengths.passwordMin), z.maxLength(lengths.passwordMax))

/** Made on the device before the first local write, the same on every resend. */
export const IdClient = z
  .string()
  .check(z.minLength(1), z.maxLength(lengths.idClient), z.regex(/^[A-Za-z0-9_-]+$/))

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length

/** JSON of an application's own, kept and returned untouched. */
export const Custom = z.json().check(
  z.refine(value => bytesOf(value) <= lengths.customBytes, `must be at most ${lengths.customBytes} bytes`),
  z.refine(isStorableJson, 'must be well-formed text without NUL throughout'),
)
