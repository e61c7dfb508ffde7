/**
 * Member lists, remembered: a conversation's list is read once and used until somebody joins or leaves, which the
 * `membersRev` of the next change tells. A list older than the change asked for is never used (I5).
 */
import type { Db } from '#db/client.ts'
import { type Audience, loadAudience } from '#server/domain/audience.ts'

export interface Audiences {
  /**
   * The members as of `membersRev` or later; null where the conversation is gone. Known lists are handed out at
   * once, not in a promise: that keeps the pushes of a conversation in order.
   */
  of(conversationId: string, membersRev: number): Audience | null | Promise<Audience | null>
  /** Read now, for what depends on more than who is a member. */
  fresh(conversationId: string): Promise<Audience | null>
}

/** Group lists are long: beyond this many lists the least recently used are read again. */
const kept = 2000

export function createAudiences(db: Db): Audiences {
  const known = new Map<string, Audience>()
  const loading = new Map<string, Promise<Audience | null>>()

  function remember(conversationId: string, audience: Audience): void {
    const before = known.get(conversationId)
    known.delete(conversationId)
    known.set(conversationId, before && before.membersRev > audience.membersRev ? before : audience)
    const oldest = known.size > kept ? known.keys().next().value : undefined
    if (oldest !== undefined) known.delete(oldest)
  }

  async function read(conversationId: string): Promise<Audience | null> {
    const audience = await loadAudience(db, conversationId)
    if (audience) remember(conversationId, audience)
    return audience
  }

  /** Many pushes that find no list wait for one reading. */
  async function readShared(conversationId: string, membersRev: number): Promise<Audience | null> {
    const underway = loading.get(conversationId) ?? read(conversationId)
    loading.set(conversationId, underway)
    try {
      const audience = await underway
      if (!audience || audience.membersRev >= membersRev) return audience
    } finally {
      if (loading.get(conversationId) === underway) loading.delete(conversationId)
    }
    // It had begun before this change was committed; one begun now sees it.
    return read(conversationId)
  }

  return {
    of(conversationId, membersRev) {
      const audience = known.get(conversationId)
      if (!audience || audience.membersRev < membersRev) return readShared(conversationId, membersRev)
      known.delete(conversationId)
      known.set(conversationId, audience)
      return audience
    },
    fresh: read,
  }
}
