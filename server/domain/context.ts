import type { Database } from '#db/client.ts'
import type { Limits } from '#protocol/limits.ts'
import type { Change } from './changes.ts'

/** Who asks: a person through one signed-in device. */
export interface Actor {
  userId: string
  sessionId: string
}

/** What the business needs of the process; one for its whole life. */
export interface House {
  database: Database
  limits: Limits
  signUp: 'open' | 'code' | 'closed'
  /** What newcomers have to know, where `signUp` is `code`. */
  signUpCode?: string | undefined
  /** Signs the codes of links into groups. */
  inviteKey: Uint8Array
  /** The server's clock, ms since the epoch. Everything that labels, expires or closes a window asks it. */
  now(): number
  /** Hands committed changes to those concerned. Called after the commit only; it must not throw. */
  deliver(changes: Change[]): void
}

/** First argument of every public function of the domain. */
export interface Context extends House {
  actor: Actor
  /** The socket the operation came by: a send's update goes to every socket but this one. */
  socketId?: string | undefined
}

/** Where an operation without a session comes from: for limits and the list of sessions, never for permission. */
export interface Visitor {
  address: string
  userAgent: string
}

export interface VisitorContext extends House {
  visitor: Visitor
}
