/**
 * Browsers tell here what our Content-Security-Policy kept from happening. The log gets which directive and whose
 * address it was, without path or query: the rest may be anybody's text.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { limitKeyOf } from '#server/domain/addresses.ts'
import { Refusal } from '#server/domain/refusal.ts'
import { refusalOf } from '#server/operations/failure.ts'
import type { TokenBuckets } from '#server/operations/token-buckets.ts'
import { sendRefusal } from './answers.ts'
import { readJson } from './body.ts'

export const reportsPath = '/api/v1/reports/csp'

export interface ReportParts {
  log: { warn(fields: object, message: string): void }
  buckets: TokenBuckets
  addressOf(request: IncomingMessage): string
}

const maxBytes = 16 * 1024

const text = z.string().max(2000).optional().catch(undefined)
const Body = z.object({ effectiveDirective: text, blockedURL: text })
const Reports = z.array(z.object({ body: Body })).max(20)
/** As browsers without the Reporting API write it. */
const OldReport = z.object({
  'csp-report': z.object({ 'effective-directive': text, 'violated-directive': text, 'blocked-uri': text }),
})

export async function takeReport(
  request: IncomingMessage,
  response: ServerResponse,
  { log, buckets, addressOf }: ReportParts,
): Promise<void> {
  try {
    if (request.method !== 'POST') throw new Refusal('NOT_FOUND', 'There is no such operation.')
    const waitMs = buckets.take(`reports:${limitKeyOf(addressOf(request))}`)
    if (waitMs > 0) throw new Refusal('RATE_LIMITED', 'Too many reports.', { retryAfterMs: waitMs })
    for (const report of read(await readJson(request, maxBytes))) log.warn(report, 'policy violated')
    response.writeHead(204).end()
  } catch (error) {
    sendRefusal(response, refusalOf(error))
  }
}

function read(body: unknown): { directive?: string; blocked?: string }[] {
  const reports = Reports.safeParse(body)
  if (reports.success) {
    return reports.data.map(({ body: { effectiveDirective, blockedURL } }) =>
      told(effectiveDirective, blockedURL),
    )
  }
  const old = OldReport.safeParse(body)
  if (!old.success) throw new Refusal('BAD_REQUEST', 'This is no report.')
  const report = old.data['csp-report']
  return [told(report['effective-directive'] ?? report['violated-directive'], report['blocked-uri'])]
}

function told(directive: string | undefined, blocked: string | undefined) {
  return {
    directive: directive?.match(/^[a-z-]{1,40}/)?.[0],
    blocked:
      blocked && URL.canParse(blocked) ? new URL(blocked).origin : blocked?.match(/^[a-z-]{1,20}$/)?.[0],
  }
}
