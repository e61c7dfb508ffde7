/**
 * Committed changes → the sockets of those concerned. A change is a hint: what is lost here the numbers bring back,
 * so nothing in this file may throw into the operation that caused it.
 */
import type { Db } from '#db/client.ts'
import type { Update } from '#protocol/updates.ts'
import type { Audience } from '#server/domain/audience.ts'
import type { Change } from '#server/domain/changes.ts'
import { isDropped } from '#server/domain/faults.ts'
import { tipOfConversation } from '#server/domain/feed-tip.ts'
import type { Announced } from './announced.ts'
import type { Audiences } from './audiences.ts'
import { createFeedTeller, type EmitTo, type FeedChange, isNew } from './feed-tellers.ts'
import type { Presence } from './presence.ts'
import { endSocket, type HubServer, type HubSocket, type Sockets, sessionRoom, userRoom } from './sockets.ts'

export interface RelayParts {
  io: HubServer
  db: Db
  sockets: Sockets
  audiences: Audiences
  announced: Announced
  presence: Presence
  failed(error: unknown): void
}

export interface Relay {
  deliver(changes: Change[]): void
  /**
   * The newest row of a conversation to those members of `membersRev` who may see it, and the bare numbers to all: in
   * this order, or a client that counts a bare number as seen would never ask for the row.
   */
  tellNumbers(numbers: { id: string; rev: number; seq: number; membersRev: number }): Promise<void>
  /** Tells the sockets of these sessions that they ended, and closes them. */
  endSessions(sessionIds: Iterable<string>): void
  hasJustEnded(sessionId: string): boolean
}

type Of<K extends Change['kind']> = Extract<Change, { kind: K }>

/** A handshake that was let in before a session ended is through with its rooms well within this. */
const justEndedMs = 60_000

const answerMs = 30

/** How many messages that wait for a member list are remembered before further ones are left to the numbers. */
const maxWaiting = 10_000

export function createRelay(parts: RelayParts): Relay {
  const { io, db, sockets, audiences, announced, presence, failed } = parts
  const justEnded = new Set<string>()
  let waiting = 0

  const emitTo: EmitTo = (userIds, exceptSocket, name, payload) => {
    const rooms = userIds.filter(userId => sockets.has(userId)).map(userRoom)
    if (rooms.length === 0) return
    const target = io.to(rooms)
    // One encoding, however many sockets.
    ;(exceptSocket === undefined ? target : target.except(exceptSocket)).emit(name, payload)
  }
  const emitFeed = createFeedTeller(emitTo, announced)

  function tellFeed(change: FeedChange): void {
    const { conversationId, membersRev } = change
    // What a member has cleared away moves without their joining or leaving, so an older line needs a list of now.
    const isOld = change.kind === 'message' && !isNew(change.message)
    const audience = isOld ? audiences.fresh(conversationId) : audiences.of(conversationId, membersRev)
    if (audience instanceof Promise) tellLater(change, audience)
    else emitFeed(change, audience)
  }

  function tellLater(change: FeedChange, audience: Promise<Audience | null>): void {
    if (waiting >= maxWaiting) return
    waiting += 1
    audience
      .then(found => emitFeed(change, found))
      .catch(failed)
      .finally(() => {
        waiting -= 1
      })
  }

  function tellUser({ userId, name, row }: Of<'user'>): void {
    emitTo([userId], undefined, name, row)
    announced.note(userId, row.userRev)
    if (name === 'friend') presence.reconsider(userId, row.userId)
    if (name === 'settings') presence.reconsider(userId)
  }

  function endSessions(sessionIds: Iterable<string>): void {
    for (const sessionId of sessionIds) {
      justEnded.add(sessionId)
      setTimeout(() => justEnded.delete(sessionId), justEndedMs).unref()
      const room = sessionRoom(sessionId)
      for (const id of io.sockets.adapter.rooms.get(room) ?? []) {
        const socket = io.sockets.sockets.get(id)
        if (socket) farewell(socket, sessionId)
      }
    }
  }

  function farewell(socket: HubSocket, sessionId: string): void {
    // Nothing reaches it from here on but the answer, if it was this socket that asked for the end.
    void socket.leave(userRoom(socket.data.userId))
    setTimeout(() => {
      socket.emit('session:revoked', { sessionId })
      endSocket(socket)
    }, answerMs)
  }

  function tell(change: Change): void {
    // Ending sessions is no hint: dropping it would leave a door open.
    if (change.kind !== 'sessions-ended' && isDropped('drop-push')) return
    if (change.kind === 'user') tellUser(change)
    else if (change.kind === 'signal') emitTo(change.userIds, undefined, change.name, change.payload)
    else if (change.kind === 'sessions-ended') endSessions(change.sessionIds)
    else tellFeed(change)
  }

  return {
    deliver(changes) {
      for (const change of changes) {
        try {
          tell(change)
        } catch (error) {
          failed(error)
        }
      }
    },
    async tellNumbers({ id, rev, seq, membersRev }) {
      const audience = await audiences.of(id, membersRev)
      const all = (audience?.members ?? []).map(member => member.userId)
      if (!all.some(sockets.has)) return
      const tip = await tipOfConversation(db, { id, rev, seq, membersRev })
      if (tip) {
        const isOld = tip.kind === 'message' && !isNew(tip.message)
        emitFeed(tip, isOld ? await audiences.fresh(id) : audience)
      }
      const bare: Update<'rev'> = { conversationId: id, rev, seq }
      emitTo(all, undefined, 'rev', bare)
    },
    endSessions,
    hasJustEnded: sessionId => justEnded.has(sessionId),
  }
}
