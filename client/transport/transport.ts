import type { Answer, WireError } from '#protocol/errors.ts'
import type { Input, OperationName, Output } from '#protocol/operations/index.ts'
import type { Hello } from '#protocol/signals.ts'

/** Why a link ended or never came to be. */
export interface LinkEnd {
  /** The server's word where it gave one; else the network's, in short. */
  error: Pick<WireError, 'code' | 'details'> | null
  /** The server asks to come back after this long. */
  resumeAfterMs?: number | undefined
}

export interface LinkHandlers {
  hello(hello: Hello): void
  /** An update or a signal, as it came. */
  event(name: string, payload: unknown): void
  /** Called once; nothing comes after it. */
  end(end: LinkEnd): void
}

/** One connection. It never reconnects by itself: when to try again is `connection.ts`'s business. */
export interface Link {
  /**
   * Sends an operation. No answer within `timeoutMs`, or the link's end, answers `UNAVAILABLE` with
   * `details.unknown`: whether it was done is not known.
   */
  request<N extends OperationName>(name: N, input: Input<N>, timeoutMs: number): Promise<Answer<Output<N>>>
  signal(name: string, payload: unknown): void
  close(): void
}

export interface Transport {
  open(handlers: LinkHandlers): Link
}

export function unknownOutcome(message: string): { ok: false; error: WireError } {
  return { ok: false, error: { code: 'UNAVAILABLE', message, details: { unknown: true } } }
}
