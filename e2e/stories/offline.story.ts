import type { Page } from '@playwright/test'
import { befriend, expect, test } from '../fixtures.ts'
import { readyForOffline } from '../pages/offline.ts'

/** The browser itself says so, each time a page asks for something without a network. */
const noNetwork = /net::ERR_(INTERNET_DISCONNECTED|NETWORK_CHANGED|FAILED)/

const threeLines = ['One for the road', 'Two is company', 'Three and we are done']

test('what is written offline survives a reload and arrives once, in order', { tag: '@phone' }, async ({
  as,
  expectTrouble,
}) => {
  expectTrouble(noNetwork)
  const ada = await as('ada')
  const ben = await as('ben')
  await befriend(ada, ben)
  await ada.app.openConversation('Ben')
  await ada.app.send('We still have a network')
  await expect(ada.app.state('We still have a network', 'sent')).toBeVisible()
  await readyForOffline(ada.app.page)

  await ada.context.setOffline(true)
  for (const line of threeLines) await ada.app.send(line)
  for (const line of threeLines) await expect(ada.app.state(line, 'waiting')).toBeVisible()
  await ada.app.page.reload()
  await ada.app.isThere()
  await expect(ada.app.message('We still have a network')).toBeVisible()
  for (const line of threeLines) await expect(ada.app.state(line, 'waiting')).toBeVisible()
  // Any path of the app opens from the one document that is kept, and what comes later as well.
  await ada.app.page.goto('/settings/appearance')
  await expect(ada.app.page.getByRole('group', { name: 'Theme' })).toBeVisible()
  await ada.app.page.goBack()
  await ada.app.isThere()

  await ada.context.setOffline(false)
  for (const line of threeLines) await expect(ada.app.state(line, 'sent')).toBeVisible()
  await ben.app.openConversation('Ada')
  await expect(ben.app.message('Three and we are done')).toBeVisible()
  expect((await ben.app.texts()).slice(-4)).toEqual(['We still have a network', ...threeLines])
  expect((await ada.app.texts()).slice(-4)).toEqual(['We still have a network', ...threeLines])
})

test('nothing opens without a network once somebody has signed out', async ({ as, expectTrouble }) => {
  expectTrouble(noNetwork)
  const ada = await as('ada')
  const { page } = ada.app
  await readyForOffline(page)
  await ada.app.signOut()
  await expect(page).toHaveURL(/sign-in/)
  await expect.poll(() => kept(page)).toEqual([])
  await ada.context.setOffline(true)
  await expect(page.goto('/conversations')).rejects.toThrow(/ERR_INTERNET_DISCONNECTED/)
  await ada.context.setOffline(false)
})

test('the worker keeps files of the app and its document, and nothing anybody said', async ({ as }) => {
  const ada = await as('ada')
  const { page } = ada.app
  await ada.app.openConversation('Notes to self')
  await ada.app.send('a canary in the mine')
  await expect(ada.app.message('a canary in the mine')).toBeVisible()
  await readyForOffline(page)
  await page.reload()
  await ada.app.isThere()
  const paths = await page.evaluate(async () => {
    const names = await caches.keys()
    const requests = await Promise.all(names.map(async name => (await caches.open(name)).keys()))
    return requests.flat().map(({ url }) => new URL(url).pathname)
  })
  expect(paths.filter(path => !path.startsWith('/_next/static/'))).toEqual(['/conversations'])
  const shell = await page.evaluate(async () => (await caches.match('/conversations'))?.text())
  expect(shell).not.toContain('a canary in the mine')
  expect(shell).not.toContain(ada.username)
  // The nonce of the policy is the one of the scripts, also in the copy.
  const nonces = await page.evaluate(async () => {
    const response = await caches.match('/conversations')
    const policy = response?.headers.get('content-security-policy') ?? ''
    const text = (await response?.text()) ?? ''
    return {
      policy: policy.match(/'nonce-([^']+)'/)?.[1],
      scripts: [...new Set([...text.matchAll(/<script[^>]* nonce="([^"]+)"/g)].map(([, nonce]) => nonce))],
    }
  })
  expect(nonces.scripts).toEqual([nonces.policy])
})

const kept = (page: Page) => page.evaluate(() => caches.keys())

test('a new version waits until somebody lets it in', async ({ as }) => {
  const ada = await as('ada')
  const { page } = ada.app
  await readyForOffline(page)
  await ada.app.openConversation('Notes to self')
  await ada.app.composer.fill('Do not take this from me')
  await page.evaluate(() => Object.assign(window, { still: 'here' }))
  const still = () => page.evaluate(() => 'still' in window)

  // Another script for the same scope is to the browser what a new release is.
  await page.evaluate(async () => void (await navigator.serviceWorker.register('/worker.js?next')))
  await expect(page.getByText('A new version is ready')).toBeVisible()
  expect(await still()).toBe(true)
  // Asked in the middle of the reload, a page can answer nothing: the new document has to be there first.
  const reloaded = page.waitForEvent('load')
  await page.getByRole('button', { name: 'Reload', exact: true }).click()
  await reloaded
  expect(await still()).toBe(false)
  await expect(ada.app.composer).toHaveValue('Do not take this from me')
  expect(await page.evaluate(() => navigator.serviceWorker.controller?.scriptURL)).toContain('?next')
})
