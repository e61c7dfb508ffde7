/**
 * The HTTP door to the table of operations: `POST /api/v1/<thing>/<verb>` with the input as JSON. It answers what the
 * socket would answer, and what a foreign page may not make a browser do (reliability.md 4.6).
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { operations } from '#protocol/operations/index.ts'
import { actorOfCookie } from '#server/auth/cookie.ts'
import { actorOfToken } from '#server/auth/token.ts'
import type { House } from '#server/domain/context.ts'
import { badRequest, Refusal, refuse } from '#server/domain/refusal.ts'
import type { Caller, Dispatch } from '#server/operations/dispatch.ts'
import { refusalOf } from '#server/operations/failure.ts'
import { sendAnswer, sendRefusal } from './answers.ts'
import { readJson } from './body.ts'
import type { OriginRules } from './origins.ts'

export interface OperationsDoor {
  house: House
  origins: OriginRules
  dispatch: Dispatch
}

const path = /^\/api\/v1\/([a-z-]{1,40})\/([a-z-]{1,40})(?:\?|$)/

export async function answerOperation(
  request: IncomingMessage,
  response: ServerResponse,
  door: OperationsDoor,
): Promise<void> {
  try {
    const name = nameOf(request)
    refuseForeign(request, door.origins)
    const input = await readJson(request, door.house.limits.httpBodyBytes)
    sendAnswer(response, await door.dispatch(name, input, callerOf(request, door)))
  } catch (error) {
    sendRefusal(response, refusalOf(error))
  }
}

function nameOf(request: IncomingMessage): string {
  const [, thing, verb] = path.exec(request.url ?? '') ?? []
  const name = `${thing}:${verb}`
  if (!Object.hasOwn(operations, name)) throw new Refusal('NOT_FOUND', 'There is no such operation.')
  if (request.method !== 'POST') throw badRequest('Operations are asked with POST.')
  // Forms and plain text cross origins without asking the browser's leave; JSON does not.
  const [type] = (request.headers['content-type'] ?? '').split(';')
  if (type?.trim().toLowerCase() !== 'application/json')
    throw badRequest('The body must be application/json.')
  return name
}

function refuseForeign(request: IncomingMessage, origins: OriginRules): void {
  const origin = origins.originOf(request)
  if (origin === 'foreign') throw refuse('origin')
  // A cookie travels with whatever a page makes a browser send; a token does not.
  const { authorization, cookie } = request.headers
  if (cookie !== undefined && authorization === undefined && origin !== 'own') throw refuse('origin')
}

function callerOf(request: IncomingMessage, { house, origins }: OperationsDoor): Caller {
  const { authorization, cookie } = request.headers
  const address = origins.addressOf(request)
  return {
    door: 'http',
    visitor: {
      address,
      userAgent: (request.headers['user-agent'] ?? '').slice(0, 300),
    },
    presented: authorization !== undefined || cookie !== undefined,
    authenticate: () => {
      // Whoever shows a token means it: a cookie that comes along is not tried in its place.
      if (authorization !== undefined) return actorOfToken(house, authorization, address)
      return cookie === undefined ? null : actorOfCookie(house, cookie, address)
    },
  }
}
