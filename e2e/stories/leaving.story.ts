import type { Page } from '@playwright/test'
import { befriend, expect, test } from '../fixtures.ts'
import { DoorPage } from '../pages/door.ts'

test('signing out leaves nothing behind, in no tab and not behind the back button', async ({ as }) => {
  const ada = await as('ada')
  const ben = await as('ben')
  await befriend(ada, ben)
  await ada.app.openConversation('Ben')
  await ada.app.send('Between you and me')
  await expect(ada.app.state('Between you and me', 'sent')).toBeVisible()
  await ada.app.page.goto('/settings/appearance')
  await ada.app.page.getByRole('radio', { name: 'Dark' }).click()
  const second = await ada.app.newTab()
  await second.openConversation('Ben')

  await ada.app.signOut()
  await new DoorPage(ada.app.page).asksToSignIn()
  await new DoorPage(second.page).asksToSignIn()
  await isClean(ada.app.page)
  await isClean(second.page)

  for (const page of [ada.app.page, second.page]) {
    await page.goBack()
    await new DoorPage(page).asksToSignIn()
    await expect(page.getByText('Between you and me')).toHaveCount(0)
  }
  // The theme is no secret and stays.
  await expect(ada.app.page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('a device that is signed out from another one goes dark at once', async ({ as }) => {
  const phone = await as('ada')
  const desk = await as('ada')
  await phone.app.openConversation('Notes to self')
  await phone.app.send('The spare key is under the stone')
  await expect(phone.app.message('The spare key')).toBeVisible()

  await desk.app.page.goto('/settings/devices')
  await desk.app.page.getByRole('button', { name: 'Sign out all others' }).click()
  await desk.app.page.getByRole('alertdialog').getByRole('button', { name: 'Sign out all others' }).click()

  await expect(phone.app.page).toHaveURL(/\/sign-in/, { timeout: 5000 })
  await new DoorPage(phone.app.page).asksToSignIn()
  await expect(phone.app.page.getByText('You were signed out')).toBeVisible()
  await isClean(phone.app.page)
  await desk.app.open()
  await expect(desk.app.row('Notes to self')).toContainText('The spare key')
})

test('somebody else who signs in finds nothing of the one before', async ({ as }) => {
  const ben = await as('ben')
  const ada = await as('ada')
  await ada.app.openConversation('Notes to self')
  await ada.app.send('For my eyes only')
  await expect(ada.app.message('For my eyes only')).toBeVisible()
  // Her session ends while her browser is closed to it.
  const { page } = ada.app
  await page.goto('about:blank')
  await ada.run('session:revoke', {})
  const door = new DoorPage(page)
  await door.signIn(ben)
  await expect(page.getByRole('list', { name: 'Conversations' })).toBeVisible()
  const stores = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))
  expect(stores).toEqual([`kith-${ben.id}`])
  await expect(page.getByText('For my eyes only')).toHaveCount(0)
})

/** What is left of a person in this browser: nothing. */
async function isClean(page: Page) {
  await expect
    .poll(() =>
      page.evaluate(async () => ({
        stores: (await indexedDB.databases()).map(({ name }) => name),
        caches: await caches.keys(),
        workers: (await navigator.serviceWorker.getRegistrations()).length,
        kept: Object.keys(localStorage).filter(key => !['kith.theme', 'kith.language'].includes(key)),
      })),
    )
    .toEqual({ stores: [], caches: [], workers: 0, kept: [] })
}
