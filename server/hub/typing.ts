/**
 * Typing: passed on to those who may feel it, and dropped without a word everywhere else. Most of what comes is
 * dropped before anything is asked of the database.
 */
import { times } from '#protocol/limits.ts'
import { clientSignals, type Signal } from '#protocol/signals.ts'
import { typingHeardBy } from '#server/domain/company.ts'
import type { House } from '#server/domain/context.ts'
import type { TokenBuckets } from '#server/operations/token-buckets.ts'
import { type HubServer, type HubSocket, type Sockets, userRoom } from './sockets.ts'

export interface Typing {
  receive(socket: HubSocket, payload: unknown): void
}

export interface TypingParts {
  house: House
  io: HubServer
  sockets: Sockets
  /** Those of the operations: typing in many conversations at once counts like asking. */
  buckets: TokenBuckets
  failed(error: unknown): void
}

/** A little under the pace of an honest client, whose clock and network are not ours. */
const everyMs = times.typingEveryMs * 0.8

export function createTyping({ house, io, sockets, buckets, failed }: TypingParts): Typing {
  async function passOn(userId: string, typed: Signal<'typing'>): Promise<void> {
    const hearers = await typingHeardBy(house.database.db, userId, typed.conversationId, house.now())
    const here = hearers.filter(hearer => sockets.has(hearer)).map(userRoom)
    if (here.length > 0) io.to(here).emit('typing', typed)
  }

  return {
    receive(socket, payload) {
      const parsed = clientSignals.typing.safeParse(payload)
      if (!parsed.success) return
      const { userId, typed } = socket.data
      const { conversationId, kind } = parsed.data
      const at = house.now()
      if (typed?.conversationId === conversationId && at - typed.at < everyMs) return
      if (buckets.take(userId) > 0) return
      socket.data.typed = { conversationId, at }
      passOn(userId, { conversationId, userId, kind }).catch(failed)
    },
  }
}
