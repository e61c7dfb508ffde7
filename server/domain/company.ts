/**
 * Who may feel that somebody is there: presence, last seen and typing. It is judged anew each time something is to be
 * told, so a block or a removed friend ends it at once (I16).
 */
import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Database, Db } from '#db/client.ts'
import { conversations, friendships, groups, members, users } from '#db/schema/index.ts'
import { refuseGroupWrite } from '#protocol/group-policy.ts'
import { maySignal } from '#protocol/policy.ts'
import type { GroupRow } from './group-rows.ts'
import type { MemberRow } from './present.ts'
import { isGone } from './present-people.ts'
import { loadRelation } from './relations.ts'

/**
 * Those of `others` with whom this person shares presence, with when they were last seen. It is mutual: friends both
 * ways, no block, and both show theirs.
 */
export async function presenceShared(
  db: Db,
  userId: string,
  others: string[],
): Promise<Map<string, number | null>> {
  if (others.length === 0) return new Map()
  const people = await db
    .select({
      id: users.id,
      shows: sql<boolean>`(${users.settings}->>'presence')::boolean`,
      lastSeenAt: users.lastSeenAt,
      deleteAt: users.deleteAt,
      deletedAt: users.deletedAt,
    })
    .from(users)
    .where(inArray(users.id, [userId, ...others]))
  const me = people.find(person => person.id === userId)
  if (!me?.shows || isGone(me)) return new Map()
  const links = await db
    .select({
      userId: friendships.userId,
      otherId: friendships.otherId,
      listed: friendships.listed,
      blocked: friendships.blocked,
    })
    .from(friendships)
    .where(
      or(
        and(eq(friendships.userId, userId), inArray(friendships.otherId, others)),
        and(eq(friendships.otherId, userId), inArray(friendships.userId, others)),
      ),
    )
  const mine = new Map(links.filter(link => link.userId === userId).map(link => [link.otherId, link]))
  const theirs = new Map(links.filter(link => link.otherId === userId).map(link => [link.userId, link]))
  const shared = people.filter(
    person =>
      person.shows &&
      others.includes(person.id) &&
      maySignal({
        self: person.id === userId,
        iList: mine.get(person.id)?.listed ?? false,
        listsMe: theirs.get(person.id)?.listed ?? false,
        iBlock: mine.get(person.id)?.blocked ?? false,
        blocksMe: theirs.get(person.id)?.blocked ?? false,
        otherGone: isGone(person),
      }),
  )
  return new Map(shared.map(person => [person.id, person.lastSeenAt]))
}

/** In groups beyond these nobody is told who types. */
const typingMembers = 200

/** Who may be told that this person is typing there; nobody where they may not write, without a word. */
export async function typingHeardBy(
  db: Db,
  userId: string,
  conversationId: string,
  now: number,
): Promise<string[]> {
  const [found] = await db
    .select({
      userA: conversations.userA,
      userB: conversations.userB,
      own: members,
      group: groups,
      shows: sql<boolean>`(${users.settings}->>'typing')::boolean`,
    })
    .from(members)
    .innerJoin(conversations, eq(conversations.id, members.conversationId))
    .innerJoin(users, eq(users.id, members.userId))
    .leftJoin(groups, eq(groups.id, conversations.id))
    .where(
      and(eq(members.conversationId, conversationId), eq(members.userId, userId), isNull(members.leftAt)),
    )
  if (!found?.shows) return []
  if (found.group) return typingHeardInGroup(db, found.own, found.group, now)
  const peer = found.userA === userId ? found.userB : found.userA
  if (!peer || peer === userId) return []
  return maySignal(await loadRelation(db, userId, peer)) ? [peer] : []
}

/** Everybody there, but not across a block. */
async function typingHeardInGroup(db: Db, own: MemberRow, group: GroupRow, now: number): Promise<string[]> {
  if (group.memberCount > typingMembers) return []
  const standing = {
    ...own,
    ...group,
    left: false,
    dissolved: group.dissolvedAt !== null,
    slowModeSeconds: 0,
  }
  if (refuseGroupWrite(standing, now)) return []
  const rows = await db.execute<{ userId: string }>(sql`
    select m.user_id as "userId" from members m
    where m.conversation_id = ${group.id} and m.left_at is null and m.user_id <> ${own.userId}
      and not exists (
        select 1 from friendships f where f.blocked
          and ((f.user_id = m.user_id and f.other_id = ${own.userId})
            or (f.user_id = ${own.userId} and f.other_id = m.user_id))
      )`)
  return rows.map(row => row.userId)
}

/** When people were last here. Later than what is stored only: nodes may tell it in any order. */
export async function recordLastSeen({ db }: Database, seen: ReadonlyMap<string, number>): Promise<void> {
  const ids = [...seen.keys()]
  if (ids.length === 0) return
  await db.transaction(async tx => {
    // Users are locked by id, here as everywhere, or two of us could wait for each other.
    await tx
      .select({ id: users.id })
      .from(users)
      .where(inArray(users.id, ids))
      .orderBy(users.id)
      .for('no key update')
    const rows = sql.join(
      ids.map(id => sql`(${id}::uuid, ${seen.get(id)}::bigint)`),
      sql`, `,
    )
    await tx.execute(sql`
      update users set last_seen_at = greatest(coalesce(last_seen_at, 0), seen.at)
      from (values ${rows}) as seen (id, at) where users.id = seen.id`)
  })
}
