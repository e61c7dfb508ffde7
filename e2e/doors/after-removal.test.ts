import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#db/testing.ts'
import type { Answer } from '#protocol/errors.ts'
import type { Input, OperationName, Output } from '#protocol/operations/index.ts'
import { connect, type Device } from '#server/process/testing.ts'
import { must } from '../laws/world.ts'
import { startTestServer, type TestServer } from '../testServer.ts'
import { type Caller, doors, nameOf, password } from './caller.ts'
import { type Cast, openCast } from './cast.ts'
import { type Club, generous, text } from './crew.ts'

/**
 * I5: after the answer to a removal whoever was removed gets nothing later by any path. An admin goes, who may know
 * the most: with an open socket, with cursors from before, and with questions at both doors. Everything that is said
 * and done afterwards carries a word that must not occur in a single byte they receive; a member beside them proves
 * that it would.
 */
let database: TestDatabase
let server: TestServer
let cast: Cast
beforeAll(async () => {
  database = await createTestDatabase()
  // Small pages: a pull that began before the removal goes on after it.
  server = await startTestServer({ databaseUrl: database.url, limits: { pullPageBytes: 3000 } })
  cast = await openCast(server.url, 'http')
})
afterAll(async () => {
  await cast.close()
  await server.close()
  await database.drop()
})

const canary = 'kanarienvogel'
const idOf = (caller: Caller) => caller.person.user.id

async function does<N extends OperationName>(by: Caller, name: N, input: Input<N>) {
  return must(await by.person.call(name, input))
}
const auth = (by: Caller) => ({ auth: { token: by.person.token, protocol: 1 } })

/** What the deputy had fetched before. */
async function cursorsOf(by: Caller, { id }: Club) {
  let page = await does(by, 'sync:pull', {})
  const { next } = page
  if (next === undefined) throw new Error('one page was enough: nothing is left of it for later')
  while (page.next !== undefined) page = await does(by, 'sync:pull', { next: page.next })
  const { conversation } = await does(by, 'conversation:get', { conversationId: id })
  return {
    epoch: page.epoch,
    userRev: page.userRev!,
    asOf: page.asOf!,
    next,
    seq: conversation.seq,
    rev: conversation.rev,
  }
}
type Cursors = Awaited<ReturnType<typeof cursorsOf>>

/** A whole life of the group after somebody has gone. Its end is the caller's. */
async function lifeGoesOn({ crew, ada }: Cast, club: Club, peer: Device): Promise<string[]> {
  const { admin, member, guest, applicant } = crew
  const conversationId = club.id
  const { message } = await does(ada, 'message:send', text(conversationId, canary))
  await does(ada, 'message:edit', { conversationId, seq: message.seq, content: { text: `${canary}!` } })
  const reply = { ...text(conversationId, `re: ${canary}`), replyTo: { seq: message.seq } }
  await does(member, 'message:send', reply)
  await does(admin, 'message:recall', { conversationId, seq: club.said.peer })
  await does(member, 'conversation:read', { conversationId, seq: message.seq })
  await does(member, 'group:set-nickname', { conversationId, nickname: canary })
  await does(applicant, 'group:join', { conversationId, text: canary })
  const { added } = await does(ada, 'group:add', { conversationId, userIds: [idOf(guest)] })
  await does(ada, 'group:mute', { conversationId, userIds: [idOf(member)], until: Date.now() + 60_000 })
  await does(ada, 'group:set-role', { conversationId, userId: idOf(member), role: 'admin' })
  const { group } = await does(ada, 'group:get', { conversationId })
  const change = { title: canary, announcement: canary, joinMode: 'invite' as const }
  await does(ada, 'group:update', { conversationId, baseRev: group.rev, ...change })
  await does(admin, 'group:respond', { requestId: club.requestId, accept: true })
  await does(ada, 'group:transfer', { conversationId, userId: idOf(admin), password })
  await peer.hears<{ rev: number }>('message', ({ rev }) => rev > message.rev)
  await server.checkNumbers()
  return [canary, message.id, ...added]
}

