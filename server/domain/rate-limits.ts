/**
 * Limits of what costs or could be guessed: signing up, signing in, looking people up, asking for friendship. They
 * are counted in this process and forgotten with it. A limit of 0 is off.
 */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { LimitName, Limits } from '#protocol/limits.ts'
import type { House } from './context.ts'
import { Refusal } from './refusal.ts'

const quarterOfAnHour = 15 * 60

const rules = {
  /** Per address. */
  signUp: { limit: 'signUpsPerMinute', seconds: 60 },
  checkUsername: { limit: 'findsPerMinute', seconds: 60 },
  signInAtAddress: { limit: 'signInFailuresPerAddress', seconds: quarterOfAnHour },
  /** Per user name and address: a stranger elsewhere locks nobody out. */
  signIn: { limit: 'signInFailures', seconds: quarterOfAnHour },
  /** Per person. */
  ownPassword: { limit: 'signInFailures', seconds: quarterOfAnHour },
  find: { limit: 'findsPerMinute', seconds: 60 },
  friendRequest: { limit: 'friendRequestsPerHour', seconds: 3600 },
  createGroup: { limit: 'groupsPerHour', seconds: 3600 },
  tryInvite: { limit: 'invitesTriedPerMinute', seconds: 60 },
  askToJoin: { limit: 'joinRequestsPerHour', seconds: 3600 },
} as const satisfies Record<string, { limit: LimitName; seconds: number }>

type Rule = keyof typeof rules
type Limited = Pick<House, 'limits'>

/** @throws Refusal RATE_LIMITED with the time until the next is allowed */
export async function countAttempt({ limits }: Limited, rule: Rule, key: string): Promise<void> {
  try {
    await counterOf(limits, rule)?.spent.consume(key)
  } catch (spent) {
    throw spent instanceof RateLimiterRes ? tooMany(spent) : spent
  }
}

/**
 * Lets somebody guess; only wrong guesses count. Those under way may turn out wrong, so they take room under the
 * limit as well, or many at once would all slip through; who finds no room only because of them waits for them.
 * @throws Refusal RATE_LIMITED after too many wrong ones
 */
export async function guess(
  { limits }: Limited,
  rule: Rule,
  key: string,
  isRight: () => Promise<boolean>,
): Promise<boolean> {
  const counter = counterOf(limits, rule)
  if (!counter) return isRight()
  await takeRoom(counter, key)
  try {
    const right = await isRight()
    if (!right) await counter.spent.penalty(key)
    return right
  } finally {
    leaveRoom(counter, key)
  }
}

/** Wrong guesses under this key no longer count: a right one followed. */
export async function forgetGuesses({ limits }: Limited, rule: Rule, key: string): Promise<void> {
  await counterOf(limits, rule)?.spent.delete(key)
}

interface Counter {
  spent: RateLimiterMemory
  /** Guesses under way by key, and those who wait for them. */
  underWay: Map<string, { guesses: number; waiting: (() => void)[] }>
}

async function takeRoom({ spent, underWay }: Counter, key: string): Promise<void> {
  for (;;) {
    const wrong = await spent.get(key)
    const consumed = wrong?.consumedPoints ?? 0
    if (wrong && consumed >= spent.points) throw tooMany(wrong)
    const room = underWay.get(key) ?? { guesses: 0, waiting: [] }
    if (consumed + room.guesses < spent.points) {
      room.guesses++
      underWay.set(key, room)
      return
    }
    await new Promise<void>(resolve => room.waiting.push(resolve))
  }
}

function leaveRoom({ underWay }: Counter, key: string): void {
  const room = underWay.get(key)
  if (!room) return
  room.guesses--
  if (room.guesses === 0) underWay.delete(key)
  for (const look of room.waiting.splice(0)) look()
}

function tooMany({ msBeforeNext }: RateLimiterRes): Refusal {
  const retryAfterMs = Math.max(msBeforeNext, 1)
  return new Refusal('RATE_LIMITED', 'Too many attempts. Wait a moment and try again.', { retryAfterMs })
}

/** The limits in force are one object for the life of a process: the counters hang on it. */
const countersOf = new WeakMap<Limits, Map<Rule, Counter>>()

function counterOf(limits: Limits, rule: Rule): Counter | null {
  const { limit, seconds: duration } = rules[rule]
  const points = limits[limit]
  if (points === 0) return null
  const counters = countersOf.get(limits) ?? new Map<Rule, Counter>()
  countersOf.set(limits, counters)
  const counter = counters.get(rule) ?? {
    spent: new RateLimiterMemory({ points, duration, keyPrefix: rule }),
    underWay: new Map(),
  }
  counters.set(rule, counter)
  return counter
}
