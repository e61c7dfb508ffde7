import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasLeft, listsAll, rosterTerms } from './membership.ts'
import { allBuckets } from './store/schema.ts'
import { Device } from './testing/convergence.ts'
import { ModelServer } from './testing/modelServer.ts'
import { ada, bob, idOf, me } from './testing/people.ts'

/** What happens to a group and in it, and on the way from the server; numbers are reduced to what there is. */
type Step =
  | { do: 'say' | 'all' | 'mine' | 'leave' | 'ask' | 'askOwn' | 'load' }
  | {
      do: 'edit' | 'recall' | 'read' | 'clear' | 'mark' | 'rename' | 'rules' | 'nickname' | 'role'
      at: number
    }
  | { do: 'come' | 'go' | 'rejoin' | 'history'; at: number }
  | { do: 'deliver' | 'deliverTwice' | 'lose'; at: number }

const at = fc.nat({ max: 1000 })
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('say', 'say', 'all', 'mine') }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('edit', 'recall', 'read', 'clear', 'mark'), at }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('rename', 'rules', 'nickname', 'role', 'come', 'go'), at }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('leave', 'rejoin', 'rejoin'), at }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('ask', 'askOwn', 'load', 'history'), at }) },
  {
    weight: 9,
    arbitrary: fc.record({ do: fc.constantFrom('deliver', 'deliver', 'deliverTwice', 'lose'), at }),
  },
) as fc.Arbitrary<Step>

const others = [bob, idOf(2000), idOf(2001), idOf(2002), idOf(2003)]

class World {
  readonly server = new ModelServer()
  readonly id = this.server.openGroup([ada, bob, idOf(2000), idOf(2001)])
  /** How many lists were loaded to their end. */
  loaded = 0

  constructor() {
    this.server.membersPage = 2
    this.server.latestLimit = 4
    this.server.updatedLimit = 3
  }

  async take(device: Device, one: Step): Promise<void> {
    const { server, id } = this
    const group = server.group(id)
    const { seq, clearSeq } = server.own(id)
    const some = 'at' in one ? 1 + (one.at % Math.max(1, seq)) : 1
    const person = 'at' in one ? others[one.at % others.length]! : bob
    switch (one.do) {
      case 'say':
        return void server.write(id, ada, `said ${server.time}`)
      case 'all':
        return void server.write(id, ada, '@all', { mentions: [{ userId: 'all', offset: 0, length: 4 }] })
      case 'mine':
        return group.isMine ? void server.write(id, me, 'mine') : undefined
      case 'edit':
        // Whoever left is not told of it, and has the old words until they ask.
        return group.isMine && group.sees(some) ? server.edit(id, some, `edited ${server.time}`) : undefined
      case 'recall':
        return group.sees(some) ? server.recall(id, some) : undefined
      case 'read':
        return server.read(id, some)
      case 'clear':
        return server.clear(id, Math.min(seq, clearSeq + (one.at % 3)))
      case 'mark': {
        const top = device.store.peek('conversations', id)?.row.lastMsg?.seq ?? 0
        return top > 0 ? device.mark(id, 1 + (one.at % top)) : undefined
      }
      case 'rename':
        return server.changeGroup(id, { title: `Title ${one.at}` })
      case 'rules':
        return server.changeGroup(id, { membersVisible: one.at % 3 > 0 })
      case 'nickname':
        return server.changeMembers(id, [person], { nickname: `N${one.at}` })
      case 'role':
        return group.isMine
          ? server.changeMembers(id, [me], { role: one.at % 2 ? 'admin' : 'member' })
          : undefined
      case 'come':
        return server.join(id, person)
      case 'go':
        return server.leave(id, person)
      case 'leave':
        return group.isMine ? server.leaveMyself(id) : undefined
      case 'rejoin':
        return group.isMine ? undefined : server.rejoin(id, (['none', 'recent', 'all'] as const)[one.at % 3]!)
      case 'ask':
        return device.ask(id)
      case 'askOwn':
        return device.askOwn(id)
      case 'load':
        return this.load(device)
      case 'history':
        return device.askHistory(id, one.at % 3 === 0 ? undefined : some + 1, 1 + (one.at % 8))
      default: {
        if (device.parcels.length === 0) return
        const index = one.at % device.parcels.length
        const parcel = device.parcels[index]!
        if (one.do !== 'deliverTwice') device.parcels.splice(index, 1)
        if (one.do !== 'lose') await parcel()
      }
    }
  }

