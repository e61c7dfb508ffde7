/**
 * The HTTP door: health, operations, pages, in that order, behind one check of the Host. Nothing passes to the pages
 * that they would believe and only we may say (reliability.md 0.4, 0.5).
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { House } from '#server/domain/context.ts'
import { badRequest, Refusal, refuse } from '#server/domain/refusal.ts'
import type { Dispatch } from '#server/operations/dispatch.ts'
import type { TokenBuckets } from '#server/operations/token-buckets.ts'
import { sendRefusal } from './answers.ts'
import { reportsPath, takeReport } from './csp-reports.ts'
import { cleanRequest, setPlainHeaders } from './headers.ts'
import { answerHealth, type HealthParts } from './health.ts'
import { answerOperation } from './operations.ts'
import type { OriginRules } from './origins.ts'

/** What serves pages; without it there are none. */
export interface Pages {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
}

export interface HttpDoor {
  house: House
  origins: OriginRules
  dispatch: Dispatch
  buckets: TokenBuckets
  health: HealthParts
  pages: Pages | null
  dev: boolean
  /** People reach us by TLS. */
  secure: boolean
  log: { warn(fields: object, message: string): void; error(fields: object, message: string): void }
}

const healthPaths = new Set(['/healthz', '/readyz', '/metrics'])

/** Answers everything that is not `/socket.io/`; always, and without throwing. */
export function createListener(door: HttpDoor): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    answer(request, response, door).catch((error: unknown) => {
      door.log.error({ err: error }, 'request failed')
      if (response.headersSent) response.destroy()
      else sendRefusal(response, new Refusal('INTERNAL', 'Something went wrong on the server.'))
    })
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, door: HttpDoor): Promise<void> {
  const url = request.url ?? ''
  const [path = ''] = url.split('?', 1)
  if (door.health.isStopping()) response.setHeader('connection', 'close')
  if (healthPaths.has(path)) return answerHealth(path, request, response, door.health)
  const host = door.origins.hostOf(request)
  const isApi = path === '/api/v1' || path.startsWith('/api/v1/')
  if (isApi || !door.pages) setPlainHeaders(response, door.secure)
  // A target with a host of its own would be one that nobody checked.
  if (host === null || !url.startsWith('/') || url.startsWith('//')) {
    return sendRefusal(response, badRequest('This server does not answer for that address.'))
  }
  if (path === reportsPath) {
    const { log, buckets, origins } = door
    return takeReport(request, response, { log, buckets, addressOf: origins.addressOf })
  }
  if (isApi) return answerOperation(request, response, door)
  return door.pages ? showPage(request, response, host, path, door) : sendRefusal(response, nothingThere())
}

async function showPage(
  request: IncomingMessage,
  response: ServerResponse,
  host: string,
  path: string,
  door: HttpDoor,
): Promise<void> {
  // Pages are looked at; only sign-in takes forms. The development server has ends of its own.
  const reads = request.method === 'GET' || request.method === 'HEAD'
  if (!reads && !path.startsWith('/api/auth/') && !door.dev) return sendRefusal(response, nothingThere())
  if (!reads && door.origins.originOf(request) === 'foreign') return sendRefusal(response, refuse('origin'))
  cleanRequest(request, host, door.origins)
  await door.pages?.handle(request, response)
}

function nothingThere(): Refusal {
  return new Refusal('NOT_FOUND', 'There is nothing at this address.')
}
