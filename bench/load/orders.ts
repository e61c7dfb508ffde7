/** What a bench asks of a load process, and what it gets. */
export interface Seat {
  /** Signs in with it; without, the server asks nobody who they are. */
  token?: string
  /** Where this client writes. */
  conversationId: string
}

export interface Orders {
  /** Connects one client for each seat, so many at a time. */
  connect: { input: { url: string; seats: Seat[]; atOnce: number }; output: { ms: number } }
  /**
   * Every client keeps so many messages on the way for so long. With `senders` only the first ones do, and every
   * delivery to anybody counts, not only the first of each message.
   */
  saturate: { input: { outstanding: number; ms: number; senders?: number }; output: Tally }
  /** One message at a time from one client after the other, evenly spread. */
  pace: { input: { perSecond: number; ms: number }; output: Tally }
  /** Closes all clients. */
  leave: { input: Record<string, never>; output: Record<string, never> }
}
export type OrderName = keyof Orders

export interface Tally {
  /** Acknowledged as stored. */
  acknowledged: number
  refused: number
  delivered: number
  /** From the first send to the last answer. */
  seconds: number
  ackMs: Latency
  deliveryMs: Latency
}

export interface Latency {
  p50: number
  p99: number
}
