/**
 * Rows of conversations and messages as the outside sees them: the only way out of the database. Fields are named
 * one by one, so a new column stays inside until somebody decides otherwise (I15).
 */

import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { type members, messages } from '#db/schema/index.ts'
import type { Conversation } from '#protocol/entities/conversation.ts'
import type { Message } from '#protocol/entities/message.ts'
import { showsReads } from '#protocol/policy.ts'
import type { ConversationRow } from './counters.ts'
import { countsSql, shownAgainSql } from './unread.ts'
import { highestSeen, seenRunsSql } from './visible.ts'

export type MessageRow = typeof messages.$inferSelect
export type MemberRow = typeof members.$inferSelect
type Place = Pick<ConversationRow, 'id' | 'scene' | 'userA' | 'userB'>

/** The other person of a direct conversation as `userId` has it (themselves in notes to self), or the group's id. */
export function addressee(place: Place, userId: string): string {
  if (place.scene === 'group' || !place.userA || !place.userB) return place.id
  return place.userA === userId ? place.userB : place.userA
}

/** What of a row a message on the wire is made of. */
export type MessageFields = Omit<MessageRow, 'countable' | 'requestHash' | 'touched'>

export function presentMessage(row: MessageFields, conversation: Place): Message {
  return {
    id: row.id,
    conversationId: row.conversationId,
    idClient: row.idClient,
    seq: row.seq,
    rev: row.rev,
    scene: conversation.scene,
    type: row.type,
    from: row.senderId,
    to: addressee(conversation, row.senderId),
    time: row.time,
    content: row.content,
    ...(row.custom !== null && { custom: row.custom }),
    ...(row.replyTo && { replyTo: row.replyTo }),
    ...(row.mentions && { mentions: row.mentions }),
    ...(row.editedAt !== null && { editedAt: row.editedAt }),
    ...(row.recalledAt !== null && { recalledAt: row.recalledAt }),
    ...(row.recalledBy !== null && { recalledBy: row.recalledBy }),
  }
}

interface OwnRow extends MemberRow {
  scene: ConversationRow['scene']
  title: string | null
  avatar: string | null
  memberCount: number | null
  userA: string | null
  userB: string | null
  createdAt: number
  rev: number
  seq: number
  unread: number
  mentions: number
  peerReadSeq: number | null
  myReceipts: boolean
  theirReceipts: boolean | null
  iBlock: boolean | null
  blocksMe: boolean | null
  lastSeq: number | null
}

/**
 * The own rows of a person's conversations, counts made now; ids that are not theirs are left out. Two queries for
 * any number of them; counts, numbers and `countSeq` come from one statement, so they agree.
 */
export async function presentConversations(
  db: Db,
  userId: string,
  ids: readonly string[],
): Promise<Conversation[]> {
  if (ids.length === 0) return []
  const mine = sql`m.user_id = ${userId} and m.conversation_id = any(${sql.param([...ids])}::uuid[])`
  const rows = await db.execute<OwnRow & Record<string, unknown>>(ownRowsSql(mine))
  const newest = await newestMessages(db, rows)
  const byId = new Map(rows.map(row => [row.conversationId, presentOwn(row, newest)]))
  return ids.flatMap(id => byId.get(id) ?? [])
}

/** The own rows of several people in one conversation, by person. */
export async function presentConversationOf(
  db: Db,
  conversationId: string,
  userIds: readonly string[],
): Promise<Map<string, Conversation>> {
  if (userIds.length === 0) return new Map()
  const theirs = sql`m.conversation_id = ${conversationId} and m.user_id = any(${sql.param([...userIds])}::uuid[])`
  const rows = await db.execute<OwnRow & Record<string, unknown>>(ownRowsSql(theirs))
  const newest = await newestMessages(db, rows)
  return new Map(rows.map(row => [row.userId, presentOwn(row, newest)]))
}

/** One own row that is known to exist. */
export async function presentConversation(db: Db, userId: string, id: string): Promise<Conversation> {
  const [conversation] = await presentConversations(db, userId, [id])
  if (!conversation) throw new Error('A conversation was presented to somebody who has no row in it')
  return conversation
}

