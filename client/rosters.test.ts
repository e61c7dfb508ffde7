import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { away, Browser, deaf, hold, type Page } from './testing/browser.ts'
import { settle } from './testing/fakeClock.ts'
import { refusal } from './testing/modelServer.ts'
import { ada, bob, idOf, me } from './testing/people.ts'
import type { Roster, RosterView } from './types.ts'

let browser: Browser
let page: Page
let group: string
let roster: Roster | undefined

const unhandled: unknown[] = []
const note = (error: unknown) => unhandled.push(error)
const people = (count: number) => Array.from({ length: count }, (_, n) => idOf(2000 + n))

beforeEach(() => {
  unhandled.length = 0
  process.on('unhandledRejection', note)
  browser = new Browser()
})

afterEach(async () => {
  roster?.close()
  roster = undefined
  await browser.closeAll()
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
  expect(browser.clock.reported).toEqual([])
})

/** Ada's group of Bob, me and as many others, on a page that has had time for its list. */
async function open(others = 3): Promise<void> {
  group = browser.server.openGroup([ada, bob, ...people(others)])
  page = await browser.open()
  await browser.clock.advance(2000)
  page.transport.asked.length = 0
}

/** The same, with every page of the list held back. */
async function openHeld(others: number) {
  group = browser.server.openGroup([ada, bob, ...people(others)])
  let held: ReturnType<typeof hold> | undefined
  page = await browser.open(made => {
    held = hold(made, 'group:members')
  })
  return held!
}

async function show(on = page, id = group): Promise<() => RosterView> {
  roster?.close()
  const opened = on.engine.openRoster(id)
  roster = opened
  await settle()
  return () => opened.view()
}

const ids = (view: RosterView) => view.members.map(({ userId }) => userId)
const lists = (on = page) =>
  on.transport.inputs('group:members') as { conversationId: string; after?: string }[]
const present = () => {
  const all = browser.server.group(group).present()
  return all.map(({ userId }) => userId)
}
const expectAll = (view: RosterView) => {
  expect(view.complete).toBe(true)
  expect([...ids(view)].sort()).toEqual([...present()].sort())
  for (const row of view.members) expect(row).toEqual(browser.server.group(group).members.get(row.userId))
}

describe('the members of a group', () => {
  it('are loaded after catching up, and two thousand are there without a link on the next page', async () => {
    await open(1997)
    await browser.close(page)
    page = await browser.open(({ transport }) => {
      transport.respond = () => refusal('UNAVAILABLE')
    })
    const view = await show()
    expect(view()).toMatchObject({ ready: true, failed: false })
    expect(ids(view())).toHaveLength(2000)
    expectAll(view())
    expect(page.engine.person(idOf(2500)).user?.id).toBe(idOf(2500))
    expect(page.engine.conversation(group)).toMatchObject({ memberCount: 2000, title: 'Hiking' })
  })

  it('come in pages, each asked for once', async () => {
    group = browser.server.openGroup([ada, ...people(1200)])
    page = await browser.open()
    await browser.clock.advance(60_000)
    expect(lists().map(({ after }) => after)).toEqual([undefined, idOf(2497), idOf(2997)])
    expectAll((await show())())
  })

  it('of several groups are loaded one after the other, the newest first, and none is asked for twice', async () => {
    const { server, clock } = browser
    const groups = [1, 2, 3].map(() => server.openGroup([ada]))
    for (const id of [groups[1]!, groups[0]!, groups[2]!]) server.write(id, ada, 'hello')
    page = await browser.open()
    const asked = () => lists().map(({ conversationId }) => conversationId)
    expect(asked()).toEqual([groups[2]])
    await clock.advance(200)
    expect(asked()).toEqual([groups[2], groups[0]])
    await clock.advance(60_000)
    expect(asked()).toEqual([groups[2], groups[0], groups[1]])
  })

  it('that somebody looks at go before the others', async () => {
    const { server, clock } = browser
    const groups = [1, 2, 3].map(() => server.openGroup([ada]))
    for (const id of groups) server.write(id, ada, 'hello')
    page = await browser.open()
    expect(lists()).toHaveLength(1)
    group = groups[0]!
    expectAll((await show())())
    await clock.advance(1000)
    expect(lists()).toHaveLength(3)
  })

  it('stand in the order owner, admins, then as they joined', async () => {
    await open()
    const { server } = browser
    server.changeMembers(group, [bob], { joinedAt: 7 })
    server.changeMembers(group, [idOf(2001)], { role: 'admin', joinedAt: 9 })
    server.changeMembers(group, [idOf(2000)], { joinedAt: 8 })
    expect(ids((await show())()).slice(0, 4)).toEqual([ada, idOf(2001), bob, idOf(2000)])
  })

  it('are not asked for in a direct conversation, nor of a group nobody let me into', async () => {
    const direct = browser.server.open(ada)
    group = browser.server.openGroup([ada])
    browser.server.leaveMyself(group)
    page = await browser.open()
    const view = await show(page, direct)
    expect(view()).toMatchObject({ ready: true, complete: false, failed: false, members: [] })
    expect((await show())()).toMatchObject({ ready: true, complete: false, failed: false })
    await browser.clock.advance(10_000)
    expect(lists()).toEqual([])
  })
})

