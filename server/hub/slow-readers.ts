/**
 * Cuts sockets that do not read. What is sent to them would pile up in our memory; they come back and catch up from
 * the database (I19, F9).
 */

import type { HubSocket } from './sockets.ts'
import { closeSocket, type Sockets, websocketOf } from './sockets.ts'

/** One large answer may stand above the limit for a moment; who is still above it at the next look does not read. */
export function createSlowReaders(sockets: Sockets, maxBytes: number, onCut: (socket: HubSocket) => void) {
  let suspects = new Set<HubSocket>()
  return {
    /** To be called once a second or so. */
    look(): void {
      const full = new Set<HubSocket>()
      for (const socket of sockets.all()) {
        if (queuedBytes(socket.conn) <= maxBytes) continue
        if (suspects.has(socket)) cut(socket)
        else full.add(socket)
      }
      suspects = full
    },
  }

  function cut(socket: HubSocket): void {
    // Dropped first, or it would be held until the farewell is through.
    queueOf(socket.conn).length = 0
    onCut(socket)
    closeSocket(socket, 'slow_reader', 1000)
  }
}

type Conn = HubSocket['conn']

/** Packets engine.io has not handed to the transport yet. */
function queueOf(conn: Conn): { data?: string | Buffer }[] {
  return (conn as unknown as { writeBuffer: { data?: string | Buffer }[] }).writeBuffer
}

function queuedBytes(conn: Conn): number {
  let bytes = websocketOf(conn)?.bufferedAmount ?? 0
  for (const packet of queueOf(conn)) bytes += packet.data?.length ?? 0
  return bytes
}