/** Every question that could bring something of it. */
function questions({ id }: Club, held: Cursors): [OperationName, object][] {
  const { epoch, userRev, asOf, seq, rev } = held
  const at = { conversationId: id }
  const named = (cursor: { rev: number; seq: number }) => ({ conversations: { [id]: cursor } })
  return [
    ['sync:pull', {}],
    ['sync:pull', { epoch, userRev, asOf }],
    ['sync:pull', { epoch, userRev, asOf, ...named({ rev, seq }) }],
    ['sync:pull', named({ rev: 0, seq: 0 })],
    ['sync:pull', named({ rev, seq })],
    ['sync:pull', named({ rev: rev + 5, seq: seq + 5 })],
    ['sync:pull', { next: held.next }],
    ['message:history', { ...at, limit: 200 }],
    ['message:history', { ...at, after: 0, limit: 200 }],
    ['message:history', { ...at, after: seq, limit: 200 }],
    ['message:history', { ...at, before: seq + 100, limit: 200 }],
    ['message:history', { ...at, around: seq + 2, limit: 200 }],
    ['conversation:get', at],
    ['conversation:list', { limit: 200 }],
    ['conversation:read', { ...at, seq: seq + 100 }],
    ['conversation:update', { ...at, markedUnread: true }],
    ['conversation:clear', { ...at, seq: 0 }],
    ['conversation:reads', at],
    ['group:get', at],
    ['group:members', at],
    ['group:requests', at],
    ['group:invites', at],
    ['group:log', at],
    ['group:announcement-reads', at],
    ['group:preview', at],
    ['notice:list', { limit: 200 }],
    ['message:send', text(id)],
    ['message:recall', { ...at, seq: seq + 1 }],
    ['message:edit', { ...at, seq: seq + 1, content: { text: 'x' } }],
  ]
}

/** Rows of the group beyond what they may see, wherever they hide in an answer or an event. */
function beyond(value: unknown, { id }: Club, seq: number): unknown[] {
  if (typeof value !== 'object' || value === null) return []
  const row = value as Record<string, unknown>
  const here = row.conversationId === id || row.id === id
  const found = here && Number(row.seq ?? 0) > seq ? [row] : []
  return [...found, ...Object.values(row).flatMap(inner => beyond(inner, { id } as Club, seq))]
}

async function everyPage(device: Device, first: Answer<unknown>): Promise<Answer<unknown>[]> {
  const pages = [first]
  for (let last = first; last.ok && (last.data as { next?: string }).next !== undefined; ) {
    last = await device.ask('sync:pull', { next: (last.data as { next?: string }).next })
    pages.push(last)
  }
  return pages
}

const ways: [string, (club: Club) => Promise<unknown>][] = [
  [
    'is removed',
    ({ id }) => does(cast.ada, 'group:remove', { conversationId: id, userIds: [idOf(cast.crew.deputy)] }),
  ],
  [
    'is removed and kept out',
    ({ id }) =>
      does(cast.ada, 'group:remove', { conversationId: id, userIds: [idOf(cast.crew.deputy)], ban: true }),
  ],
  ['leaves', ({ id }) => does(cast.crew.deputy, 'group:leave', { conversationId: id })],
]