describe('a list that is on its way', () => {
  it('is loaded from its beginning when the link goes between two pages', async () => {
    const held = await openHeld(1200)
    await held.release()
    expect(held.waiting()).toBe(1)
    page.transport.link.end()
    browser.server.leave(group, idOf(2003))
    browser.server.join(group, idOf(9000))
    await browser.clock.advance(1000)
    for (let n = 0; n < 5; n++) await held.release()
    expect(lists().map(({ after }) => after)).toEqual([
      undefined,
      expect.any(String),
      undefined,
      expect.any(String),
      expect.any(String),
    ])
    expectAll((await show())())
  })

  it('has those who come, and not those who go, before and behind the page it stands at', async () => {
    const held = await openHeld(1200)
    await held.release()
    const { server } = browser
    server.leave(group, idOf(2001))
    server.leave(group, idOf(3199))
    server.join(group, idOf(100))
    server.join(group, idOf(9000))
    while (held.waiting() > 0) await held.release()
    const view = await show()
    expectAll(view())
    expect(view().of(idOf(2001))?.leftAt).not.toBeNull()
    expect(page.engine.conversation(group)?.memberCount).toBe(1203)
  })

  it('is right also when nothing of what happens meanwhile arrives', async () => {
    const held = await openHeld(1200)
    await held.release()
    deaf(page, () => {
      browser.server.leave(group, idOf(2001))
      browser.server.join(group, idOf(100))
      browser.server.leave(group, idOf(3199))
    })
    while (held.waiting() > 0) await held.release()
    browser.server.write(group, ada, 'hello')
    await browser.clock.advance(1000)
    expectAll((await show())())
  })

  it('is begun anew when I am taken out and back in meanwhile', async () => {
    const held = await openHeld(1200)
    await held.release()
    const { server } = browser
    server.leaveMyself(group)
    await settle()
    server.leave(group, idOf(2001))
    server.rejoin(group, 'all')
    await browser.clock.advance(1000)
    while (held.waiting() > 0) await held.release()
    await browser.clock.advance(1000)
    while (held.waiting() > 0) await held.release()
    expectAll((await show())())
  })

  it('that could not be had says so, and is tried again after a while', async () => {
    group = browser.server.openGroup([ada])
    let refused = 2
    page = await browser.open(({ transport }) => {
      const { respond } = transport
      transport.respond = (name, input, link) =>
        name === 'group:members' && refused-- > 0 ? refusal('UNAVAILABLE') : respond(name, input, link)
    })
    const view = await show()
    expect(view()).toMatchObject({ complete: false, failed: true })
    expect(ids(view())).toContain(me)
    await browser.clock.advance(5000)
    expect(view()).toMatchObject({ complete: true, failed: false })
    expect(lists()).toHaveLength(3)
  })

  it('that is refused is left alone until the next link', async () => {
    group = browser.server.openGroup([ada])
    let refused = true
    page = await browser.open(({ transport }) => {
      const { respond } = transport
      transport.respond = (name, input, link) =>
        name === 'group:members' && refused ? refusal('NOT_FOUND') : respond(name, input, link)
    })
    const view = await show()
    await browser.clock.advance(600_000)
    expect(lists()).toHaveLength(2)
    expect(view().failed).toBe(true)
    refused = false
    await away(browser, page, () => undefined)
    expect(view()).toMatchObject({ complete: true, failed: false })
  })

  it('is not on its way without a link, and the screen is told', async () => {
    group = browser.server.openGroup([ada])
    page = await browser.open(({ transport }) => {
      const { respond } = transport
      transport.respond = (name, input, link) =>
        name === 'group:members' ? new Promise(() => undefined) : respond(name, input, link)
    })
    const view = await show()
    expect(view().failed).toBe(false)
    page.transport.onOpen = () => undefined
    page.transport.link.end()
    await settle()
    expect(view()).toMatchObject({ complete: false, failed: true })
  })
})

