/**
 * Session cookie → actor, for pages, HTTP and the handshake alike. The cookie only says which session to ask for;
 * whether it still counts is in the row, read every time (I6).
 */
import { decode } from 'next-auth/jwt'
import { validate as isUuid } from 'uuid'
import type { Actor, House } from '#server/domain/context.ts'
import { actorOfSession, wasEnded } from '#server/domain/live-sessions.ts'
import { type AuthSettings, getAuth } from './accessor.ts'

/** Ours have some 300 characters; whatever is longer is not worth the work of opening it. */
const longestCookie = 2000

export async function actorOfCookie(
  house: House,
  cookieHeader: string | undefined,
  address?: string,
): Promise<Actor | null> {
  const { settings } = getAuth()
  const named = await readCookie(settings, cookieHeader)
  if (!named) return null
  const actor = await actorOfSession(house, named.sessionId, address)
  return actor?.userId === named.userId ? actor : null
}

/** Whether the cookie names a session that was ended on purpose, which a page tells from one that only ran out. */
export async function cookieWasEnded(house: House, cookieHeader: string | undefined): Promise<boolean> {
  const named = await readCookie(getAuth().settings, cookieHeader)
  return named !== null && wasEnded(house, named)
}

/** What the cookie names, unasked whether it still counts. */
async function readCookie(
  { secret, cookieName }: AuthSettings,
  header: string | undefined,
): Promise<Actor | null> {
  const token = cookieNamed(header, cookieName)
  if (!token || token.length > longestCookie) return null
  try {
    const { sid, sub } = (await decode({ token, secret })) ?? {}
    // Other cookies of next-auth are made with the same secret: only ours name a session.
    if (typeof sid !== 'string' || typeof sub !== 'string' || !isUuid(sid) || !isUuid(sub)) return null
    return { sessionId: sid, userId: sub }
  } catch {
    // Forged, expired, or made with another secret: nobody.
    return null
  }
}

function cookieNamed(header: string | undefined, name: string): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const [key, value] = part.split('=', 2)
    if (key?.trim() === name) return value?.trim()
  }
  return undefined
}
