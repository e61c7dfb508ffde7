/**
 * One socket from its first event to its end: rooms, `hello`, operations, typing. It carries out what others decide
 * and decides nothing itself.
 */
import type { Answer } from '#protocol/errors.ts'
import type { Limits } from '#protocol/limits.ts'
import type { OperationName } from '#protocol/operations/index.ts'
import type { Hello } from '#protocol/signals.ts'
import { PROTOCOL_VERSION } from '#protocol/version.ts'
import type { Caller, Dispatch } from '#server/operations/dispatch.ts'
import type { Presence } from './presence.ts'
import type { SessionChecks } from './session-checks.ts'
import { closeSocket, type HubSocket, type Sockets, sessionRoom, userRoom } from './sockets.ts'
import type { Typing } from './typing.ts'

export interface ConnectionParts {
  dispatch: Dispatch
  sockets: Sockets
  sessionChecks: SessionChecks
  presence: Presence
  typing: Typing
  limits: Limits
  epoch: string
  now(): number
  /** True for sessions that ended a moment ago: the end may have come between the check and the room. */
  hasJustEnded(sessionId: string): boolean
  /** Something came that is no request, and was ignored. */
  ignored(): void
}

export function acceptSocket(socket: HubSocket, parts: ConnectionParts): void {
  const { sockets, presence } = parts
  const { userId, sessionId } = socket.data
  // Rooms before hello: what is pushed from here on reaches this socket, what came before is in its first pull.
  void socket.join([userRoom(userId), sessionRoom(sessionId)])
  forgetRequest(socket)
  if (parts.hasJustEnded(sessionId)) {
    closeSocket(socket, 'session_ended')
    return
  }
  sockets.add(socket)
  socket.emit('hello', helloTo(socket, parts))
  closeOldest(userId, parts)
  presence.arrived(userId)

  socket.onAny((name: unknown, ...args: unknown[]) => receive(socket, parts, name, args))
  socket.on('disconnect', () => {
    presence.unwatch(socket)
    if (sockets.remove(socket)) presence.left(userId)
  })
}

function helloTo({ data }: HubSocket, { epoch, limits, now }: ConnectionParts): Hello {
  return {
    protocol: PROTOCOL_VERSION,
    epoch,
    time: now(),
    userId: data.userId,
    sessionId: data.sessionId,
    limits,
  }
}

/** An idle connection would hold its request with all headers, the cookie among them, as long as it lives. */
function forgetRequest(socket: HubSocket): void {
  const { conn } = socket as unknown as { conn: { request: unknown } }
  conn.request = null
  const { handshake } = socket
  handshake.headers = {}
  handshake.auth = {}
  handshake.query = {}
}

function closeOldest(userId: string, { sockets, limits }: ConnectionParts): void {
  if (limits.socketsPerUser <= 0) return
  const own = [...sockets.of(userId)]
  for (const oldest of own.slice(0, Math.max(0, own.length - limits.socketsPerUser))) {
    closeSocket(oldest, 'too_many_sockets')
  }
}

type Ack = (answer: Answer<unknown>) => void

function receive(socket: HubSocket, parts: ConnectionParts, name: unknown, args: unknown[]): void {
  const [input, ack] = args
  if (name === 'typing' && args.length === 1) parts.typing.receive(socket, input)
  // Without an ack nobody waits for the answer, and a wrong number of arguments is no request of ours.
  else if (typeof name !== 'string' || typeof ack !== 'function' || args.length !== 2) parts.ignored()
  else void parts.dispatch(name, input, callerOf(socket, parts)).then(ack as Ack)
}

function callerOf(socket: HubSocket, { sessionChecks }: ConnectionParts): Caller {
  const { userId, sessionId, address, userAgent } = socket.data
  const actor = { userId, sessionId }
  return {
    door: 'socket',
    visitor: { address, userAgent },
    socketId: socket.id,
    presented: true,
    // Sends are checked by the writer in its own statement; asking here as well could change their order (I7).
    authenticate: (operation: OperationName) =>
      operation === 'message:send'
        ? actor
        : sessionChecks.stands(sessionId).then(stands => (stands ? actor : null)),
  }
}
