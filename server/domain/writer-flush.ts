/**
 * One flush: two round trips on the writer's own connection, everything pipelined. First the locks and, with a
 * snapshot taken after them, the facts; then the judgement here; then the writing together with the commit.
 * Conversations that somebody else has locked are passed over.
 */
import type postgres from 'postgres'
import type { House } from './context.ts'
import { faultPoint } from './faults.ts'
import { gatherFacts } from './writer-facts.ts'
import type { Load } from './writer-lanes.ts'
import { judge, type NewLine } from './writer-policy.ts'
import { writeAndCommit } from './writer-rows.ts'

export type { NewLine }

export interface Flushed {
  /** What was written and answered, in order: it remains to be told. */
  lines: NewLine[]
  again: Load[]
}

/**
 * @param waitMs wait for locks up to so long instead of passing over
 * @throws when nothing of it is known to be written; no send has an answer then
 */
export async function flush(
  sql: postgres.Sql,
  house: House,
  loads: readonly Load[],
  waitMs: number | undefined,
): Promise<Flushed> {
  const facts = await gatherFacts(sql, loads, { now: house.now(), lockWaitMs: waitMs })
  const now = house.now()
  const { lines, settled, again, moved } = judge(loads, facts, now)
  if (lines.length === 0) {
    await sql.unsafe('rollback')
  } else {
    if (facts.transactionId === null)
      throw new Error('The connection was lost between the locks and the facts')
    faultPoint('before-commit')
    await writeAndCommit(sql, { lines, moved, transactionId: facts.transactionId, now })
    faultPoint('after-commit')
  }
  for (const { send, message } of lines) send.answer(message)
  for (const { send, outcome } of settled) send.answer(outcome)
  return { lines, again }
}

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

export function isLockTimeout(error: unknown): boolean {
  return codeOf(error) === '55P03'
}

/**
 * Errors of data, of constraints and of two writers in each other's way: they come from some messages of a flush,
 * and say nothing against the others. The likely one: the same sender and idClient in two conversations on two
 * nodes at once; the second try finds the first's row.
 */
export function isOfOneMessage(error: unknown): boolean {
  return /^(22|23|40)/.test(codeOf(error))
}
