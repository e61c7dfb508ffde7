/**
 * The open sockets of this node, by person and by session, and the ways to close one on purpose. Every other part of
 * the hub finds its sockets here.
 */
import type { DefaultEventsMap, Server, Socket } from 'socket.io'
import type { Reason } from '#protocol/errors.ts'
import type { Signal } from '#protocol/signals.ts'
import type { Actor } from '#server/domain/context.ts'

/** What a socket carries from the handshake to its end. */
export interface SocketData extends Actor {
  address: string
  userAgent: string
  /** Whose presence it watches; made when it first does. */
  watching?: ReadonlySet<string>
  typed?: { conversationId: string; at: number }
}

export type HubServer = Server<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>
export type HubSocket = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>

export const userRoom = (userId: string) => `user:${userId}`
export const sessionRoom = (sessionId: string) => `session:${sessionId}`

export interface Sockets {
  add(socket: HubSocket): void
  /** @returns true where it was the person's last one */
  remove(socket: HubSocket): boolean
  has(userId: string): boolean
  /** Oldest first. */
  of(userId: string): Iterable<HubSocket>
  all(): Iterable<HubSocket>
  sessionIds(): string[]
  count(): number
}

export function createSockets(): Sockets {
  const byUser = new Map<string, Set<HubSocket>>()
  const bySession = new Map<string, number>()
  let count = 0
  return {
    add(socket) {
      const { userId, sessionId } = socket.data
      const own = byUser.get(userId) ?? new Set()
      byUser.set(userId, own.add(socket))
      bySession.set(sessionId, (bySession.get(sessionId) ?? 0) + 1)
      count += 1
    },
    remove(socket) {
      const { userId, sessionId } = socket.data
      const own = byUser.get(userId)
      if (!own?.delete(socket)) return false
      count -= 1
      const left = (bySession.get(sessionId) ?? 1) - 1
      if (left > 0) bySession.set(sessionId, left)
      else bySession.delete(sessionId)
      if (own.size > 0) return false
      byUser.delete(userId)
      return true
    },
    has: userId => byUser.has(userId),
    of: userId => byUser.get(userId) ?? [],
    *all() {
      for (const own of byUser.values()) yield* own
    },
    sessionIds: () => [...bySession.keys()],
    count: () => count,
  }
}

/** How long a socket may take to read why it is closed. */
export const farewellMs = 800

/** Says why, and closes. Whoever does not read it is cut: a closed socket gets nothing any more (I6). */
export function closeSocket(socket: HubSocket, reason: Reason, resumeAfterMs?: number): void {
  const farewell: Signal<'closing'> = { reason, ...(resumeAfterMs !== undefined && { resumeAfterMs }) }
  socket.emit('closing', farewell)
  endSocket(socket)
}

/** Closes when what was written to it is on its way, or after a moment. */
export function endSocket(socket: HubSocket): void {
  const { conn } = socket
  socket.disconnect(true)
  if (conn.readyState === 'closed') return
  const cut = setTimeout(() => terminate(conn), farewellMs)
  cut.unref()
  conn.once('close', () => clearTimeout(cut))
}

function terminate(conn: HubSocket['conn']): void {
  conn.close(true)
  // Closing a websocket waits for the other side; this one had its time.
  websocketOf(conn)?.terminate()
}

interface Websocket {
  bufferedAmount: number
  terminate(): void
}

/** The websocket under an engine.io connection; none while it polls. */
export function websocketOf(conn: HubSocket['conn']): Websocket | undefined {
  return (conn.transport as unknown as { socket?: Websocket }).socket
}
