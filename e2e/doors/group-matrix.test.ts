import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#db/testing.ts'
import { connect } from '#server/process/testing.ts'
import { must } from '../laws/world.ts'
import { startTestServer, type TestServer } from '../testServer.ts'
import { type Caller, doors, nameOf, password, postJson } from './caller.ts'
import { type Cast, openCast } from './cast.ts'
import { type Club, generous, type Settings, standings, strict } from './crew.ts'
import { afterTheEnd, type Row, reads, waysIn, writes } from './group-table.ts'

/**
 * Who may do what in a group (reliability.md 4.1), with the true ids, at both doors: each row of the table in a group
 * that gives its members every right it can, in one that gives them none, and in one that has ended. What is refused
 * leaves no trace.
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

const idOf = (caller: Caller) => caller.person.user.id
const titleOf = ({ name, what }: Row) => `${name}, ${what}`

describe.each(doors)('at the %s door', door => {
  let cast: Cast
  beforeAll(async () => {
    cast = await openCast(server.url, door)
  })
  afterAll(() => cast.close())

  async function revOf({ id }: Club): Promise<number> {
    const { conversation } = must(await cast.ada.person.call('conversation:get', { conversationId: id }))
    return conversation.rev
  }

  /** Each standing once: what must be refused in `club`, what must succeed in `lived`, or in a fresh one. */
  async function tryRow(row: Row, answers: Row['answers'], places: Places): Promise<void> {
    const { crew } = cast
    const before = await revOf(places.refused)
    const got: string[] = []
    for (const [at, standing] of standings.entries()) {
      const { refused, lived, fresh } = places
      const place = answers[at] !== 'ok' ? refused : row.spoils ? await fresh() : lived
      got.push(nameOf(await crew[standing].ask(row.name, row.input(place, standing, crew))))
    }
    const table = (list: readonly string[]) => Object.fromEntries(standings.map((one, at) => [one, list[at]]))
    expect(table(got)).toEqual(table(answers))
    expect(await revOf(places.refused)).toBe(before)
  }

  /** Where things may be done, and where nothing may happen. */
  interface Places {
    refused: Club
    lived: Club
    fresh(): Promise<Club>
  }
  async function placesWith(settings: Settings): Promise<Places> {
    const fresh = () => cast.crew.club(settings)
    return { refused: await fresh(), lived: await fresh(), fresh }
  }

  describe.each([
    ['gives its members every right', generous],
    ['gives its members none', strict],
  ])('in a group that %s', (_, settings) => {
    let places: Places
    beforeAll(async () => {
      places = await placesWith(settings)
    })
    it.each([...reads, ...writes].map(row => [titleOf(row), row] as const))('%s', (_, row) =>
      tryRow(row, settings === strict ? (row.strict ?? row.answers) : row.answers, places),
    )
  })

  describe('in a group that has ended', () => {
    let places: Places
    beforeAll(() => {
      const { ended } = cast.crew
      places = { refused: ended, lived: ended, fresh: () => Promise.resolve(ended) }
    })
    it.each(reads.map(row => [titleOf(row), row] as const))('%s: as before', (_, row) =>
      tryRow(row, row.answers, places),
    )
    it.each(writes.map(row => [titleOf(row), row] as const))('%s: it is over', (_, row) =>
      tryRow(row, afterTheEnd, places),
    )
  })

  describe.each(waysIn)('coming into a group (by $by)', ({ by, rows }) => {
    let places: Places
    beforeAll(async () => {
      const { ended } = cast.crew
      places =
        by === 'ended'
          ? { refused: ended, lived: ended, fresh: () => Promise.resolve(ended) }
          : await placesWith({ joinMode: by })
    })
    it.each(rows.map(row => [titleOf(row), row] as const))('%s', (_, row) => tryRow(row, row.answers, places))
  })

  it('a stranger cannot tell a group from one that does not exist', async () => {
    const { crew } = cast
    const club = await crew.club()
    const imagined = { ...club, id: uuidv7(), requestId: uuidv7() }
    for (const row of [...reads, ...writes]) {
      const ask = (where: Club) => crew.stranger.ask(row.name, row.input(where, 'stranger', crew))
      expect(await ask(club), titleOf(row)).toEqual(await ask(imagined))
    }
  })

  it('nobody, an ended session and a deleted account are told to sign in, whatever they ask', async () => {
    const { crew, ada } = cast
    const { sessionId, person } = await cast.anotherSession(ada.person)
    must(await ada.person.call('session:revoke', { sessionId }))
    const deleted = await cast.newcomer('friend')
    const club = await crew.club()
    must(await ada.person.call('group:add', { conversationId: club.id, userIds: [idOf(deleted)] }))
    must(await deleted.person.call('account:delete', { password }))
    for (const token of [undefined, person.token, deleted.person.token]) {
      for (const row of [...reads, ...writes, ...waysIn.flatMap(way => way.rows)]) {
        const answer = await postJson(server.url, row.name, row.input(club, 'owner', crew), token)
        expect(nameOf(answer), titleOf(row)).toMatch(/^UNAUTHENTICATED/)
      }
      const knocking = connect(server.url, { auth: { protocol: 1, ...(token && { token }) } })
      await expect(knocking).rejects.toMatchObject({
        data: { code: token ? 'UNAUTHENTICATED' : 'FORBIDDEN' },
      })
    }
    const handing = { conversationId: club.id, userId: idOf(deleted), password }
    expect(nameOf(await ada.ask('group:transfer', handing))).toBe('BAD_REQUEST')
  })
})
