/**
 * System notices of what happens to people in groups. For a few they are written with the change itself; for many
 * the change leaves a job, which is carried out in pieces after the commit and can be broken off anywhere.
 */
import { asc, eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { noticeJobs, notices } from '#db/schema/index.ts'
import type { House } from './context.ts'
import { lockUsers } from './counters.ts'
import type { Changing } from './group-writes.ts'
import { recordNotice } from './notices.ts'
import { nextUserRevs } from './own-rows.ts'
import { presentNotice } from './present-people.ts'
import { transact } from './transaction.ts'

/** More than these are told by a job. */
const writtenAtOnce = 100

export interface GroupNotice {
  type: string
  from: string
  /** Beside the group's id and title. */
  more?: Record<string, unknown>
}

/** Tells each of these people. */
export async function notify(
  { tx, tell, now, group }: Changing,
  userIds: readonly string[],
  { type, from, more = {} }: GroupNotice,
): Promise<void> {
  if (userIds.length === 0) return
  const content = { conversationId: group.id, title: group.title, ...more }
  if (userIds.length > writtenAtOnce) {
    await tx
      .insert(noticeJobs)
      .values({ id: uuidv7(), type, fromId: from, content, userIds: [...userIds], time: now })
    return
  }
  await lockUsers(tx, userIds)
  for (const userId of userIds)
    await recordNotice(tx, tell, now, userId, { type, from, scene: 'group', content })
}

/**
 * Writes the next piece of the oldest job. A piece and its being crossed off are one transaction: nobody is told
 * twice, whoever dies in between.
 * @returns false when there is nothing left to do, or another node is at it
 */
export async function workOnNoticeJob(house: House): Promise<boolean> {
  return transact(house, async (tx, tell) => {
    const [job] = await tx
      .select()
      .from(noticeJobs)
      .orderBy(asc(noticeJobs.id))
      .limit(1)
      .for('update', { skipLocked: true })
    if (!job) return false
    const piece = job.userIds.slice(0, writtenAtOnce)
    const userRevs = await nextUserRevs(tx, piece, house.now())
    const rows = await tx
      .insert(notices)
      .values(
        [...userRevs].map(([userId, userRev]) => ({
          id: uuidv7(),
          userId,
          type: job.type,
          fromId: job.fromId,
          scene: 'group' as const,
          content: job.content,
          time: job.time,
          userRev,
        })),
      )
      .returning()
    for (const row of rows)
      tell({ kind: 'user', userId: row.userId, name: 'notice', row: presentNotice(row, house.now()) })
    const left = job.userIds.slice(piece.length)
    if (left.length === 0) await tx.delete(noticeJobs).where(eq(noticeJobs.id, job.id))
    else await tx.update(noticeJobs).set({ userIds: left }).where(eq(noticeJobs.id, job.id))
    return true
  })
}
