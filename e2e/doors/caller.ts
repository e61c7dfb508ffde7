import type { Answer } from '#protocol/errors.ts'
import type { OperationName } from '#protocol/operations/index.ts'
import type { Person } from '../laws/world.ts'

/** The two ways in. What one answers, the other must answer too. */
export type Door = 'http' | 'socket'
export const doors: readonly Door[] = ['http', 'socket']

/** One person at one door: anything may be asked, right or wrong. */
export interface Caller {
  person: Person
  ask(name: OperationName, input: unknown): Promise<Answer<unknown>>
}

/** Of everybody here. */
export const password = 'a long enough passphrase'

/** One operation over HTTP. */
export async function postJson(
  url: string,
  name: OperationName,
  input: unknown,
  token?: string,
): Promise<Answer<unknown>> {
  const response = await fetch(`${url}/api/v1/${name.replace(':', '/')}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(input),
  })
  return (await response.json()) as Answer<unknown>
}

/** `CODE` or `CODE/reason`, as operations list their errors; `ok` for a success. */
export function nameOf(answer: Answer<unknown>): string {
  if (answer.ok) return 'ok'
  const reason = answer.error.details?.reason
  return typeof reason === 'string' ? `${answer.error.code}/${reason}` : answer.error.code
}
