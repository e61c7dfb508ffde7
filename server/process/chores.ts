/** What has to be done now and then, by one server of however many there are. */

import type { House } from '#server/domain/context.ts'
import { purgeDeletedAccounts } from '#server/domain/deletion.ts'
import { purgeGroupLogs } from '#server/domain/group-log.ts'
import { workOnNoticeJob } from '#server/domain/group-notices.ts'
import type { Log } from '#server/log.ts'

const hourMs = 3_600_000
const jobsEveryMs = 1000
/** Any number will do, as long as nothing else locks the same one in the same database. */
const purgeLock = 7_052_020

/** @returns what ends it */
export function startChores(house: House, log: Log): () => void {
  const tidy = () => {
    onOneNode(house, purgeLock, () => purgeDeletedAccounts(house)).then(
      purged => purged && log.info({ accounts: purged }, 'deleted accounts purged'),
      (error: unknown) => log.warn({ err: error }, 'chores failed'),
    )
    purgeGroupLogs(house).catch((error: unknown) => log.warn({ err: error }, 'chores failed'))
  }
  const timer = setInterval(tidy, hourMs)
  tidy()
  const stopJobs = startNoticeJobs(house, log)
  return () => {
    clearInterval(timer)
    stopJobs()
  }
}

/** What concerns many people is told soon after, by whichever node looks first. */
function startNoticeJobs(house: House, log: Log): () => void {
  let stopped = false
  let timer: NodeJS.Timeout
  const look = async () => {
    try {
      while (!stopped && (await workOnNoticeJob(house)));
    } catch (error) {
      log.warn({ err: error }, 'notices of a group were not written')
    }
    if (!stopped) timer = setTimeout(look, jobsEveryMs).unref()
  }
  timer = setTimeout(look, jobsEveryMs).unref()
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}

/** @returns undefined where another node is at it */
async function onOneNode<T>(
  { database }: House,
  lock: number,
  work: () => Promise<T>,
): Promise<T | undefined> {
  // The lock belongs to the connection: it is released with it, also if we are killed.
  const connection = await database.sql.reserve()
  try {
    const [row] = await connection<{ mine: boolean }[]>`select pg_try_advisory_lock(${lock}) as mine`
    if (!row?.mine) return undefined
    try {
      return await work()
    } finally {
      await connection`select pg_advisory_unlock(${lock})`
    }
  } finally {
    connection.release()
  }
}
