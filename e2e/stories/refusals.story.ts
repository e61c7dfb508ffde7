import { befriend, expect, newAccount, test } from '../fixtures.ts'
import { DoorPage } from '../pages/door.ts'

/** The browser reports every refused request; that these are refused is the story. */
const refused = /the server responded with a status of 4(01|03|04|09)/

test('the door says what is wrong beside what is wrong', async ({ as, stranger, expectTrouble }) => {
  expectTrouble(refused)
  const ada = await as('ada')
  const page = await (await stranger()).newPage()
  const door = new DoorPage(page)

  await door.signUp({ ...newAccount('ben'), username: ada.username })
  await expect(door.username()).toHaveAccessibleDescription(/This username is taken/)
  await expect(door.username()).toBeFocused()

  await door.signIn({ ...ada, password: 'not hers at all' })
  await expect(door.password()).toHaveAccessibleDescription(/Username or password is not right/)
  await expect(door.password()).toBeFocused()
  // Nobody learns from it who has an account.
  await door.signIn({ username: 'nobody-by-that-name', password: 'not hers at all' })
  await expect(door.password()).toHaveAccessibleDescription(/Username or password is not right/)
  await door.signIn(ada)
  await expect(page.getByRole('list', { name: 'Conversations' })).toBeVisible()
})

test('where nothing can be written stands why, and what can be done', async ({ as }) => {
  const ada = await as('ada')
  const ben = await as('ben')
  await befriend(ada, ben)
  await ada.app.openConversation('Ben')
  await ben.app.openConversation('Ada')
  const { page } = ada.app

  await page.goto(`/friends/${ben.id}`)
  await page.getByRole('button', { name: 'Delete friend' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Add friend' }).last()).toBeVisible()
  await ada.app.goTo('conversations')
  await ada.app.row('Ben').click()
  await expect(page.getByText(/You and \W?Ben\W? are not friends/)).toBeVisible()
  await expect(ada.app.composer).toHaveCount(0)

  // He was not told; his message comes back with the reason and the way on.
  await ben.app.send('Did I say something?')
  const failed = ben.app.message('Did I say something?')
  await expect(failed).toContainText('You are not friends.')
  await expect(failed.getByRole('img', { name: 'Not sent' })).toBeVisible()
  await failed.getByRole('button', { name: 'Send friend request' }).click()
  const dialog = ben.app.page.getByRole('dialog')
  await dialog.getByLabel('Greeting').fill('Sorry about the cake')
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()

  await expect(page.getByText(/Ben\W? wants to be friends with you/)).toBeVisible()
  await page.getByRole('button', { name: 'Accept', exact: true }).click()
  await expect(ada.app.composer).toBeVisible()
  await failed.getByRole('button', { name: 'Resend' }).click()
  await expect(ada.app.message('Did I say something?')).toBeVisible()
  await expect(ben.app.state('Did I say something?', 'read')).toBeVisible()
})

test('whoever is blocked cannot write, and whoever blocks is told why they cannot', async ({ as }) => {
  const ada = await as('ada')
  const ben = await as('ben')
  await befriend(ada, ben)
  await ben.app.openConversation('Ada')
  const { page } = ada.app
  await page.goto(`/friends/${ben.id}`)
  await page.getByRole('button', { name: 'Block' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Block', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Unblock' })).toBeVisible()

  await ben.app.send('Can you hear me?')
  await expect(ben.app.message('Can you hear me?')).toContainText(
    'This person is not taking messages from you.',
  )

  await ada.app.goTo('conversations')
  await ada.app.row('Ben').click()
  await expect(page.getByText(/You blocked \W?Ben/)).toBeVisible()
  await expect(ada.app.feed).not.toContainText('Can you hear me?')
  await page.getByRole('button', { name: 'Unblock' }).click()
  await expect(ada.app.composer).toBeVisible()
  await ben.app.message('Can you hear me?').getByRole('button', { name: 'Resend' }).click()
  await expect(ada.app.message('Can you hear me?')).toBeVisible()
})
