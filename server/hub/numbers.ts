/**
 * The slow check behind the pushes: which feeds moved and which sessions ended without this node's hearing of it,
 * because a push was lost or another node made the change (I2, I6). It says the newest row and then the bare number;
 * clients pull what lies below.
 */
import type { Update } from '#protocol/updates.ts'
import { numbersSince } from '#server/domain/audience.ts'
import type { House } from '#server/domain/context.ts'
import { tipOfUser } from '#server/domain/feed-tip.ts'
import { standingSessions } from '#server/domain/standing-sessions.ts'
import type { Announced } from './announced.ts'
import type { Relay } from './relay.ts'
import { type HubServer, type Sockets, userRoom } from './sockets.ts'

export interface NumbersParts {
  house: House
  io: HubServer
  sockets: Sockets
  announced: Announced
  relay: Relay
  failed(error: unknown): void
  everyMs?: number
}

/** A commit becomes visible after the time its row carries: writing transactions end within 30 s (protocol.md). */
const overlapMs = 35_000
/** An open page is a device in use, even where nobody touches it for days. */
const touchAfterMs = 3_600_000

export function startNumbers(parts: NumbersParts): { check(): Promise<void>; stop(): void } {
  const { house, io, sockets, announced, relay, failed, everyMs = 5000 } = parts
  let since = house.now() - overlapMs
  let running = false

  async function checkFeeds(): Promise<void> {
    const asked = house.now()
    const { conversations, users } = await numbersSince(house.database.db, since)
    for (const moved of conversations) {
      if (announced.covers(moved.id, moved.rev)) continue
      await relay.tellNumbers(moved)
      announced.note(moved.id, moved.rev)
    }
    for (const { id, userRev } of users) {
      if (announced.covers(id, userRev)) continue
      if (sockets.has(id)) await tellOwn(id, userRev)
      announced.note(id, userRev)
    }
    // Only now: what a failure cut short is looked at again.
    since = asked - overlapMs
  }

  async function tellOwn(userId: string, userRev: number): Promise<void> {
    const tip = await tipOfUser(house.database.db, userId, userRev, house.now())
    if (tip) relay.deliver([tip])
    const bare: Update<'rev'> = { userRev }
    io.to(userRoom(userId)).emit('rev', bare)
  }

  async function checkSessions(): Promise<void> {
    const open = sockets.sessionIds()
    const standing = await standingSessions(house, open, touchAfterMs)
    relay.endSessions(open.filter(id => !standing.has(id)))
  }

  async function check(): Promise<void> {
    if (sockets.count() === 0) {
      // Whoever comes next pulls for themselves.
      since = house.now() - overlapMs
      return
    }
    const outcomes = await Promise.allSettled([checkSessions(), checkFeeds()])
    for (const outcome of outcomes) if (outcome.status === 'rejected') failed(outcome.reason)
  }

  async function checkNow(): Promise<void> {
    // A slow database gets no second question while it thinks about the first.
    if (running) return
    running = true
    await check()
    running = false
  }

  const timer = setInterval(() => void checkNow(), everyMs)
  timer.unref()

  return { check, stop: () => clearInterval(timer) }
}
