/** Bearer tokens: 256 random bits, of which only the hash is kept. */
import { createHash } from 'node:crypto'

export function tokenHash(token: string): Uint8Array {
  return createHash('sha256').update(token).digest()
}

/** The token of an `Authorization` header or a handshake; null for whatever else a caller may have put there. */
export function tokenOf(bearer: string | undefined): string | null {
  const [, token] = /^(?:Bearer +)?([A-Za-z0-9_-]{43})$/i.exec(bearer ?? '') ?? []
  return token ?? null
}
