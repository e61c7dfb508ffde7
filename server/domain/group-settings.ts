/**
 * What members share and may change: title, announcement, who may do what. Two who change at once are told apart by
 * `baseRev`: the second gets what stands now and decides anew, nothing is overwritten unseen.
 */
import { isDeepStrictEqual } from 'node:util'
import { and, asc, eq, gte, isNull } from 'drizzle-orm'
import { members } from '#db/schema/index.ts'
import { isManager, mayEdit, refuseGroupWrite } from '#protocol/group-policy.ts'
import type { Output, Parsed } from '#protocol/operations/index.ts'
import type { Context } from './context.ts'
import { appendNotification, type Line } from './direct.ts'
import { type GroupRow, presentGroup } from './group-rows.ts'
import { demand, loadMyGroup, lockMyGroup } from './group-scope.ts'
import { type Changing, changeGroup, logAction } from './group-writes.ts'
import type { MemberRow } from './present.ts'
import { usersById } from './present-people.ts'
import { notFound, refuse, refuseWrite } from './refusal.ts'
import { transact } from './transaction.ts'

type Wanted = Omit<Parsed<'group:update'>, 'conversationId' | 'baseRev'>
type Field = keyof Wanted

export async function updateGroup(
  context: Context,
  { conversationId, baseRev, ...wanted }: Parsed<'group:update'>,
): Promise<Output<'group:update'>> {
  const me = context.actor.userId
  return transact(context, async (tx, tell) => {
    const { own, group, conversation } = await lockMyGroup(tx, me, conversationId)
    const named = (Object.keys(wanted) as Field[]).filter(field => wanted[field] !== undefined)
    demand(mayEdit(own.role, named, group))
    demandVoice(own, group, context.now())
    const current = presentGroup(group, conversation.createdAt)
    if (baseRev !== group.rev) throw refuse('stale', { current })
    // There are no pictures yet that anybody could own.
    if (typeof wanted.avatar === 'string') throw notFound()
    const fields = named.filter(field => !isDeepStrictEqual(wanted[field], standing(group, field)))
    if (fields.length === 0) return { group: current }
    const changing: Changing = { tx, tell, now: context.now(), group }
    const changed = await changeGroup(changing, rev =>
      valuesOf(wanted, fields, { by: me, time: changing.now, rev }),
    )
    for (const line of linesOf(me, wanted, fields))
      await appendNotification(tx, tell, changing.now, conversationId, line)
    await logAction(
      changing,
      me,
      'update',
      [],
      Object.fromEntries(fields.map(field => [field, wanted[field]])),
    )
    return { group: changed }
  })
}

/** Title and announcement are words to everybody: a member who may not write in the group has none there either. */
function demandVoice(own: MemberRow, group: GroupRow, now: number): void {
  if (isManager(own.role)) return
  const refusal = refuseGroupWrite(
    { ...own, ...group, left: false, dissolved: false, slowModeSeconds: 0 },
    now,
  )
  if (refusal) throw refuseWrite(refusal)
}

/** The announcement goes in as its text; everything else as it stands in the row. */
const standing = (group: GroupRow, field: Field) =>
  field === 'announcement' ? (group.announcement?.text ?? '') : group[field]

function valuesOf(
  wanted: Wanted,
  fields: readonly Field[],
  written: { by: string; time: number; rev: number },
): Partial<GroupRow> {
  const { announcement: text, ...others } = wanted
  const plain = Object.fromEntries(
    fields.filter(field => field !== 'announcement').map(field => [field, wanted[field]]),
  )
  if (!fields.includes('announcement')) return plain as Partial<typeof others>
  return { ...plain, announcement: text ? { text, ...written } : null }
}

const inLinesOfTheirOwn: readonly Field[] = ['title', 'avatar', 'announcement']

function linesOf(actor: string, wanted: Wanted, fields: readonly Field[]): Line[] {
  const lines: Line[] = []
  const line = (event: string, value?: unknown) =>
    lines.push({ event, actor, targets: [], ...(value !== undefined && { value }) })
  if (fields.includes('title')) line('group_renamed', wanted.title)
  if (fields.includes('avatar')) line('group_avatar')
  if (fields.includes('announcement')) line('group_announcement', wanted.announcement)
  const settings = fields.filter(field => !inLinesOfTheirOwn.includes(field))
  if (settings.length > 0)
    line('group_settings', Object.fromEntries(settings.map(field => [field, wanted[field]])))
  return lines
}

/** Never back; a version that is not the newest says nothing of the newest. */
export async function readAnnouncement(
  context: Context,
  { conversationId, rev }: Parsed<'group:read-announcement'>,
): Promise<Output<'group:read-announcement'>> {
  const me = context.actor.userId
  return transact(context, async tx => {
    const { own, group } = await lockMyGroup(tx, me, conversationId)
    const read = Math.min(rev, group.announcement?.rev ?? 0)
    if (read <= own.announcementRev) return { rev: own.announcementRev }
    await tx
      .update(members)
      .set({ announcementRev: read })
      .where(and(eq(members.conversationId, conversationId), eq(members.userId, me)))
    return { rev: read }
  })
}

/** For the owner and the admins, and for whoever wrote it. */
export async function listAnnouncementReads(
  context: Context,
  { conversationId }: Parsed<'group:announcement-reads'>,
): Promise<Output<'group:announcement-reads'>> {
  const { db } = context.database
  const { own, group } = await loadMyGroup(db, context.actor.userId, conversationId)
  const { announcement } = group
  demand(isManager(own.role) || announcement?.by === own.userId)
  if (!announcement) return { rev: 0, userIds: [], users: [] }
  const rows = await db
    .select({ userId: members.userId })
    .from(members)
    .where(
      and(
        eq(members.conversationId, conversationId),
        isNull(members.leftAt),
        gte(members.announcementRev, announcement.rev),
      ),
    )
    .orderBy(asc(members.userId))
  const userIds = rows.map(row => row.userId)
  return { rev: announcement.rev, userIds, users: await usersById(db, userIds) }
}