describe('a list that is here', () => {
  it('follows every change, and only rows that changed are other objects', async () => {
    await open(500)
    const view = await show()
    const before = view()
    browser.server.changeMembers(group, [bob], { nickname: 'Robert' })
    await settle()
    expectAll(view())
    expect(view().of(bob)?.nickname).toBe('Robert')
    const changed = view().members.filter(row => !before.members.includes(row))
    expect(changed.map(({ userId }) => userId)).toEqual([bob])
    expect(lists()).toEqual([])
  })

  it('is the same object as long as nothing of it changes', async () => {
    await open()
    const view = await show()
    const before = view()
    browser.server.write(group, ada, 'hello')
    browser.server.changeGroup(group, { title: 'Climbing' })
    await settle()
    expect(view()).toBe(before)
    expect(page.engine.conversation(group)?.title).toBe('Climbing')
  })

  it('takes an older row for what it is, and a doubled one once', async () => {
    await open()
    const { server } = browser
    const { link } = page.transport
    const late: (() => void)[] = []
    const { event } = link
    link.event = (name, payload) => void late.push(() => event.call(link, name, payload))
    server.changeMembers(group, [bob], { nickname: 'first' })
    server.changeMembers(group, [bob], { nickname: 'second' })
    server.leave(group, idOf(2000))
    server.changeGroup(group, { title: 'A' })
    server.changeGroup(group, { title: 'B' })
    for (const give of [...late].reverse()) give()
    for (const give of late) give()
    await browser.clock.advance(1000)
    const view = await show()
    expectAll(view())
    expect(view().of(bob)?.nickname).toBe('second')
    expect(page.engine.conversation(group)).toMatchObject({
      title: 'B',
      memberCount: 5,
      group: { title: 'B' },
    })
    expect(page.transport.inputs('sync:pull')).toEqual([])
  })

  it('is made level by a pull where updates were lost, and not loaded again', async () => {
    await open()
    const { server } = browser
    deaf(page, () => {
      server.leave(group, bob)
      server.join(group, idOf(9000), idOf(9001))
      server.changeGroup(group, { muteAll: true })
    })
    server.write(group, ada, 'hello')
    await browser.clock.advance(300)
    expect(page.transport.inputs('sync:pull')).toHaveLength(1)
    expectAll((await show())())
    expect(page.engine.conversation(group)?.group?.muteAll).toBe(true)
    expect(lists()).toEqual([])
  })

  it('is made level after a time away, and not loaded again', async () => {
    await open()
    await away(browser, page, () => {
      browser.server.leave(group, bob)
      browser.server.join(group, idOf(9000))
    })
    expectAll((await show())())
    expect(lists()).toEqual([])
  })

  it('is loaded anew after a snapshot that jumped over changes', async () => {
    await open()
    await away(browser, page, () => {
      browser.server.changeMembers(group, [bob], { leftAt: 1 })
      // As if the cursor were too old.
      browser.server.userRev = 0
    })
    const view = await show()
    expect(lists()).toHaveLength(1)
    expectAll(view())
    expect(view().of(bob)).toBeUndefined()
  })

  it('is void with everything else in another epoch, and had again', async () => {
    await open()
    const { server } = browser
    server.join(group, idOf(9000))
    await settle()
    await away(browser, page, () => {
      server.group(group).members.delete(idOf(9000))
      server.restore(group, 1, 'two')
    })
    const view = await show()
    expectAll(view())
    expect(view().of(idOf(9000))).toBeUndefined()
    expect(page.engine.conversation(group)).toMatchObject({ title: 'Hiking', memberCount: 6 })
  })

  it('shrinks to those who run the group, and me, when members may not see each other', async () => {
    await open()
    const view = await show()
    browser.server.changeMembers(group, [bob], { role: 'admin' })
    browser.server.changeGroup(group, { membersVisible: false })
    await browser.clock.advance(1000)
    expect(lists()).toHaveLength(1)
    expect(ids(view())).toEqual([ada, bob, me])
    expect(view().complete).toBe(true)
    // Nobody's coming and going is told then; the count is what the server says.
    browser.server.leave(group, idOf(2000))
    await browser.clock.advance(1000)
    browser.server.changeMembers(group, [me], { role: 'admin' })
    await browser.clock.advance(1000)
    expect(lists()).toHaveLength(2)
    expectAll(view())
    expect(page.engine.conversation(group)?.memberCount).toBe(5)
  })
})

