import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#db/testing.ts'
import { commonErrors } from '#protocol/errors.ts'
import { type OperationName, operationNames, operations } from '#protocol/operations/index.ts'
import { startTestServer, type TestServer } from '../testServer.ts'
import { type Door, doors, nameOf, postJson } from './caller.ts'
import type { OperationCase } from './cases/case.ts'
import { cases, clockRefusals } from './cases/index.ts'
import { type Cast, openCast } from './cast.ts'

/**
 * Every operation through both doors: a success whose answer fits its schema, each refusal it lists, a stranger, bad
 * input, and nobody at all. The table is the operations' own: one that is added without a row here does not compile.
 */
let database: TestDatabase
let server: TestServer
beforeAll(async () => {
  database = await createTestDatabase()
  // Small groups, so that full ones can be tried.
  server = await startTestServer({ databaseUrl: database.url, limits: { groupMembers: 8, groupAdmins: 2 } })
})
afterAll(async () => {
  await server.close()
  await database.drop()
})

/** What rows have and no caller may write. */
const nobodysFields = {
  role: 'owner',
  isAdmin: true,
  ownerId: uuidv7(),
  senderId: uuidv7(),
  seq: 1,
  rev: 1,
  createdAt: 1,
  id: uuidv7(),
  readSeq: 1,
  emailVerified: true,
  anything: 'else',
}

const isOpen = (name: OperationName) => operations[name].auth === 'none'

describe.each(doors)('at the %s door', door => {
  let cast: Cast
  beforeAll(async () => {
    cast = await openCast(server.url, door)
  })
  afterAll(() => cast.close())

  describe.each(operationNames.filter(name => door === 'http' || !isOpen(name)))('%s', name => {
    const { success, refusals, stranger } = cases[name] as OperationCase<OperationName>

    it('does what it is for', async () => {
      const { by = cast.ada, input } = await success(cast)
      const answer = await by.ask(name, input)
      expect(nameOf(answer), JSON.stringify(answer)).toBe('ok')
      if (answer.ok) expect(operations[name].output.safeParse(answer.data).error).toBeUndefined()
    })

    const here = Object.entries(refusals).filter(([error]) => !clockRefusals[`${name} ${error}`])
    it.each(here)('refuses with %s', async (error, ask) => {
      const { by = cast.ada, input } = await ask(cast)
      const answer = await by.ask(name, input)
      expect(nameOf(answer)).toBe(error)
      if (!answer.ok) expect(answer.error.message.length).toBeGreaterThan(10)
    })

    if (stranger) {
      it(`answers a stranger ${stranger.answer}`, async () => {
        const { by = cast.stranger, input } = await stranger.ask(cast)
        expect(nameOf(await by.ask(name, input))).toBe(stranger.answer)
      })
    }

    it.each([
      ['nothing', null],
      ['a list', [1, 2, 3]],
      ['a word', 'hello'],
    ])('refuses %s as BAD_REQUEST', async (_what, wrong) => {
      expect(nameOf(await cast.ada.ask(name, wrong))).toBe('BAD_REQUEST')
    })

    // Mass assignment: what is somebody's to have is not theirs to set (reliability.md 4.1).
    it('refuses each field that is not its own', async () => {
      const { by = cast.ada, input } = await success(cast)
      for (const [field, value] of Object.entries(nobodysFields)) {
        if (Object.hasOwn(input as object, field)) continue
        const answer = await by.ask(name, { ...(input as object), [field]: value })
        expect(nameOf(answer), field).toBe('BAD_REQUEST')
      }
    })
  })

  it('still serves its neighbour after all of that', async () => {
    expect(nameOf(await cast.friend.ask('account:get', {}))).toBe('ok')
  })
})

describe('at the http door', () => {
  it.each(operationNames.filter(name => !isOpen(name)))(
    '%s asks who is there',
    async (name: OperationName) => {
      expect(nameOf(await postJson(server.url, name, {}))).toBe('UNAUTHENTICATED')
      expect(nameOf(await postJson(server.url, name, {}, 'no such token'))).toMatch(/^UNAUTHENTICATED/)
    },
  )
})

describe('at the socket door', () => {
  it.each(operationNames.filter(isOpen))('%s is not to be had', async (name: OperationName) => {
    const cast = await openCast(server.url, 'socket' satisfies Door)
    expect(nameOf(await cast.ada.ask(name, {}))).toBe('NOT_FOUND')
    await cast.close()
  })
})

it('every refusal an operation lists has a case, and no common one is listed twice', () => {
  for (const name of operationNames) {
    const listed = [...operations[name].errors].sort() as string[]
    expect(Object.keys(cases[name].refusals).sort(), name).toEqual(listed)
    for (const error of listed) if (error !== 'BAD_REQUEST') expect(commonErrors).not.toContain(error)
  }
})
