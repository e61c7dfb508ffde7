import type { Transaction } from '#db/client.ts'
import type { Change } from './changes.ts'
import type { House } from './context.ts'

/** Collects what the transaction will have to tell once it is committed. */
export type Tell = (...changes: Change[]) => void

/**
 * Runs `work` in one transaction and delivers what it told after the commit, never before and never when it
 * failed. A `Refusal` thrown inside rolls back and goes on to the caller.
 */
export async function transact<T>(
  house: House,
  work: (tx: Transaction, tell: Tell) => Promise<T>,
): Promise<T> {
  const told: Change[] = []
  const result = await house.database.db.transaction(async tx => {
    // A serialization retry would run `work` again: what an earlier try told must not stay.
    told.length = 0
    return work(tx, (...changes) => void told.push(...changes))
  })
  if (told.length > 0) house.deliver(told)
  return result
}
