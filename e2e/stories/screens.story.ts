import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { befriend, expect, type Person, test } from '../fixtures.ts'

// Names in sentences stand between marks that keep their direction to themselves, hence the `\W?`.
/** Every screen there is, and what shows that it is drawn. */
type Screen = [path: string, drawn: (page: Page) => Locator]

const door: Screen[] = [
  ['/sign-in', page => page.getByRole('button', { name: 'Sign in' })],
  ['/sign-up', page => page.getByRole('button', { name: 'Sign up' })],
  ['/add/somebody', page => page.getByRole('heading', { name: 'Add @somebody on Kith' })],
  ['/join/somewhere', page => page.getByRole('heading', { name: 'You are invited to a group' })],
]

const rooms = (conversationId: string, friend: Person): Screen[] => [
  ['/conversations', page => page.getByRole('link', { name: 'Ben' })],
  [`/conversations/${conversationId}`, page => page.getByRole('img', { name: /^(Sent|Read)$/ })],
  ['/friends', page => page.getByRole('link', { name: 'Ben' })],
  ['/friends/requests', page => page.getByRole('button', { name: 'Accept' })],
  [`/friends/${friend.id}`, page => page.getByRole('button', { name: 'Delete friend' })],
  ['/friends?add', page => page.getByRole('dialog', { name: 'Add friend' })],
  ['/notices', page => page.getByText(/Chen\W? wants to be your friend/)],
  ['/settings/profile', page => page.getByLabel('Display name')],
  ['/settings/devices', page => page.getByText('This device')],
  ['/settings/privacy', page => page.getByRole('switch', { name: 'Read receipts' })],
  ['/settings/appearance', page => page.getByRole('group', { name: 'Theme' })],
  ['/settings/account', page => page.getByRole('button', { name: 'Delete account' })],
  ['/settings/about', page => page.getByText('Protocol')],
  ['/welcome', page => page.getByRole('heading', { name: 'Introduce yourself' })],
]

/** A group Ada owns, in all its parts, and a link into one of somebody else. */
const groupRooms = (conversationId: string, code: string): Screen[] => [
  [`/conversations/${conversationId}/info`, page => page.getByRole('button', { name: 'Manage group' })],
  [
    `/groups/${conversationId}`,
    page => page.getByRole('tab', { name: 'Members' }).or(page.getByRole('link', { name: 'Members' })),
  ],
  [`/groups/${conversationId}/members`, page => page.getByRole('row', { name: /^W+, Member/ })],
  [`/groups/${conversationId}/requests`, page => page.getByRole('button', { name: 'Accept' })],
  [`/groups/${conversationId}/invites`, page => page.getByRole('button', { name: 'Revoke' })],
  [`/groups/${conversationId}/settings`, page => page.getByRole('button', { name: 'Dissolve group' })],
  [`/groups/${conversationId}/log`, page => page.getByText('Made an invite link')],
  [`/join/${code}`, page => page.getByRole('button', { name: 'Join group' })],
  ['/join/nowhere', page => page.getByText('This link leads nowhere')],
]

// Twenty-seven screens each: longer than one story takes.
test.slow()

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no screen shuts anybody out, ${colorScheme}`, async ({ as, stranger }) => {
    // Half faded in, no colour has its contrast.
    const looks = { colorScheme, reducedMotion: 'reduce' } as const
    const ada = await as('ada', looks)
    const page = await (await stranger(looks)).newPage()
    for (const screen of door) await isAccessible(page, screen)
    for (const screen of await furnished(ada, await as('ben'), await as('chen')))
      await isAccessible(ada.app.page, screen)
  })
}

for (const width of [320, 360, 412]) {
  test(`nothing sticks out of a screen ${width} wide`, { tag: '@only-phone' }, async ({ as, stranger }) => {
    const viewport = { width, height: 740 }
    const ada = await as('ada', { viewport })
    const page = await (await stranger({ viewport })).newPage()
    for (const screen of door) await fits(page, screen)
    for (const screen of await furnished(ada, await as('ben'), await as('chen')))
      await fits(ada.app.page, screen)
  })
}

/** Somebody with a friend, a request, messages of both, long words and short ones. */
async function furnished(ada: Person, ben: Person, chen: Person): Promise<Screen[]> {
  const conversationId = await befriend(ada, ben)
  await chen.run('friend:request', {
    userId: ada.id,
    greeting: 'We sat next to each other on the night train.',
  })
  await ada.app.page.goto(`/conversations/${conversationId}`)
  await ada.app.send(`https://example.org/${'long'.repeat(60)}`)
  await ada.app.send('Fine')
  await ben.app.openConversation('Ada')
  await ben.app.send('W'.repeat(120))
  await expect(ada.app.message('W'.repeat(120))).toBeVisible()
  return [...rooms(conversationId, ben), ...(await furnishedGroup(ada, ben, chen))]
}

/** A group with long names and long words, one who waits to be let in, and a link into a group of Ben's. */
async function furnishedGroup(ada: Person, ben: Person, chen: Person): Promise<Screen[]> {
  const { conversation, group } = await ada.run('group:create', {
    title: 'Choir'.repeat(12),
    memberIds: [ben.id],
  })
  const conversationId = conversation.id
  await ada.run('group:update', {
    conversationId,
    baseRev: group.rev,
    joinMode: 'approval',
    history: 'all',
    announcement: `https://example.org/${'long'.repeat(60)}`,
  })
  await ben.run('group:set-nickname', { conversationId, nickname: 'W'.repeat(60) })
  const { invite } = await ada.run('group:create-invite', { conversationId })
  await chen.run('group:join', { code: invite.code, text: 'M'.repeat(50) })
  const other = await ben.run('group:create', { title: 'W'.repeat(60), memberIds: [] })
  const { invite: way } = await ben.run('group:create-invite', { conversationId: other.conversation.id })
  return groupRooms(conversationId, way.code)
}

async function isAccessible(page: Page, [path, drawn]: Screen) {
  await page.goto(path)
  await expect(drawn(page).first()).toBeVisible()
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze()
  const found = violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 200)}`))
  expect.soft(found, path).toEqual([])
}

async function fits(page: Page, [path, drawn]: Screen) {
  await page.goto(path)
  await expect(drawn(page).first()).toBeVisible()
  const [wanted, given] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
  expect.soft(wanted, `${path} in ${given}`).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0)
  expect.soft(given, `${path} is not zoomed out`).toBe(page.viewportSize()?.width)
}
