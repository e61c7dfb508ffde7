import { test as base, befriend, expect } from '../fixtures.ts'
import { readyForOffline } from '../pages/offline.ts'
import { createServerProcess, type ServerProcess } from '../proofs/process.ts'

/** The server of this story is its own, to be killed as it likes. */
const test = base.extend<{ server: ServerProcess }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for the pattern, and there is nothing to take
  server: async ({}, use) => {
    const server = await createServerProcess()
    await server.start()
    await use(server)
    await server.close()
  },
  baseURL: async ({ server }, use) => use(server.url),
})

test('pages live through the death of their server and lose nothing', async ({
  server,
  as,
  expectTrouble,
}) => {
  expectTrouble(/net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|FAILED)/)
  const ada = await as('ada')
  const ben = await as('ben')
  await befriend(ada, ben)
  await ada.app.openConversation('Ben')
  await ben.app.openConversation('Ada')
  await ada.app.send('Before')
  await expect(ben.app.message('Before')).toBeVisible()
  await readyForOffline(ada.app.page)

  await server.kill()
  await ada.app.send('Meanwhile')
  await ben.app.send('Still here')
  await expect(ada.app.state('Meanwhile', 'waiting')).toBeVisible()
  await expect(ada.app.page.getByRole('status').filter({ hasText: 'Reconnecting' })).toBeVisible()
  // Also a page that is opened while there is no server.
  await ada.app.page.reload()
  await expect(ada.app.state('Meanwhile', 'waiting')).toBeVisible()

  await server.start()
  // Nobody presses anything. The pauses between attempts grow, but not beyond half a minute.
  const patience = { timeout: 45_000 }
  await expect(ada.app.state('Meanwhile', 'read')).toBeVisible(patience)
  await expect(ben.app.message('Meanwhile')).toBeVisible(patience)
  await expect(ada.app.message('Still here')).toBeVisible(patience)
  await expect(ada.app.page.getByRole('status').filter({ hasText: 'Reconnecting' })).toHaveCount(0)
  expect((await ada.app.texts()).slice(-3)).toEqual((await ben.app.texts()).slice(-3))
})
