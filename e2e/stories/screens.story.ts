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

// Seventeen screens each: longer than one story takes.
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
  return rooms(conversationId, ben)
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
