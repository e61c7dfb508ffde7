/**
 * What an item of a pull says of a group: its row and the rows of members, as far as they changed since the client's
 * rev and as far as the asker may know them. Whoever left gets neither.
 */
import { sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import type { Conversation } from '#protocol/entities/conversation.ts'
import type { Group, Member, Role } from '#protocol/entities/group.ts'
import type { Message } from '#protocol/entities/message.ts'
import { mayListMembers } from '#protocol/group-policy.ts'
import { peopleOfMessage } from './appearing.ts'
import type { Held } from './feed-cursor.ts'
import { type GroupRow, presentGroup, presentMember } from './group-rows.ts'
import type { MemberRow } from './present.ts'

export interface GroupPart {
  group?: Group
  members?: Member[]
  /** The rows of members were cut behind this rev: the client asks again from there. */
  upTo?: number
}

/** A conversation that is answered, and the messages its answer carries. */
export interface Answered {
  own: Conversation | undefined
  held: Held
  messages: readonly Message[]
}

/** Rows of members in one item; more only where one change alone moved more. */
const membersAtMost = 1000

export async function readGroupParts(
  db: Db,
  userId: string,
  answered: readonly Answered[],
): Promise<Map<string, GroupPart>> {
  const parts = new Map<string, GroupPart>()
  const present = answered.filter(({ own }) => own?.scene === 'group' && own.leaveRev === null)
  const rows = await groupsWithRole(
    db,
    userId,
    present.map(({ own }) => own!.id),
  )
  for (const { own, held, messages } of present) {
    const row = rows.get(own!.id)
    if (!row) continue
    const part: GroupPart = row.rev > held.rev ? { group: presentGroup(row, row.createdAt) } : {}
    const viewer = { userId, all: mayListMembers(row.role, row) }
    const found =
      held.rev === 0
        ? await firstMembers(db, row.id, viewer, messages.flatMap(peopleOfMessage))
        : await changedMembers(db, row.id, viewer, held.rev)
    const kept = cutBetweenRevs(found)
    if (kept.length > 0) part.members = kept.map(presentMember)
    if (kept.length < found.length) part.upTo = kept.at(-1)!.rev
    parts.set(row.id, part)
  }
  return parts
}

type Seen = GroupRow & { createdAt: number; role: Role }

async function groupsWithRole(db: Db, userId: string, ids: readonly string[]): Promise<Map<string, Seen>> {
  if (ids.length === 0) return new Map()
  const rows = await db.execute<Seen & Record<string, unknown>>(sql`
    select g.id, g.title, g.avatar, g.announcement, g.join_mode as "joinMode", g.history, g.invite_by as "inviteBy",
      g.edit_by as "editBy", g.mention_all_by as "mentionAllBy", g.members_visible as "membersVisible",
      g.mute_all as "muteAll", g.slow_mode_seconds as "slowModeSeconds", g.recall_seconds as "recallSeconds",
      g.dissolved_at as "dissolvedAt", g.member_count as "memberCount", g.rev, c.created_at as "createdAt", m.role
    from groups g
    join conversations c on c.id = g.id
    join members m on m.conversation_id = g.id and m.user_id = ${userId}
    where g.id = any(${sql.param([...ids])}::uuid[])`)
  return new Map(rows.map(row => [row.id, row]))
}

const columns = sql.raw(`m.user_id as "userId", m.role, m.nickname, m.nickname_pinyin as "nicknamePinyin",
  m.joined_at as "joinedAt", m.joined_via as "joinedVia", m.joined_by as "joinedBy", m.muted_until as "mutedUntil",
  m.left_at as "leftAt", m.rev`)

interface Viewer {
  userId: string
  /** They may see the whole list. */
  all: boolean
}

/** To begin with: themselves, who runs the group, and who appears. The whole list is `group:members`. */
function firstMembers(
  db: Db,
  id: string,
  { userId, all }: Viewer,
  appearing: string[],
): Promise<MemberRow[]> {
  return db.execute<MemberRow & Record<string, unknown>>(sql`
    select ${columns} from members m
    where m.conversation_id = ${id} and m.rev > 0
      and (m.user_id = ${userId} or (m.left_at is null and m.role <> 'member')
        or ((${all} or m.managed) and m.user_id = any(${sql.param(appearing)}::uuid[])))
    order by m.rev, m.user_id`)
}

/** In the order of the feed, one more than an item takes. */
function changedMembers(db: Db, id: string, { userId, all }: Viewer, rev: number): Promise<MemberRow[]> {
  return db.execute<MemberRow & Record<string, unknown>>(sql`
    select ${columns} from members m
    where m.conversation_id = ${id} and m.rev > ${rev} and m.rev > 0
      and (${all} or m.managed or m.user_id = ${userId})
    order by m.rev, m.user_id`)
}

/** A change is told whole or not at all. */
function cutBetweenRevs(rows: MemberRow[]): MemberRow[] {
  if (rows.length <= membersAtMost) return rows
  const beyond = rows[membersAtMost]!.rev
  const whole = rows.filter(row => row.rev < beyond)
  return whole.length > 0 ? whole : rows.filter(row => row.rev === beyond)
}
