/**
 * Exceptions that are no refusals. The caller learns whether to try again, never what happened: that is for the log.
 */
import type { WireError } from '#protocol/errors.ts'
import { Refusal } from '#server/domain/refusal.ts'

/** States of the database that pass: a repeat of the same request may well succeed. */
const passing = /^(08|53|57P|57014|55P03|25P0[234]|40001|40P01|58|F0)/
/** Codes of the driver and of the system for a database that is not reached. */
const unreachable =
  /^(CONNECTION_|CONNECT_TIMEOUT|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)/

/** The answer for an exception: a refusal says itself, a database that is away is `UNAVAILABLE`. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  return isUnavailable(error) ? unavailable() : new Refusal('INTERNAL', 'Something went wrong on the server.')
}

export function unavailable(): Refusal {
  return new Refusal('UNAVAILABLE', 'The server cannot do this now. Try again in a moment.', {
    retryAfterMs: 1000,
  })
}

/** A refusal as it crosses the wire. */
export function wireError(refusal: Refusal, retryAfterMs = refusal.retryAfterMs): WireError {
  return {
    code: refusal.code,
    message: refusal.message,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(refusal.details !== undefined && { details: refusal.details }),
  }
}

/** True for an exception that says the database is away, overloaded or restarting. */
export function isUnavailable(error: unknown): boolean {
  const { code } = rootOf(error)
  return typeof code === 'string' && (passing.test(code) || unreachable.test(code))
}

/** Drizzle wraps what the driver threw. */
function rootOf(error: unknown): { code?: unknown } {
  let root = error
  for (let depth = 0; depth < 5 && root instanceof Error && root.cause instanceof Error; depth++)
    root = root.cause
  return root instanceof Error ? (root as NodeJS.ErrnoException) : {}
}
