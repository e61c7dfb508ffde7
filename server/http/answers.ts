import type { ServerResponse } from 'node:http'
import { type Answer, errorStatus } from '#protocol/errors.ts'
import type { Refusal } from '#server/domain/refusal.ts'
import { wireError } from '#server/operations/failure.ts'

/** Writes an answer of the closed list with the status that goes with it. It is one person's and is kept nowhere. */
export function sendAnswer(response: ServerResponse, answer: Answer<unknown>): void {
  const body = JSON.stringify(answer)
  const headers: Record<string, string | number> = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'private, no-store',
  }
  // A body that nobody is going to read ends with its connection.
  if (response.req.isPaused()) headers.connection = 'close'
  if (!answer.ok && answer.error.retryAfterMs !== undefined) {
    headers['retry-after'] = Math.ceil(answer.error.retryAfterMs / 1000)
  }
  response.writeHead(answer.ok ? 200 : errorStatus[answer.error.code], headers).end(body)
}

export function sendRefusal(response: ServerResponse, refusal: Refusal): void {
  sendAnswer(response, { ok: false, error: wireError(refusal) })
}
