/**
 * Who is here: online while one socket is open, offline ten seconds after the last one closed, told only to those who
 * watch and may know it. It is judged at every telling, and told again where a block or a setting changed that (I16).
 */
import { times } from '#protocol/limits.ts'
import type { Output, Parsed } from '#protocol/operations/index.ts'
import type { Presence as State } from '#protocol/signals.ts'
import { presenceShared, recordLastSeen } from '#server/domain/company.ts'
import type { Context, House } from '#server/domain/context.ts'
import type { HubSocket, Sockets } from './sockets.ts'

export interface Presence {
  /** The handler of `presence:watch`: without a socket to tell later, it just answers. */
  watch(context: Context, input: Parsed<'presence:watch'>): Promise<Output<'presence:watch'>>
  arrived(userId: string): void
  /** The person's last socket has closed. */
  left(userId: string): void
  unwatch(socket: HubSocket): void
  /** What these two may know of each other has changed; without `other`, what anybody may know of this person. */
  reconsider(userId: string, other?: string): void
  /** Writes down what is not written yet. */
  close(): Promise<void>
}

export interface PresenceParts {
  house: House
  sockets: Sockets
  socketOf(id: string): HubSocket | undefined
  failed(error: unknown): void
  offlineAfterMs?: number
}

interface Leaving {
  at: number
  timer: NodeJS.Timeout
}

/** Many may leave at once, when a network or a proxy goes: one statement then writes them all. */
const writeAfterMs = 1000

export function createPresence(parts: PresenceParts): Presence {
  const { house, sockets, socketOf, failed, offlineAfterMs = times.offlineAfterMs } = parts
  const online = new Set<string>()
  const leaving = new Map<string, Leaving>()
  const watchers = new Map<string, Set<HubSocket>>()
  let unwritten = new Map<string, number>()
  let writeTimer: NodeJS.Timeout | undefined

  function stateOf(userId: string, lastSeenAt: number | null): State {
    if (online.has(userId)) return { userId, state: 'online' }
    const lastSeen = leaving.get(userId)?.at ?? unwritten.get(userId) ?? lastSeenAt
    return { userId, state: 'offline', ...(lastSeen !== null && { lastSeen }) }
  }

  /** Tells these sockets of `userId`; who may not know sees what a stranger would: offline, and no more. */
  async function tell(
    userId: string,
    hearers: HubSocket[],
    hidden: 'say offline' | 'say nothing',
  ): Promise<void> {
    if (hearers.length === 0) return
    const people = new Set(hearers.map(socket => socket.data.userId))
    const shared = await presenceShared(house.database.db, userId, [...people.add(userId)])
    const known = stateOf(userId, shared.get(userId) ?? null)
    for (const socket of hearers) {
      if (shared.has(socket.data.userId)) socket.emit('presence', known)
      else if (hidden === 'say offline') socket.emit('presence', { userId, state: 'offline' })
    }
  }

  async function statesFor(userId: string, wanted: Iterable<string>): Promise<State[]> {
    const others = [...wanted]
    const shared = await presenceShared(house.database.db, userId, others)
    return others.map(other =>
      shared.has(other) ? stateOf(other, shared.get(other) ?? null) : { userId: other, state: 'offline' },
    )
  }

  async function tellAgain(socket: HubSocket): Promise<void> {
    const { userId, watching } = socket.data
    if (!watching) return
    for (const state of await statesFor(userId, watching)) socket.emit('presence', state)
  }

  const watching = (userId: string) => [...(watchers.get(userId) ?? [])]

  function wentOffline(userId: string): void {
    leaving.delete(userId)
    online.delete(userId)
    tell(userId, watching(userId), 'say nothing').catch(failed)
  }

  async function writeLastSeen(): Promise<void> {
    clearTimeout(writeTimer)
    writeTimer = undefined
    const seen = unwritten
    unwritten = new Map()
    try {
      await recordLastSeen(house.database, seen)
    } catch (error) {
      for (const [userId, at] of seen) if (!unwritten.has(userId)) unwritten.set(userId, at)
      throw error
    }
  }

  function unwatch(socket: HubSocket): void {
    for (const userId of socket.data.watching ?? []) {
      const watched = watchers.get(userId)
      watched?.delete(socket)
      if (watched?.size === 0) watchers.delete(userId)
    }
    delete socket.data.watching
  }

  return {
    async watch({ actor, socketId }, { userIds }) {
      const wanted = new Set(userIds)
      const socket = socketId === undefined ? undefined : socketOf(socketId)
      if (socket) {
        // Before the look, so that what changes meanwhile is told.
        unwatch(socket)
        socket.data.watching = wanted
        for (const userId of wanted) watchers.set(userId, (watchers.get(userId) ?? new Set()).add(socket))
      }
      return { states: await statesFor(actor.userId, wanted) }
    },
    arrived(userId) {
      clearTimeout(leaving.get(userId)?.timer)
      leaving.delete(userId)
      if (online.has(userId)) return
      online.add(userId)
      tell(userId, watching(userId), 'say nothing').catch(failed)
    },
    left(userId) {
      const at = house.now()
      const timer = setTimeout(() => wentOffline(userId), offlineAfterMs)
      timer.unref()
      leaving.set(userId, { at, timer })
      unwritten.set(userId, at)
      writeTimer ??= setTimeout(() => writeLastSeen().catch(failed), writeAfterMs).unref()
    },
    unwatch,
    reconsider(userId, other) {
      const theirs = watching(userId).filter(socket => other === undefined || socket.data.userId === other)
      tell(userId, theirs, 'say offline').catch(failed)
      // Sharing is mutual: whom this person watches is judged anew as well.
      for (const socket of sockets.of(userId)) {
        if (other === undefined) tellAgain(socket).catch(failed)
        else if (socket.data.watching?.has(other)) tell(other, [socket], 'say offline').catch(failed)
      }
    },
    async close() {
      for (const { timer } of leaving.values()) clearTimeout(timer)
      await writeLastSeen()
    },
  }
}