  /** Loads the list as `Rosters` does, each page a parcel of its own. */
  load(device: Device): void {
    const stored = device.store.peek('conversations', this.id)
    if (!stored || stored.rev === 0 || hasLeft(stored)) return
    const terms = rosterTerms(stored)
    const listed = new Set<string>()
    let began: number | undefined
    const ask = (after: string | undefined) => {
      if (!this.server.group(this.id).isMine) return
      const { members, next } = this.server.group(this.id).page(after, this.server.membersPage)
      const { rev } = this.server.conversations.get(this.id)!
      device.parcels.push(async () => {
        began ??= rev
        for (const { userId } of members) listed.add(userId)
        await device.applier.feed(this.id, { members: structuredClone(members) }, [])
        if (next !== undefined) return ask(next)
        if (await device.applier.roster(this.id, { listed, began, ended: rev }, terms)) this.loaded += 1
      })
    }
    ask(undefined)
  }

  async expectSame(device: Device): Promise<void> {
    const { server, id } = this
    const own = server.own(id)
    const state = device.state(id)
    const ours = ({ unread, mentions, readSeq, clearSeq, visible, leaveRev }: typeof own) => ({
      unread,
      mentions,
      readSeq,
      clearSeq,
      visible,
      leaveRev,
    })
    expect(ours(state.row)).toEqual(ours(own))
    expect(state.row.lastMsg).toEqual(own.lastMsg)
    expect({ rev: state.rev, headRev: state.headRev, seq: state.seq }).toEqual({
      rev: own.rev,
      headRev: own.rev,
      seq: own.seq,
    })
    const all = server.rows(id)
    const shown = (await device.shown(id)).filter(({ seq }) => seq > own.clearSeq)
    expect(shown).toEqual(all.filter(({ seq }) => shown.some(row => row.seq === seq)))
    // Inside a range nothing that may be seen is missing.
    for (const [from, to] of state.ranges) {
      const within = (rows: { seq: number }[]) =>
        rows.map(({ seq }) => seq).filter(seq => from <= seq && seq <= to)
      expect(within(shown)).toEqual(within(all))
    }
    if (!hasLeft(state)) await this.expectMembers(device)
  }

  private async expectMembers(device: Device): Promise<void> {
    const { server, id } = this
    const group = server.group(id)
    const state = device.state(id)
    expect(state.group).toEqual(group.row)
    expect(state.member).toEqual(group.members.get(me))
    const rows = (await device.store.read(['members'], tx => tx.getAll('members', allBuckets(id)))).flat()
    expect(new Set(rows.map(({ userId }) => userId)).size).toBe(rows.length)
    if (state.roster === 'none') return
    const byId = (list: typeof rows) => [...list].sort((a, b) => (a.userId < b.userId ? -1 : 1))
    const known = new Set(group.known(group.present()).map(({ userId }) => userId))
    // A list that is not for ordinary members may leave rows of former times behind: screens do not show them.
    const all = listsAll(state)
    const kept = rows.filter(({ leftAt, userId }) => leftAt === null && (all || known.has(userId)))
    expect(byId(kept)).toEqual(byId(group.known(group.present())))
    if (all) expect(state.memberCount).toBe(kept.length)
  }
}

describe('a device with a group', () => {
  it('stands as the server after one pull, whatever was lost, late or double on the way', async () => {
    let loaded = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 120, size: 'max' }), async steps => {
        const world = new World()
        const device = await Device.open(world.server)
        await device.complete()
        world.load(device)
        for (const one of steps) await world.take(device, one)
        // Reads on their way arrive at last; of the rest nothing does.
        world.server.read(world.id, device.state(world.id).readTo)
        await device.complete()
        await world.expectSame(device)
        // And a list that was lacking is had.
        if (world.server.group(world.id).isMine && device.state(world.id).roster === 'none') {
          device.parcels = []
          world.load(device)
          while (device.parcels.length > 0) await device.parcels.shift()!()
          expect(device.state(world.id).roster).toBe('complete')
          await world.expectSame(device)
        }
        loaded += world.loaded
      }),
      { numRuns: 150 },
    )
    expect(loaded).toBeGreaterThan(30)
  }, 120_000)

  it('steps over what was said while I was away as soon as it knows of it, before any pull', async () => {
    const { server, id } = new World()
    const device = await Device.open(server)
    await device.complete()
    for (let n = 0; n < 3; n++) server.write(id, ada, 'before')
    server.leaveMyself(id)
    for (let n = 0; n < 9; n++) server.write(id, ada, 'not for me')
    for (const parcel of device.parcels.splice(0)) await parcel()
    expect(device.state(id)).toMatchObject({ seq: 5, ranges: [[1, 5]] })
    server.rejoin(id, 'none')
    server.write(id, ada, 'after')
    // My own row first: what was said to me as a member again has its place then.
    const [member, line, own, after] = device.parcels.splice(0)
    for (const parcel of [own, member, line, after]) await parcel!()
    expect(device.state(id)).toMatchObject({ seq: 16, ranges: [[1, 16]] })
    expect((await device.shown(id)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 15, 16])
  })
})