describe('an answer of mine', () => {
  it('stores the rows it has, and its number is seen with the update', async () => {
    await open()
    const answer = await page.engine.run('group:set-role', {
      conversationId: group,
      userId: bob,
      role: 'admin',
    })
    expect(answer.ok).toBe(true)
    expectAll((await show())())
    await browser.clock.advance(1000)
    expect(page.transport.inputs('sync:pull')).toEqual([])
  })

  it('is pulled for where its update never comes', async () => {
    await open()
    const { respond } = page.transport
    page.transport.respond = (name, input, link) =>
      name === 'group:set-role' ? deaf(page, () => respond(name, input, link)) : respond(name, input, link)
    await page.engine.run('group:set-role', { conversationId: group, userId: bob, role: 'admin' })
    expect((await show())().of(bob)?.role).toBe('admin')
    await browser.clock.advance(1000)
    expect(page.transport.inputs('sync:pull')).toHaveLength(1)
  })

  it('with a look into a group I am not in is no row of it', async () => {
    await open()
    const preview = { id: group, title: 'Somewhere else', avatar: null, memberCount: 3 }
    page.transport.respond = () => ({ ok: true, data: { group: preview, users: [] } })
    await page.engine.run('group:preview', { conversationId: group })
    expect(page.engine.conversation(group)).toMatchObject({ title: 'Hiking', group: { title: 'Hiking' } })
  })
})

describe('a group nobody told of', () => {
  it.each(['group', 'member'] as const)('is pulled from the start when a `%s` of it comes', async name => {
    await open()
    const late = deaf(page, () => browser.server.openGroup([ada, bob]))
    if (name === 'group') browser.server.changeGroup(late, { title: 'New' })
    else browser.server.changeMembers(late, [bob], { nickname: 'B' })
    await settle()
    const behind = page.transport.inputs('sync:pull') as { conversations?: object }[]
    expect(behind[0]).toMatchObject({ conversations: { [late]: { rev: 0, seq: 0 } } })
    group = late
    expectAll((await show())())
  })
})

describe('leaving', () => {
  it('leaves the list as it was known, and coming back loads it anew', async () => {
    await open()
    const { server } = browser
    const view = await show()
    const before = new Set(ids(view()))
    server.leaveMyself(group)
    server.leave(group, bob)
    server.changeGroup(group, { title: 'Behind my back' })
    await browser.clock.advance(1000)
    expect(view().complete).toBe(true)
    before.delete(me)
    expect(new Set(ids(view()).filter(id => id !== me))).toEqual(before)
    expect(page.engine.conversation(group)).toMatchObject({
      left: true,
      title: 'Hiking',
      memberCount: undefined,
    })
    expect(lists()).toEqual([])
    server.rejoin(group, 'none')
    await browser.clock.advance(1000)
    expect(lists()).toHaveLength(1)
    expectAll(view())
    expect(page.engine.conversation(group)).toMatchObject({ left: false, title: 'Behind my back' })
  })
})

describe('two pages', () => {
  it('load a list once, and each sees what the other stores', async () => {
    group = browser.server.openGroup([ada, bob, ...people(700)])
    const [one, two] = await Promise.all([browser.open(), browser.open()])
    await browser.clock.advance(2000)
    expect(lists(one!).length + lists(two!).length).toBe(2)
    page = two!
    const view = await show()
    expectAll(view())
    deaf(two!, () => browser.server.changeMembers(group, [bob], { nickname: 'Robert' }))
    await settle()
    expect(view().of(bob)?.nickname).toBe('Robert')
    expectAll(view())
  })
})
