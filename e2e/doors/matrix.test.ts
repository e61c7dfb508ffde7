import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#db/testing.ts'
import { type OperationName, operationNames } from '#protocol/operations/index.ts'
import { must } from '../laws/world.ts'
import { startTestServer, type TestServer } from '../testServer.ts'
import { type Caller, doors, nameOf, postJson } from './caller.ts'
import { type Cast, openCast } from './cast.ts'
import { aboutNoGroup, reads, waysIn, writes } from './group-table.ts'

/**
 * Who may do what between two people (reliability.md 4.1): Ada acts on somebody, once for everything that person can
 * be to her, with the thing's true id, at both doors. Every operation stands in one of the three tables below or in
 * that of groups.
 */
let database: TestDatabase
let server: TestServer
beforeAll(async () => {
  database = await createTestDatabase()
  server = await startTestServer({ databaseUrl: database.url })
})
afterAll(async () => {
  await server.close()
  await database.drop()
})

const relations = ['friend', 'removed', 'remover', 'blocked', 'blocker', 'leaving'] as const
type Relation = (typeof relations)[number]
type Row = { input(cast: Cast, relation: Relation): unknown } & Record<Relation, string> & {
    stranger: string
  }

const on = (conversationId: string, more: object) => ({ conversationId, ...more })
const idOf = (caller: Caller) => caller.person.user.id
const everybody = (answer: string) =>
  Object.fromEntries(relations.map(relation => [relation, answer])) as Record<Relation, string>

/** Ada on her direct conversation with that person; a stranger tries the same with its true id. */
const conversationRows: Partial<Record<OperationName, Row>> = {
  'message:send': {
    input: ({ conversations }, who) =>
      on(conversations[who], { idClient: uuidv7(), type: 'text', content: { text: 'hi' } }),
    friend: 'ok',
    removed: 'FORBIDDEN/not_friends',
    remover: 'FORBIDDEN/not_friends',
    blocked: 'FORBIDDEN/you_blocked',
    blocker: 'FORBIDDEN/not_accepting',
    leaving: 'FORBIDDEN/not_accepting',
    stranger: 'NOT_FOUND',
  },
  // The first line of each conversation is the server's own: refused for its kind, whoever the other is.
  'message:recall': {
    input: ({ conversations }, who) => on(conversations[who], { seq: 1 }),
    ...everybody('FORBIDDEN/kind_not_allowed'),
    stranger: 'NOT_FOUND',
  },
  'message:history': {
    input: ({ conversations }, who) => on(conversations[who], { limit: 10 }),
    ...everybody('ok'),
    stranger: 'NOT_FOUND',
  },
  'conversation:get': {
    input: ({ conversations }, who) => on(conversations[who], {}),
    ...everybody('ok'),
    stranger: 'NOT_FOUND',
  },
  'conversation:read': {
    input: ({ conversations }, who) => on(conversations[who], { seq: 1 }),
    ...everybody('ok'),
    stranger: 'NOT_FOUND',
  },
  'conversation:reads': {
    input: ({ conversations }, who) => on(conversations[who], {}),
    ...everybody('ok'),
    stranger: 'NOT_FOUND',
  },
  'conversation:update': {
    input: ({ conversations }, who) => on(conversations[who], { pinned: false }),
    ...everybody('ok'),
    stranger: 'NOT_FOUND',
  },
  'conversation:clear': {
    input: ({ conversations }, who) => on(conversations[who], { seq: 0 }),
    ...everybody('ok'),
    stranger: 'NOT_FOUND',
  },
}

/** Ada on the person. */
const personRows: Partial<Record<OperationName, Omit<Row, 'stranger'>>> = {
  'user:get': { input: (cast, who) => ({ ids: [idOf(cast[who])] }), ...everybody('ok') },
  'user:find': {
    input: (cast, who) => ({ username: cast[who].person.user.username }),
    ...everybody('ok'),
    leaving: 'NOT_FOUND',
  },
  'presence:watch': { input: (cast, who) => ({ userIds: [idOf(cast[who])] }), ...everybody('ok') },
  'friend:update': { input: (cast, who) => ({ userId: idOf(cast[who]), remark: 'x' }), ...everybody('ok') },
  'friend:request': {
    input: (cast, who) => ({ userId: idOf(cast[who]) }),
    friend: 'CONFLICT/already_friends',
    // They still list Ada: her side is restored at once.
    removed: 'ok',
    remover: 'ok',
    blocked: 'FORBIDDEN/you_blocked',
    // Answered as any other, and never shown to them.
    blocker: 'ok',
    leaving: 'NOT_FOUND',
  },
}

