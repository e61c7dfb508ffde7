/** What the process gives to pages: sessions and sign-in of the one server they run in (accessor.ts). */

import { signUpState } from '#server/domain/accounts.ts'
import type { House } from '#server/domain/context.ts'
import { actorOfSession } from '#server/domain/live-sessions.ts'
import { Refusal } from '#server/domain/refusal.ts'
import { createBrowserSession, revokeSessions } from '#server/domain/sessions.ts'
import { type Auth, type AuthLog, type AuthSettings, setAuth } from './accessor.ts'
import { actorOfCookie, cookieWasEnded } from './cookie.ts'

export interface AuthOptions {
  secret: string
  publicUrl?: URL | undefined
  /** Where failures of next-auth go; nowhere unless told. */
  log?: AuthLog
}

/** Opens the door for pages, the cookie of the handshake and next-auth. Called once, before anything is served. */
export function openAuth(house: House, { secret, publicUrl, log = { error: () => {} } }: AuthOptions): Auth {
  const auth = createAuth(house, { secret, ...cookieFor(publicUrl) }, log)
  setAuth(auth)
  return auth
}

function cookieFor(publicUrl: URL | undefined): Pick<AuthSettings, 'secure' | 'cookieName'> {
  const secure = publicUrl?.protocol === 'https:'
  // The prefix makes browsers refuse a cookie set by a sibling host or over plain HTTP.
  return { secure, cookieName: secure ? '__Host-kith' : 'kith' }
}

function createAuth(house: House, settings: AuthSettings, log: AuthLog): Auth {
  return {
    house,
    settings,
    log,
    async signIn(visitor, given, cookieHeader) {
      try {
        const replaces = (await actorOfCookie(house, cookieHeader)) ?? undefined
        const actor = await createBrowserSession({ ...house, visitor }, { ...given, replaces })
        return { ok: true, actor }
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        if (error.code === 'UNAUTHENTICATED') return { ok: false, reason: 'wrong_credentials' }
        if (error.retryAfterMs === undefined) throw error
        return { ok: false, reason: 'rate_limited', retryAfterMs: error.retryAfterMs }
      }
    },
    async signOut(actor) {
      await revokeSessions({ ...house, actor }, { sessionId: actor.sessionId })
    },
    actorOfCookie: cookieHeader => actorOfCookie(house, cookieHeader),
    wasEnded: cookieHeader => cookieWasEnded(house, cookieHeader),
    isLive: async actor => (await actorOfSession(house, actor.sessionId))?.userId === actor.userId,
    signUpState: () => signUpState(house),
  }
}
