/**
 * What holds of every group whatever people do to it, at once and in any order (I8, I13): exactly one owner unless it
 * is dissolved, as many members as it says, numbers without holes, and nobody sees what their intervals do not hold.
 * Seeds are printed; `GROUP_SEED=n` runs one.
 */
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { conversations, groups, members, messages } from '#db/schema/index.ts'
import type { Context } from './context.ts'
import { updateGroup } from './group-settings.ts'
import { createGroup, dissolveGroup, getGroup, transferGroup } from './groups.ts'
import { readHistory } from './history.ts'
import { createInvite, listInvites } from './invites.ts'
import { joinGroup, listRequests, respondToJoin } from './joining.ts'
import { addMembers, leaveGroup, muteMembers, removeMembers, setRole } from './members.ts'
import { recallMessage } from './messages.ts'
import { hashPassword } from './passwords.ts'
import { Refusal } from './refusal.ts'
import { Talk } from './testing/talk.ts'

const seeds = process.env.GROUP_SEED ? [Number(process.env.GROUP_SEED)] : [1, 2, 3, 4, 5, 6]
const rounds = 40
const password = 'a quiet green lamp'

let talk: Talk
beforeAll(async () => {
  talk = await Talk.open()
})
afterAll(() => talk.close())

/** The same numbers for the same seed. */
function dice(seed: number) {
  let state = seed * 2_654_435_761
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  return { next, pick: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]! }
}

const idOf = (person: Context) => person.actor.userId

async function people(): Promise<Context[]> {
  const names = ['ada', 'ben', 'chen', 'dora', 'emil', 'fay']
  const cast = await Promise.all(names.map(name => talk.house.person(name)))
  const hash = await hashPassword(password)
  await talk.house.database
    .sql`update users set password_hash = ${hash} where id = any(${cast.map(idOf)}::uuid[])`
  for (const [n, one] of cast.entries())
    for (const other of cast.slice(n + 1)) await talk.befriend(one, other)
  return cast
}

/** One thing somebody does; most of it is refused, which is as good. */
function deed(
  cast: readonly Context[],
  id: string,
  { next, pick }: ReturnType<typeof dice>,
): () => Promise<unknown> {
  const [by, whom, third] = [pick(cast), pick(cast), pick(cast)]
  const at = { conversationId: id }
  const group = async () => (await getGroup(by, at)).group
  const deeds: (() => Promise<unknown>)[] = [
    () => talk.send(by, id, `said ${next()}`),
    () => talk.send(by, id, `said ${next()}`),
    () => addMembers(by, { ...at, userIds: [idOf(whom), idOf(third)] }),
    () => removeMembers(by, { ...at, userIds: [idOf(whom)], ban: next() < 0.3, recallRecent: next() < 0.3 }),
    () => leaveGroup(by, at),
    () => setRole(by, { ...at, userId: idOf(whom), role: pick(['admin', 'member'] as const) }),
    () => transferGroup(by, { ...at, userId: idOf(whom), password }),
    () => muteMembers(by, { ...at, userIds: [idOf(whom)], until: talk.house.now() + 60_000 }),
    async () =>
      updateGroup(by, {
        ...at,
        baseRev: (await group()).rev,
        history: pick(['none', 'recent', 'all'] as const),
      }),
    async () =>
      updateGroup(by, {
        ...at,
        baseRev: (await group()).rev,
        joinMode: pick(['free', 'approval', 'invite'] as const),
      }),
    () => joinGroup(by, at),
    async () => {
      const { invites } = await listInvites(whom, at)
      const { code } = invites[0] ?? (await createInvite(whom, { ...at, maxUses: 2 })).invite
      return joinGroup(by, { code })
    },
    async () => {
      const [request] = (await listRequests(by, at)).requests
      if (request) await respondToJoin(by, { requestId: request.id, accept: next() < 0.7 })
    },
    () => recallMessage(by, { ...at, seq: 1 + Math.floor(next() * 30) }),
    ...(next() < 0.02 ? [() => dissolveGroup(by, { ...at, title: 'Law' })] : []),
  ]
  return pick(deeds)
}

async function holds(cast: readonly Context[], id: string): Promise<void> {
  const { db } = talk.house.database
  const [conversation] = await db.select().from(conversations).where(eq(conversations.id, id))
  const [group] = await db.select().from(groups).where(eq(groups.id, id))
  const rows = await db.select().from(members).where(eq(members.conversationId, id))
  const present = rows.filter(row => row.leftAt === null)
  expect(present.filter(row => row.role === 'owner')).toHaveLength(1)
  expect(rows.filter(row => row.role === 'owner')).toHaveLength(1)
  expect(group!.memberCount).toBe(present.length)

  const lines = await db.select().from(messages).where(eq(messages.conversationId, id))
  expect(lines.map(line => line.seq).sort((a, b) => a - b)).toEqual(lines.map((_, n) => n + 1))
  expect(conversation!.seq).toBe(lines.length)
  const revs = [...lines.map(line => line.rev), ...rows.map(row => row.rev), group!.rev]
  expect(Math.max(...revs)).toBe(conversation!.rev)

  for (const row of rows) {
    expect(row.visible.filter(({ to }) => to === null)).toHaveLength(row.leftAt === null ? 1 : 0)
    const inside = (seq: number) =>
      row.visible.some(({ from, to }) => from <= seq && (to === null || seq <= to))
    const person = cast.find(one => idOf(one) === row.userId)!
    const read = await readHistory(person, { conversationId: id, after: 0, limit: 200 })
    expect(read.messages.map(message => message.seq)).toEqual(
      lines
        .map(line => line.seq)
        .filter(inside)
        .sort((a, b) => a - b)
        .slice(0, 200),
    )
  }
}

test.each(seeds)('seed %i: whatever they do, a group stays a group', async seed => {
  const random = dice(seed)
  const cast = await people()
  const [ada, ben, chen] = cast as [Context, Context, Context]
  const made = await createGroup(ada, { title: 'Law', memberIds: [idOf(ben), idOf(chen)] })
  const id = made.conversation.id
  let done = 0
  for (let round = 0; round < rounds; round++) {
    const together = Array.from({ length: 1 + Math.floor(random.next() * 4) }, () => deed(cast, id, random))
    for (const outcome of await Promise.allSettled(together.map(act => act()))) {
      if (outcome.status === 'fulfilled') done += 1
      else if (!(outcome.reason instanceof Refusal)) throw outcome.reason
    }
    await talk.writer.drain()
    await holds(cast, id)
  }
  expect(done).toBeGreaterThan(10)
})
