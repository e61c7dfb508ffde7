/**
 * What waits to be written, in lanes by conversation: first in, first out within each (I7), in turn among them, so
 * that one busy conversation does not hold up the others (I19).
 */
import type { Message, SendInput } from '#protocol/entities/message.ts'
import type { Actor } from './context.ts'
import type { Refusal } from './refusal.ts'

/** One send that waits for its answer. */
export interface Send {
  input: SendInput
  /** SHA-256 of the request, hex. */
  hash: string
  actor: Actor
  socketId: string | undefined
  /** When it came, by the monotonic clock. */
  since: number
  /** Flushes that failed because of one of their messages, perhaps this one: above 0 it is a suspect. */
  failures: number
  answer(outcome: Message | Refusal): void
  /** For what is nobody's refusal but a fault of ours. */
  fail(error: unknown): void
}

/** Sends of one conversation, the first ones of its lane. */
export interface Load {
  conversationId: string
  sends: Send[]
}

interface Lane {
  sends: Send[]
  /** How often in a row its conversation was found locked by somebody else. */
  skips: number
}

export interface Lanes {
  readonly size: number
  add(send: Send): void
  /** At most `max` sends, from as many lanes as possible. Lanes that were served go to the back. */
  take(max: number): Load[]
  /** The sends of a lane that was passed over `skips` times, alone; null where there is none. */
  takeStuck(skips: number, max: number): Load | null
  /** One suspect, alone; null where there is none. */
  takeSuspect(): Load | null
  /** Back to the front of its lane, which counts as passed over `skips` more times; 0 starts the count anew. */
  putBack(load: Load, skips: number): void
  /** Its count of being passed over starts anew. */
  served(conversationId: string): void
  /** Removes and returns what came before this moment. */
  expire(before: number): Send[]
}

export function createLanes(): Lanes {
  const lanes = new Map<string, Lane>()
  let size = 0

  function cut(conversationId: string, lane: Lane, count: number): Load {
    // Suspects stand in front, as they were put back, and travel alone.
    const suspect = lane.sends.findIndex(send => send.failures > 0)
    const sends = lane.sends.splice(0, suspect === 0 ? 1 : suspect === -1 ? count : Math.min(count, suspect))
    size -= sends.length
    lanes.delete(conversationId)
    // Kept while empty too if it was passed over: the count must survive until the sends are back.
    if (lane.sends.length > 0 || lane.skips > 0) lanes.set(conversationId, lane)
    return { conversationId, sends }
  }

  return {
    get size() {
      return size
    },

    add(send) {
      const { conversationId } = send.input
      const lane = lanes.get(conversationId)
      if (lane) lane.sends.push(send)
      else lanes.set(conversationId, { sends: [send], skips: 0 })
      size += 1
    },

    take(max) {
      const share = Math.max(1, Math.floor(max / Math.max(1, lanes.size)))
      const loads: Load[] = []
      let room = max
      for (const [conversationId, lane] of [...lanes]) {
        if (room === 0) break
        if (lane.sends.length === 0 || isSuspect(lane)) continue
        const load = cut(conversationId, lane, Math.min(share, room))
        room -= load.sends.length
        loads.push(load)
      }
      // Room that quiet lanes left goes to the busy ones.
      for (const load of loads) {
        const lane = lanes.get(load.conversationId)
        if (room === 0 || !lane || isSuspect(lane)) continue
        const more = cut(load.conversationId, lane, room).sends
        room -= more.length
        load.sends.push(...more)
      }
      return loads
    },

    takeStuck(skips, max) {
      for (const [conversationId, lane] of lanes) {
        if (lane.skips >= skips && lane.sends.length > 0) return cut(conversationId, lane, max)
      }
      return null
    },

    takeSuspect() {
      for (const [conversationId, lane] of lanes) if (isSuspect(lane)) return cut(conversationId, lane, 1)
      return null
    },

    putBack({ conversationId, sends }, skips) {
      if (sends.length === 0) return
      const lane = lanes.get(conversationId) ?? { sends: [], skips: 0 }
      lane.sends.unshift(...sends)
      lane.skips = skips === 0 ? 0 : lane.skips + skips
      lanes.set(conversationId, lane)
      size += sends.length
    },

    served(conversationId) {
      const lane = lanes.get(conversationId)
      if (!lane) return
      lane.skips = 0
      if (lane.sends.length === 0) lanes.delete(conversationId)
    },

    expire(before) {
      const expired: Send[] = []
      for (const [conversationId, lane] of [...lanes]) {
        // A lane is in order of arrival, so the expired ones stand in front.
        const kept = lane.sends.findIndex(send => send.since >= before)
        expired.push(...lane.sends.splice(0, kept === -1 ? lane.sends.length : kept))
        if (lane.sends.length === 0) lanes.delete(conversationId)
      }
      size -= expired.length
      return expired
    },
  }
}

const isSuspect = (lane: Lane) => (lane.sends[0]?.failures ?? 0) > 0
