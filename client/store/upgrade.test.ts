import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { afterEach, describe, expect, it } from 'vitest'
import { Browser } from '../testing/browser.ts'
import { settle } from '../testing/fakeClock.ts'
import { ModelServer, userOf } from '../testing/modelServer.ts'
import { ada, idOf, me } from '../testing/people.ts'
import type { Kv } from './kv.ts'
import { openIdbKv } from './kv-idb.ts'

const id = idOf(1001)
const tablesOfOne = ['meta', 'conversations', 'blocks', 'outbox', 'drafts', 'friends', 'notices', 'users']

const conversation = (server: ModelServer) => ({
  id,
  row: server.own(id),
  rev: 2,
  seq: 2,
  headRev: 2,
  ranges: [[1, 2]],
  countRev: 2,
  countableSeq: 2,
  readTo: 0,
  recount: false,
})
const waiting = {
  idClient: 'mine',
  conversationId: id,
  order: 1,
  time: 1,
  request: { conversationId: id, idClient: 'mine', type: 'text', content: { text: 'written before' } },
  status: 'queued',
  error: null,
  attempts: 0,
  triedMs: 0,
}
const draft = { conversationId: id, draft: { text: 'a draft', time: 1 }, dirty: true, time: 1 }

/** What version 1 of the program left behind: two messages, one unsent, a draft. */
async function leaveBehind(name: string, server: ModelServer): Promise<void> {
  const db = await openDB(name, 1, {
    upgrade(made) {
      for (const table of tablesOfOne) made.createObjectStore(table)
    },
  })
  await db.put('meta', { cursor: { epoch: 'one', userRev: server.userRev, asOf: '0' } }, 'cursor')
  await db.put('meta', { order: 2 }, 'order')
  await db.put('conversations', conversation(server), id)
  await db.put('blocks', server.rows(id), [id, 0])
  await db.put('outbox', waiting, 'mine')
  await db.put('drafts', draft, id)
  await db.put('users', userOf(ada), ada)
  db.close()
}

let kv: Kv | undefined
afterEach(async () => {
  await kv?.destroy()
  kv = undefined
})

describe('a store of version 1', () => {
  it('is opened with everything it holds, and says of groups that nothing is known (I21)', async () => {
    const server = new ModelServer()
    server.open(ada, id)
    server.write(id, ada, 'one')
    server.write(id, me, 'two')
    await leaveBehind('version-1', server)
    kv = await openIdbKv('version-1', () => undefined)
    const read = await kv.read(
      ['conversations', 'blocks', 'outbox', 'drafts', 'users', 'members'],
      async tx => ({
        conversations: await tx.getAll('conversations'),
        blocks: await tx.getAll('blocks'),
        outbox: await tx.getAll('outbox'),
        drafts: await tx.getAll('drafts'),
        users: await tx.getAll('users'),
        members: await tx.getAll('members'),
      }),
    )
    expect(read).toEqual({
      conversations: [
        {
          ...conversation(server),
          group: null,
          member: null,
          roster: 'none',
          memberCount: 0,
          rosterRev: 0,
          rosterBreaks: 0,
          jumps: 0,
        },
      ],
      blocks: [server.rows(id)],
      outbox: [waiting],
      drafts: [draft],
      users: [userOf(ada)],
      members: [],
    })
  })

  it('serves a page: its messages show, the unsent one goes, and groups come to it', async () => {
    const name = 'version-1-page'
    const before = new ModelServer()
    before.open(ada, id)
    before.write(id, ada, 'one')
    before.write(id, me, 'two')
    await leaveBehind(name, before)
    kv = await openIdbKv(name, () => undefined)
    const browser = new Browser(kv)
    const { server, clock } = browser
    server.open(ada, id)
    server.write(id, ada, 'one')
    server.write(id, me, 'two')
    const group = server.openGroup([ada])
    const { engine } = await browser.open()
    await clock.advance(2000)
    expect(server.rows(id).map(row => row.content?.text)).toEqual(['one', 'two', 'written before'])
    expect(engine.unsent()).toBe(0)
    expect(engine.conversation(id)).toMatchObject({ group: undefined, left: false, dissolved: false })
    expect(engine.conversation(group)).toMatchObject({ title: 'Hiking', memberCount: 2 })
    const roster = engine.openRoster(group)
    await settle()
    expect(roster.view().complete).toBe(true)
    roster.close()
    await engine.stop()
    kv = await openIdbKv(name, () => undefined)
  })

  it('interrupted in the middle of the change stays what it was, and is changed by the next try', async () => {
    const server = new ModelServer()
    server.open(ada, id)
    server.write(id, ada, 'one')
    await leaveBehind('interrupted', server)
    const real = IDBCursor.prototype.update
    IDBCursor.prototype.update = () => {
      throw new DOMException('', 'UnknownError')
    }
    try {
      await expect(openIdbKv('interrupted', () => undefined)).rejects.toThrow()
    } finally {
      IDBCursor.prototype.update = real
    }
    const old = await openDB('interrupted')
    expect([old.version, ...old.objectStoreNames]).toEqual([1, ...[...tablesOfOne].sort()])
    old.close()
    kv = await openIdbKv('interrupted', () => undefined)
    expect(await kv.read(['conversations'], tx => tx.get('conversations', id))).toMatchObject({
      roster: 'none',
    })
    expect(await kv.read(['blocks'], tx => tx.getAll('blocks'))).toEqual([server.rows(id)])
  })
})