/** @param which of the own rows `m` */
function ownRowsSql(which: SQL): SQL {
  return sql`
    select m.conversation_id as "conversationId", m.user_id as "userId", m.joined_at as "joinedAt",
      m.left_at as "leftAt", m.leave_rev as "leaveRev", m.visible, m.read_seq as "readSeq",
      m.clear_seq as "clearSeq", m.pinned, m.notify, m.notify_until as "notifyUntil",
      case when m.hidden_seq is not null and not ${shownAgainSql()} then m.hidden_seq end as "hiddenSeq", m.marked_unread as "markedUnread", m.draft, m.user_rev as "userRev",
      g.title, g.avatar, g.member_count as "memberCount", m.left_title as "leftTitle",
      c.scene, c.user_a as "userA", c.user_b as "userB", c.created_at as "createdAt", c.rev, c.seq,
      counts.unread, counts.mentions, newest.seq as "lastSeq",
      peer.read_seq as "peerReadSeq",
      coalesce((me.settings->>'receipts')::boolean, true) as "myReceipts",
      coalesce((other.settings->>'receipts')::boolean, true) as "theirReceipts",
      mine.blocked as "iBlock", theirs.blocked as "blocksMe"
    from members m
    join conversations c on c.id = m.conversation_id
    join users me on me.id = m.user_id
    left join groups g on g.id = c.id
    left join members peer on c.scene = 'direct' and peer.conversation_id = c.id and peer.user_id <> m.user_id
    left join users other on other.id = peer.user_id
    left join friendships mine on mine.user_id = m.user_id and mine.other_id = peer.user_id
    left join friendships theirs on theirs.user_id = peer.user_id and theirs.other_id = m.user_id
    cross join lateral (${countsSql()}) as counts
    left join lateral (
      select max(top.seq) as seq
      from ${seenRunsSql('m', sql`m.clear_seq`)} as v
      cross join lateral (
        select x.seq from messages x
        where x.conversation_id = c.id and x.seq between v.lo and v.hi
        order by x.seq desc limit 1
      ) as top
    ) as newest on true
    where ${which}`
}

async function newestMessages(db: Db, rows: readonly OwnRow[]): Promise<Map<string, MessageRow>> {
  const wanted = rows.filter(row => row.lastSeq !== null)
  if (wanted.length === 0) return new Map()
  const found = await db
    .select()
    .from(messages)
    .where(
      sql`(${messages.conversationId}, ${messages.seq}) in (
        select * from unnest(
          ${sql.param(wanted.map(row => row.conversationId))}::uuid[],
          ${sql.param(wanted.map(row => row.lastSeq))}::bigint[]
        )
      )`,
    )
  return new Map(found.map(row => [`${row.conversationId} ${row.seq}`, row]))
}

function presentOwn(row: OwnRow, messagesBySeq: Map<string, MessageRow>): Conversation {
  const newest = messagesBySeq.get(`${row.conversationId} ${row.lastSeq}`)
  const left = row.leftAt !== null
  // Whoever left learns nothing of what came after, not even how much.
  const rev = left ? (row.leaveRev ?? 0) : row.rev
  const seq = left ? highestSeen(row, row.seq) : row.seq
  const place = { id: row.conversationId, scene: row.scene, userA: row.userA, userB: row.userB }
  return {
    id: row.conversationId,
    scene: row.scene,
    to: addressee(place, row.userId),
    ...(row.scene === 'group' && groupFields(row, left)),
    updateTime: newest?.time ?? row.createdAt,
    unread: row.unread,
    mentions: row.mentions,
    countSeq: seq,
    lastMsg: newest ? presentMessage(newest, place) : null,
    custom: null,
    readSeq: row.readSeq,
    ...(row.peerReadSeq !== null &&
      showsReads({
        myReceipts: row.myReceipts,
        theirReceipts: row.theirReceipts ?? true,
        iBlock: row.iBlock ?? false,
        blocksMe: row.blocksMe ?? false,
      }) && { peerReadSeq: row.peerReadSeq }),
    clearSeq: row.clearSeq,
    pinned: row.pinned,
    notify: row.notify,
    notifyUntil: row.notifyUntil,
    hiddenSeq: row.hiddenSeq,
    markedUnread: row.markedUnread,
    draft: row.draft,
    visible: row.visible,
    leaveRev: row.leaveRev,
    rev,
    seq,
    userRev: row.userRev,
  }
}

function groupFields({ title, avatar, memberCount, leftTitle }: OwnRow, left: boolean) {
  if (left) return { title: leftTitle ?? '', avatar: null }
  return { title: title ?? '', avatar, ...(memberCount !== null && { memberCount }) }
}
