/**
 * Passwords: argon2id in the thread pool, a few at a time, so that a crowd signing in leaves the processor to those
 * who are chatting (reliability.md 4.6).
 */
import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { usernameKey } from '#protocol/text.ts'
import { isCommonPassword } from './common-passwords.ts'
import { badRequest, Refusal } from './refusal.ts'

/** argon2id is the library's default algorithm; 19 MiB, two passes. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** A hash of nothing anybody knows, of the same cost: an unknown user name takes as long as a wrong password. */
const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$+7YNs6Okh5L+9DNLLbBFGg$qswmPTFyNy9sETZSVgttnAYgP+BsNAErx5/pUcn2gA8'

export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(normal(password), cost))
}

/** Whether this is the password; without a hash to compare with it takes as long and is false. */
export async function isPassword(password: string, storedHash: string | undefined): Promise<boolean> {
  const same = await inTurn(() => verify(storedHash || nobodysHash, normal(password)))
  return same && Boolean(storedHash)
}

/** @throws Refusal BAD_REQUEST with a sentence for a password everybody would try first */
export function refuseWeakPassword(password: string, username: string): void {
  if (usernameKey(password) === usernameKey(username)) {
    throw badRequest('The password must not be the user name.')
  }
  if (isCommonPassword(password)) {
    throw badRequest('This password is one of the most used ones. Choose another.')
  }
}

/** Keyboards differ in how they compose a letter with its accent; the person typed the same. */
function normal(password: string): string {
  return password.normalize('NFC')
}

const atOnce = Math.max(1, Math.floor(availableParallelism() / 2))
const longestQueue = 200
const waiting: (() => void)[] = []
let running = 0

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) {
    if (waiting.length >= longestQueue) {
      throw new Refusal('UNAVAILABLE', 'Too many people are signing in. Try again in a moment.', {
        retryAfterMs: 3000,
      })
    }
    // Whoever finishes hands the turn on, so `running` stays as it is.
    await new Promise<void>(resolve => waiting.push(resolve))
  } else {
    running++
  }
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}