/** Nothing of another person can be named in them, or `doors.test.ts` tries another's id for each. */
const aboutOneself: OperationName[] = [
  'account:register',
  'account:check-username',
  'account:get',
  'account:update',
  'account:change-password',
  'account:delete',
  'session:create',
  'session:list',
  'session:revoke',
  'friend:list',
  'friend:respond',
  'friend:cancel',
  'friend:remove',
  'friend:block',
  'friend:unblock',
  'notice:list',
  'notice:read',
  'conversation:list',
  'message:edit',
  'sync:pull',
]

it('every operation has its row', () => {
  const inGroups = [...reads, ...writes, ...waysIn.flatMap(way => way.rows)].map(row => row.name)
  const rows = [...Object.keys(conversationRows), ...Object.keys(personRows), ...aboutOneself]
  const all = new Set([...rows, ...inGroups, ...aboutNoGroup])
  expect([...all].sort()).toEqual([...operationNames].sort())
  // What can be done in a group has a row there too, also where it has one between two people.
  const inConversations = operationNames.filter(name => /^(group|conversation|message):/.test(name))
  const tried = [...inGroups, ...aboutNoGroup, 'conversation:list']
  expect(tried).toEqual(expect.arrayContaining(inConversations))
})

describe.each(doors)('at the %s door', door => {
  let cast: Cast
  beforeAll(async () => {
    cast = await openCast(server.url, door)
  })
  afterAll(() => cast.close())

  for (const [name, row] of Object.entries(conversationRows) as [OperationName, Row][]) {
    it.each(relations)(`${name}, to one who is "%s"`, async relation => {
      expect(nameOf(await cast.ada.ask(name, row.input(cast, relation)))).toBe(row[relation])
    })
    it(`${name}, by a stranger and by nobody`, async () => {
      expect(nameOf(await cast.stranger.ask(name, row.input(cast, 'friend')))).toBe(row.stranger)
      expect(nameOf(await postJson(server.url, name, row.input(cast, 'friend')))).toBe('UNAUTHENTICATED')
    })
  }

  for (const [name, row] of Object.entries(personRows) as [OperationName, Row][]) {
    it.each(relations)(`${name}, on one who is "%s"`, async relation => {
      expect(nameOf(await cast.ada.ask(name, row.input(cast, relation)))).toBe(row[relation])
    })
  }

  it('what two others say to each other is not to be had by any path', async () => {
    const { ada, foreign } = cast
    const said = {
      conversationId: foreign,
      idClient: uuidv7(),
      type: 'text' as const,
      content: { text: 'secret' },
    }
    must(await cast.friend.person.call('message:send', said))
    expect(nameOf(await ada.ask('message:history', { conversationId: foreign, limit: 5 }))).toBe('NOT_FOUND')
    const pulled = await ada.ask('sync:pull', { conversations: { [foreign]: { rev: 0, seq: 0 } } })
    expect(pulled.ok && JSON.stringify(pulled.data)).toContain('"gone":true')
    const snapshot = await ada.ask('sync:pull', {})
    expect(snapshot.ok && JSON.stringify(snapshot.data)).not.toContain('secret')
    expect(JSON.stringify(await ada.ask('conversation:list', {}))).not.toContain(foreign)
  })

  it('what is private stays with its owner', async () => {
    const text = JSON.stringify([
      await cast.ada.ask('user:get', { ids: [idOf(cast.friend), idOf(cast.blocker)] }),
      await cast.ada.ask('friend:list', {}),
      await cast.ada.ask('sync:pull', {}),
    ])
    for (const field of ['passwordHash', 'tokenHash', 'requestHash', 'address', 'blocksMe', 'concealed'])
      expect(text).not.toContain(field)
  })
})
