import type { WireError } from '#protocol/errors.ts'

/** Whom a refusal names: bringing people in is all or none, and says who was in the way. */
export function refusedPeople(error: WireError | undefined): string[] {
  const named = error?.details?.userIds
  return Array.isArray(named) ? named.filter(id => typeof id === 'string') : []
}
