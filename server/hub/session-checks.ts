/** Whether sessions still stand, asked of the database for every operation that comes over a socket. */
import { gather } from '#server/domain/gather.ts'

export interface SessionChecks {
  stands(sessionId: string): Promise<boolean>
}

/** @param standing of these sessions, those that stand */
export function createSessionChecks(
  standing: (ids: string[]) => Promise<ReadonlySet<string>>,
): SessionChecks {
  const check = gather(async ids => new Map([...(await standing(ids))].map(id => [id, true])))
  return { stands: async sessionId => (await check(sessionId)) === true }
}
