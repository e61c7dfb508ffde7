/**
 * next-auth for browsers: it keeps the cookie, we keep the session. The signed cookie carries the ids of person and
 * session and nothing else; each sign-in makes a new session, signing out ends it on the server too
 * (docs/decisions/005-session-row.md).
 */
import type { NextAuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { times } from '#protocol/limits.ts'
import { operations } from '#protocol/operations/index.ts'
import type { Actor } from '#server/domain/context.ts'
import { deviceNameOf } from '#server/domain/devices.ts'
import { getAuth } from './accessor.ts'
import { addressHeader } from './visitor.ts'

declare module 'next-auth' {
  interface User {
    sessionId: string
  }
  interface Session {
    /** Left out where the session has ended. */
    user?: { id: string }
  }
}

declare module 'next-auth/jwt' {
  interface JWT {
    sid?: string
  }
}

/** Made per request: the secret exists only once the server has started. */
export function nextAuthOptions(): NextAuthOptions {
  const { settings } = getAuth()
  // URLs follow the request's host, which the server has checked before.
  process.env.AUTH_TRUST_HOST = 'true'
  return {
    secret: settings.secret,
    useSecureCookies: settings.secure,
    cookies: {
      sessionToken: {
        name: settings.cookieName,
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure: settings.secure },
      },
    },
    session: { strategy: 'jwt', maxAge: times.sessionAbsoluteMs / 1000 },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    providers: [passwordProvider],
    callbacks: {
      jwt: ({ token, user }) => (user ? { sub: user.id, sid: user.sessionId } : token),
      async session({ session, token }) {
        const { expires } = session
        const actor = actorOf(token)
        const live = actor && (await getAuth().isLive(actor).catch(nobodyForNow))
        return live ? { expires, user: { id: actor.userId } } : { expires }
      },
    },
    logger: {
      error: (code, cause) => getAuth().log.error({ code, err: cause }, 'next-auth failed'),
      // Only says which settings of its own it misses; ours are not among them.
      warn: () => {},
      debug: () => {},
    },
    events: {
      // A copy of the cookie made earlier is worth nothing from now on.
      async signOut({ token }) {
        const actor = actorOf(token)
        if (actor) await getAuth().signOut(actor)
      },
    },
  }
}

const passwordProvider = Credentials({
  credentials: { username: {}, password: {} },
  async authorize(credentials, { headers = {} }) {
    const userAgent = String(headers['user-agent'] ?? '')
    const { username, password } = credentials ?? {}
    const given = operations['session:create'].input.safeParse({
      username,
      password,
      device: { name: deviceNameOf(userAgent) },
    })
    if (!given.success) return null
    const visitor = { address: String(headers[addressHeader] ?? ''), userAgent }
    const answer = await getAuth().signIn(visitor, given.data, headers.cookie).catch(serverDown)
    if (answer.ok) return { id: answer.actor.userId, sessionId: answer.actor.sessionId }
    if (answer.reason === 'wrong_credentials') return null
    // The message is all that reaches the page: milliseconds for its countdown.
    throw new Error(`RATE_LIMITED:${Math.ceil(answer.retryAfterMs)}`)
  },
})

/** What went wrong inside is for the log; next-auth would put its words into the page's address. */
function serverDown(error: unknown): never {
  getAuth().log.error({ err: error }, 'sign-in failed')
  throw new Error('UNAVAILABLE')
}

/** An exception here and next-auth would delete the cookie: a database that is away would sign everybody out. */
function nobodyForNow(error: unknown): false {
  getAuth().log.error({ err: error }, 'session could not be read')
  return false
}

function actorOf(token: { sub?: string; sid?: string } | null | undefined): Actor | null {
  return token?.sub && token.sid ? { userId: token.sub, sessionId: token.sid } : null
}
