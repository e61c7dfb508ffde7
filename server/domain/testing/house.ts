/**
 * A house for tests, on a database of its own: a clock that stands until it is moved, rate limits off, and
 * everything that was told kept in order.
 */
import { v7 as uuidv7 } from 'uuid'
import { createDatabase, type Transaction } from '#db/client.ts'
import { sessions, users } from '#db/schema/index.ts'
import { createTestDatabase } from '#db/testing.ts'
import { defaultSettings } from '#protocol/defaults.ts'
import { type LimitName, limits } from '#protocol/limits.ts'
import type { Update } from '#protocol/updates.ts'
import type { Change, UserUpdateName } from '../changes.ts'
import type { Context, House, VisitorContext } from '../context.ts'
import { lockUsers } from '../counters.ts'
import type { SessionRow } from '../present-people.ts'

const off: Partial<Record<LimitName, number>> = {
  signUpsPerMinute: 0,
  signInFailures: 0,
  signInFailuresPerAddress: 0,
  findsPerMinute: 0,
  friendRequestsPerHour: 0,
  groupsPerHour: 0,
  invitesTriedPerMinute: 0,
  joinRequestsPerHour: 0,
}

export class TestHouse implements House {
  readonly told: Change[] = []
  signUp: House['signUp'] = 'open'
  signUpCode: House['signUpCode']
  limits: House['limits'] = { ...limits, ...off }
  readonly inviteKey = new Uint8Array(32).fill(7)
  private clock = Date.UTC(2026, 10, 20, 12)

  private constructor(
    /** Of its database, for connections of one's own. */
    readonly url: string,
    readonly database: House['database'],
    private readonly drop: () => Promise<void>,
  ) {}

  static async open(): Promise<TestHouse> {
    const { url, drop } = await createTestDatabase()
    return new TestHouse(url, createDatabase(url), drop)
  }

  async close(): Promise<void> {
    await this.database.close()
    await this.drop()
  }

  now = () => this.clock
  deliver = (changes: Change[]) => void this.told.push(...changes)

  /** Lets time pass. */
  later(ms: number): void {
    this.clock += ms
  }

  /** With these limits on, counted from nothing. */
  limit(on: Partial<House['limits']>): void {
    this.limits = { ...limits, ...off, ...on }
  }

  /** Somebody at the door. */
  visitor(address = '192.0.2.1', userAgent = ''): VisitorContext {
    return { ...this.base(), visitor: { address, userAgent } }
  }

  /** Somebody with an account, without a password, signed in on one device. */
  async person(name: string): Promise<Context> {
    const userId = uuidv7()
    // Tests share a database: the tail of the id keeps names apart.
    const username = `${name}.${userId.slice(-12)}`
    const now = this.now()
    await this.database.db.insert(users).values({
      id: userId,
      username,
      usernameKey: username.toLowerCase(),
      displayName: name,
      passwordHash: '',
      settings: defaultSettings,
      createdAt: now,
      changedAt: now,
    })
    return this.device(userId)
  }

  /** Another signed-in device of somebody. */
  async device(userId: string, more: Partial<SessionRow> = {}): Promise<Context> {
    const sessionId = more.id ?? uuidv7()
    const now = this.now()
    const address = '198.51.100.7'
    await this.database.db.insert(sessions).values({
      id: sessionId,
      userId,
      kind: 'browser',
      deviceName: 'Firefox, Linux',
      address,
      createdAt: now,
      lastActiveAt: now,
      ...more,
    })
    return { ...this.base(), actor: { userId, sessionId } }
  }

  /**
   * Runs `work` while this person's row is locked by somebody else, who lets go (after `meanwhile`) once `waiting`
   * transactions wait for it: two that collide, without leaving it to chance.
   */
  async whileLocked<T>(
    userId: string,
    waiting: number,
    work: () => Promise<T>,
    meanwhile: (tx: Transaction) => Promise<unknown> = async () => {},
  ): Promise<T> {
    let working: Promise<T> | undefined
    await this.database.db.transaction(async tx => {
      await lockUsers(tx, [userId])
      working = work()
      // Whoever waits for it may fail first: that is looked at by the caller.
      working.catch(() => {})
      await this.untilWaiting(waiting)
      await meanwhile(tx)
    })
    if (!working) throw new Error('nothing was started')
    return working
  }

  /** Until so many transactions of this database wait for a lock. */
  async untilWaiting(count: number): Promise<void> {
    for (;;) {
      const rows = await this.database.sql`
        select 1 from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`
      if (rows.length >= count) return
    }
  }

  /** What this person's devices were told of one kind, oldest first. */
  updates<N extends UserUpdateName>(person: Context, name: N): Update<N>[] {
    return this.told.flatMap(change =>
      change.kind === 'user' && change.userId === person.actor.userId && change.name === name
        ? [change.row as Update<N>]
        : [],
    )
  }

  /** Runs something and returns only what it told. */
  async toldBy(work: () => Promise<unknown>): Promise<Change[]> {
    const before = this.told.length
    await work()
    return this.told.slice(before)
  }

  private base(): House {
    const { database, limits, signUp, signUpCode, inviteKey, now, deliver } = this
    return { database, limits, signUp, signUpCode, inviteKey, now, deliver }
  }
}

/** The ids of those whom changes reach. */
export function reached(changes: Change[]): string[] {
  const ids = changes.flatMap(change => {
    if (change.kind === 'message' || change.kind === 'group' || change.kind === 'member') return []
    return change.kind === 'signal' ? change.userIds : [change.userId]
  })
  return [...new Set(ids)].sort()
}

/** The refusal a promise ends in, as code and reason: `CONFLICT/username_taken`. */
export async function refusalOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    const { code, details } = error as { code?: string; details?: { reason?: string } }
    if (!code) throw error
    return details?.reason ? `${code}/${details.reason}` : code
  }
  return 'no refusal'
}
