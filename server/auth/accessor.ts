/**
 * How pages reach the one server they run in. Next bundles its own copies of our modules, so what a page imported
 * would have a pool, limits and queues of its own: pages import this file and types only, and get the real thing.
 */
import type { SignUpState } from '#server/domain/accounts.ts'
import type { Actor, House, Visitor } from '#server/domain/context.ts'

export interface AuthSettings {
  /** Signs session cookies; AUTH_SECRET, or the one made for this server. */
  secret: string
  /** Cookies go over TLS only. */
  secure: boolean
  cookieName: 'kith' | '__Host-kith'
}

/** A refusal as plain data: a class would not be recognized on the other side of the bundle. */
export type SignInAnswer =
  | { ok: true; actor: Actor }
  | { ok: false; reason: 'wrong_credentials' }
  | { ok: false; reason: 'rate_limited'; retryAfterMs: number }

export interface AuthLog {
  error(fields: object, message: string): void
}

export interface Auth {
  house: House
  settings: AuthSettings
  log: AuthLog
  /** Signs a browser in. A session its cookie named until now ends. */
  signIn(
    visitor: Visitor,
    given: { username: string; password: string },
    cookieHeader: string | undefined,
  ): Promise<SignInAnswer>
  /** Ends this session, if it has not ended already. */
  signOut(actor: Actor): Promise<void>
  actorOfCookie(cookieHeader: string | undefined): Promise<Actor | null>
  /** Whether the cookie names a session that was ended on purpose: what that browser keeps has to go. */
  wasEnded(cookieHeader: string | undefined): Promise<boolean>
  /** Whether the session still counts. */
  isLive(actor: Actor): Promise<boolean>
  signUpState(): Promise<SignUpState>
}

const key = Symbol.for('kith.auth')
const shared = globalThis as { [key]?: Auth }

export function setAuth(auth: Auth): void {
  shared[key] = auth
}

/** @throws Error before the server has set it, which only a page rendered at build time can see */
export function getAuth(): Auth {
  const auth = shared[key]
  if (!auth) throw new Error('The server has not started: there is nobody to ask about sessions')
  return auth
}
