/** What a supervisor, a proxy and Prometheus ask. None of it needs a Host of ours, none of it tells a stranger much. */
import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Metrics, Sources } from '#server/metrics.ts'
import { isForwarded } from './origins.ts'

export interface HealthParts {
  metrics: Metrics
  sources: Sources
  metricsToken?: string | undefined
  isStopping(): boolean
}

/** Answers one of `/healthz`, `/readyz` and `/metrics`. */
export async function answerHealth(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  parts: HealthParts,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, 404, 'not found\n')
  if (path === '/healthz') return send(response, 200, 'ok\n')
  if (path === '/metrics') return answerMetrics(request, response, parts)
  if (parts.isStopping()) return send(response, 503, 'stopping\n')
  const ready = await parts.sources.databaseAnswers()
  send(response, ready ? 200 : 503, ready ? 'ready\n' : 'the database does not answer\n')
}

async function answerMetrics(
  request: IncomingMessage,
  response: ServerResponse,
  parts: HealthParts,
): Promise<void> {
  // Whoever may not ask learns no more than that of a page that does not exist.
  if (!mayMeasure(request, parts.metricsToken)) return send(response, 404, 'not found\n')
  send(response, 200, await parts.metrics.render(parts.sources), parts.metrics.contentType)
}

function mayMeasure({ headers, socket }: IncomingMessage, token: string | undefined): boolean {
  if (token !== undefined) return isSame(headers.authorization ?? '', `Bearer ${token}`)
  // A proxy on this machine comes from here as well, with everybody behind it.
  return /^(::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? '') && !isForwarded(headers)
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function send(
  response: ServerResponse,
  status: number,
  body: string,
  type = 'text/plain; charset=utf-8',
): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body)
}
