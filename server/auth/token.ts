/** Bearer token → actor, for HTTP and the handshake alike. */
import type { Actor, House } from '#server/domain/context.ts'
import { actorOfTokenHash } from '#server/domain/live-sessions.ts'
import { tokenHash, tokenOf } from '#server/domain/tokens.ts'

/**
 * @param bearer a token, or an `Authorization` header that carries one; anything else is nobody, never an error
 * @param address where the request comes from, for the list of devices
 */
export async function actorOfToken(
  house: House,
  bearer: string | undefined,
  address?: string,
): Promise<Actor | null> {
  const token = tokenOf(bearer)
  return token === null ? null : actorOfTokenHash(house, tokenHash(token), address)
}