describe.each(ways)('an admin who %s', (way, goes) => {
  let club: Club
  let held: Cursors
  let onDeputys: Device
  let onPeers: Device
  let secrets: string[]
  let leftAt: number
  beforeAll(async () => {
    const { crew } = cast
    club = await crew.club(generous)
    held = await cursorsOf(crew.deputy, club)
    ;[onDeputys, onPeers] = await Promise.all([
      connect(server.url, auth(crew.deputy)),
      connect(server.url, auth(crew.peer)),
    ])
    await goes(club)
    const { conversation } = await does(crew.deputy, 'conversation:get', { conversationId: club.id })
    leftAt = conversation.seq
    secrets = await lifeGoesOn(cast, club, onPeers)
  })
  afterAll(() => {
    onDeputys.close()
    onPeers.close()
  })

  const expectNothingOfIt = (received: unknown) => {
    const bytes = JSON.stringify(received)
    for (const secret of secrets) expect(bytes).not.toContain(secret)
    expect(beyond(received, club, leftAt)).toEqual([])
  }

  it('hears nothing of what comes after, on a socket that stays open', async () => {
    await onDeputys.settle()
    expect(secrets.every(secret => JSON.stringify(onPeers.heard).includes(secret))).toBe(true)
    expectNothingOfIt(onDeputys.heard)
    // Nor that anything happened: the last number of the group is that of going.
    const { conversation } = await does(cast.crew.deputy, 'conversation:get', { conversationId: club.id })
    const numbers = onDeputys.heard.map(({ payload }) => payload as { conversationId?: string; rev?: number })
    const ofTheGroup = numbers.filter(one => one.conversationId === club.id).map(one => one.rev ?? 0)
    expect(Math.max(...ofTheGroup, 0)).toBeLessThanOrEqual(conversation.leaveRev!)
  })

  it.each(doors)('gets nothing of it at the %s door, whatever they ask', async door => {
    const { deputy, peer } = cast.crew
    const ask = (device: Device, by: Caller, name: OperationName, input: object) =>
      door === 'socket'
        ? device.ask(name, input)
        : (by.person.call(name, input as never) as Promise<Answer<unknown>>)
    const told: string[] = []
    for (const [name, input] of questions(club, held)) {
      const answer = await ask(onDeputys, deputy, name, input)
      const pages = name === 'sync:pull' ? await everyPage(onDeputys, answer) : [answer]
      expectNothingOfIt(pages)
      told.push(JSON.stringify(await ask(onPeers, peer, name, input)))
    }
    expect(told.filter(bytes => bytes.includes(canary)).length).toBeGreaterThan(10)
  })

  it('is not typed to, and is not heard typing', async () => {
    const onAdmins = await connect(server.url, auth(cast.crew.admin))
    const typed = { conversationId: club.id, kind: 'text' }
    onDeputys.socket.emit('typing', typed)
    onAdmins.socket.emit('typing', typed)
    await onPeers.hears('typing', ({ userId }) => userId === idOf(cast.crew.admin))
    await Promise.all([onDeputys.settle(), onPeers.settle(), onAdmins.settle()])
    expect(onDeputys.all('typing')).toEqual([])
    for (const device of [onPeers, onAdmins])
      expect(device.all('typing')).not.toContainEqual(
        expect.objectContaining({ userId: idOf(cast.crew.deputy) }),
      )
    onAdmins.close()
  })

  it('keeps what they could see, up to the line that tells of it', async () => {
    const { deputy } = cast.crew
    const { messages } = await does(deputy, 'message:history', {
      conversationId: club.id,
      after: 0,
      limit: 200,
    })
    expect(messages.map(message => message.seq)).toEqual(Array.from({ length: leftAt }, (_, i) => i + 1))
    const event = way === 'leaves' ? 'member_left' : 'members_removed'
    expect(messages.at(-1)).toMatchObject({ type: 'notification', content: { event } })
    expect(messages.find(message => message.seq === club.said.member)).toMatchObject({
      content: { text: 'I am member' },
    })
    const { conversation } = await does(deputy, 'conversation:get', { conversationId: club.id })
    expect(conversation).toMatchObject({ title: club.title, seq: leftAt, rev: conversation.leaveRev })
    expect(conversation).not.toHaveProperty('memberCount')
  })

  it('learns that something they may see was taken back, and nothing else', async () => {
    const { deputy } = cast.crew
    const { conversation } = await does(deputy, 'conversation:get', { conversationId: club.id })
    const { epoch, asOf } = held
    const stand = { epoch, asOf, userRev: conversation.userRev }
    const cursor = { rev: conversation.rev, seq: conversation.seq }
    const first = await onDeputys.ask('sync:pull', { ...stand, conversations: { [club.id]: cursor } })
    const pages = (await everyPage(onDeputys, first)).map(answer => must(answer) as Output<'sync:pull'>)
    expect(pages.flatMap(page => page.heads).filter(([id]) => id === club.id)).toEqual([])
    expect(pages.flatMap(page => page.conversations).filter(({ id }) => id === club.id)).toMatchObject([
      { ...cursor, updated: [{ seq: club.said.peer, content: null }], more: false },
    ])
  })

  it('still sees their friends', async () => {
    const onAdas = await connect(server.url, auth(cast.ada))
    const asked = await onDeputys.ask('presence:watch', { userIds: [idOf(cast.ada)] })
    expect(asked).toMatchObject({ ok: true, data: { states: [{ state: 'online' }] } })
    onAdas.close()
  })
})

it('after the end of a group it stays as it was for everybody, whatever they try', async () => {
  const { crew } = cast
  const club = await crew.club(generous)
  await does(cast.ada, 'group:dissolve', { conversationId: club.id, title: club.title })
  const seen = async (by: Caller) => {
    const { messages } = await does(by, 'message:history', { conversationId: club.id, after: 0, limit: 200 })
    const { conversation } = await does(by, 'conversation:get', { conversationId: club.id })
    return { messages, rev: conversation.rev, seq: conversation.seq }
  }
  const people = [crew.owner, crew.admin, crew.member, crew.muted, crew.former]
  const before = await Promise.all(people.map(seen))
  expect(before[0]!.messages.at(-1)).toMatchObject({ content: { event: 'group_dissolved' } })
  for (const by of people)
    expect(nameOf(await by.person.call('message:send', text(club.id, canary)))).toBe('GONE/group_dissolved')
  expect(await Promise.all(people.map(seen))).toEqual(before)
})
